// Who works here, as a table, with a way to each state of them.
import { usePage } from "#app/i18n/use-t.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { memberStates, type MemberState } from "./staff-members.ts";
import styles from "./member-list.module.css";

export interface MemberLine {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly portfolio: string;
  readonly state: MemberState;
  readonly lastSignIn: string | undefined;
  readonly ways: string;
  readonly idOnFile: boolean;
}

const here = "/ops/staff";

interface FilterProps {
  readonly counts: Readonly<Record<MemberState, number>>;
  readonly chosen: MemberState | undefined;
}

export function MemberFilter({ counts, chosen }: FilterProps) {
  const { t } = usePage();
  const every = memberStates.reduce((sum, state) => sum + counts[state], 0);
  const ways = [
    { to: here, state: undefined, label: t("staff.members.all"), count: every },
    ...memberStates.map((state) => ({
      to: `${here}?state=${state}`,
      state,
      label: t(`staff.members.state.${state}`),
      count: counts[state],
    })),
  ];
  return (
    <nav className={styles["filter"]} aria-label={t("staff.members.filter")}>
      {ways.map(({ to, state, label, count }) => (
        <a key={to} href={to} aria-current={state === chosen ? "true" : undefined}>
          {label} <span>{count}</span>
        </a>
      ))}
    </nav>
  );
}

export function MemberList({ members }: { readonly members: readonly MemberLine[] }) {
  const { t } = usePage();
  if (members.length === 0) return <p>{t("staff.members.none")}</p>;
  const head = (["name", "role", "portfolio", "state", "lastSignIn", "ways", "id"] as const).map((key) =>
    t(`staff.members.column.${key}`),
  );
  return (
    <DataTable
      caption={t("staff.members.list")}
      head={head}
      rows={members.map(({ id, name, email, role, portfolio, state, lastSignIn, ways, idOnFile }) => [
        <div className={styles["who"]} key="name">
          <a href={`${here}/${id}`}>
            <Foreign text={name} />
          </a>
          <small>
            <Foreign text={email} />
          </small>
        </div>,
        t(`desk.role.${role}`),
        portfolio,
        <Tag key="state" status={state} tone={state === "active" ? "calm" : "note"}>
          {t(`staff.members.state.${state}`)}
        </Tag>,
        lastSignIn ?? t("staff.members.never"),
        ways,
        t(idOnFile ? "staff.members.idOnFile" : "staff.members.noId"),
      ])}
    />
  );
}
