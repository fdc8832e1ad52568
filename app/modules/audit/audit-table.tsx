// What was found, as a table whose names lead on: to the same search for a person or an act, and to what it is about.
import { usePage } from "#app/i18n/use-t.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { auditAddress, partsOfName, subjectKinds, type FactLine } from "./audit-search.ts";
import { sayAction } from "./audit-words.ts";
import styles from "./audit-table.module.css";

export interface AuditLine {
  readonly seq: string;
  readonly at: string;
  readonly actor: string;
  readonly person: { readonly name: string; readonly role: StaffRole } | undefined;
  readonly action: string;
  readonly subject: string;
  readonly reference: string | undefined;
  /** Where the reader may open it. */
  readonly to: string | undefined;
  readonly facts: readonly FactLine[];
}

function Who({ actor, person }: AuditLine) {
  const { t } = usePage();
  const { kind, id } = partsOfName(actor);
  const to = auditAddress({ who: actor });
  if (person) {
    return (
      <>
        <a href={to}>
          <Foreign text={person.name} />
        </a>
        <small>{t(`desk.role.${person.role}`)}</small>
      </>
    );
  }
  return (
    <>
      <a href={to}>{kind === "system" ? id : t(kind === "borrower" ? "audit.list.borrower" : "audit.list.unknown")}</a>
      <small>{kind === "system" ? t("audit.list.system") : <code>{id.slice(-8)}</code>}</small>
    </>
  );
}

function What({ action }: AuditLine) {
  const { t } = usePage();
  const words = sayAction(t, action);
  return (
    <>
      <a href={auditAddress({ action })}>{words ?? <code>{action}</code>}</a>
      {words !== undefined && (
        <small>
          <code>{action}</code>
        </small>
      )}
    </>
  );
}

type SubjectKind = (typeof subjectKinds)[number];
const isSubjectKind = (kind: string): kind is SubjectKind => (subjectKinds as readonly string[]).includes(kind);

function About({ subject, reference, to }: AuditLine) {
  const { t } = usePage();
  const { kind, id } = partsOfName(subject);
  const words = isSubjectKind(kind) ? t(`audit.kind.${kind}`) : kind;
  return (
    <>
      <a href={auditAddress({ about: subject })}>{words}</a>
      <small>
        {to === undefined ? (
          <code>{reference ?? id.slice(-8)}</code>
        ) : (
          <a href={to}>{reference === undefined ? <code>{id.slice(-8)}</code> : <Foreign text={reference} />}</a>
        )}
      </small>
    </>
  );
}

function Details({ facts }: AuditLine) {
  return (
    <ul className={styles["facts"]}>
      {facts.map(({ name, value }) => (
        <li key={name}>
          <code>{name}</code> <Foreign text={value} />
        </li>
      ))}
    </ul>
  );
}

export function AuditTable({ lines }: { lines: readonly AuditLine[] }) {
  const { t } = usePage();
  return (
    <div className={styles["audit"]}>
      <DataTable
        caption={t("audit.list.caption")}
        wordy
        head={[
          t("audit.list.when"),
          t("audit.list.who"),
          t("audit.list.what"),
          t("audit.list.about"),
          t("audit.list.facts"),
        ]}
        rows={lines.map((line) => [
          <>
            {line.at}
            <small>
              <code>{line.seq}</code>
            </small>
          </>,
          <Who key="who" {...line} />,
          <What key="what" {...line} />,
          <About key="about" {...line} />,
          line.facts.length > 0 && <Details key="facts" {...line} />,
        ])}
      />
    </div>
  );
}
