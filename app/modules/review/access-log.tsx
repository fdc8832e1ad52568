// Who looked at my data, in plain words: on a borrower's page about their data, and as a page of its own.
import { formatDay } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Card } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import type { AccessDone, AccessLine } from "./access-log.ts";

function sayWhat(t: T, done: AccessDone, reference: string | undefined): string {
  if (done.kind === "glass") return t("supervision.looked.what.glass");
  if (done.kind === "unmasked") return t(`supervision.looked.unmasked.${done.field ?? "other"}`);
  return reference === undefined
    ? t(`supervision.looked.what.${done.what}`)
    : t("supervision.looked.about", { what: t(`supervision.looked.what.${done.what}`), reference });
}

function sayWhy(t: T, done: AccessDone): string | undefined {
  switch (done.kind) {
    case "glass":
      return t(`supervision.looked.glass.${done.reason ?? "other"}`);
    case "unmasked":
      return t(`supervision.looked.unmaskedFor.${done.reason ?? "other"}`);
    case "opened":
      return done.ground && t(`supervision.looked.ground.${done.ground}`);
    default:
      return done satisfies never;
  }
}

function LookedRow({ day, code, role, done, reference, times }: AccessLine) {
  const { t, language } = usePage();
  const who =
    role === undefined
      ? t("supervision.looked.who", { code })
      : t("supervision.looked.whoRole", { code, role: t(`desk.role.${role}`) });
  const parts = [
    sayWhat(t, done, reference),
    sayWhy(t, done),
    times > 1 ? t("supervision.looked.times", { count: times }) : undefined,
  ];
  return <Row title={`${formatDay(day, language)} · ${who}`} note={parts.filter(Boolean).join(" · ")} />;
}

function LookedList({ lines }: { lines: readonly AccessLine[] }) {
  const { t } = usePage();
  if (lines.length === 0) return <p>{t("supervision.looked.none")}</p>;
  return (
    <Rows>
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
        <LookedRow key={index} {...line} />
      ))}
    </Rows>
  );
}

/** The newest few, with a way to all. */
export function LookedCard({ lines, more }: { lines: readonly AccessLine[]; more: boolean }) {
  const { t } = usePage();
  return (
    <Card title={t("supervision.looked.title")}>
      <p>{t("supervision.looked.lead")}</p>
      <LookedList lines={lines} />
      {more && <MoreLink to="/my/data?looked=all">{t("supervision.looked.all")}</MoreLink>}
      <p>{t("supervision.looked.ask")}</p>
    </Card>
  );
}

export function LookedPage({ lines, more }: { lines: readonly AccessLine[]; more: boolean }) {
  const { t } = usePage();
  return (
    <Page title={t("supervision.looked.title")} back={{ to: "/my/data", label: t("supervision.looked.back") }}>
      <p>{t("supervision.looked.lead")}</p>
      <Card>
        <LookedList lines={lines} />
      </Card>
      {more && <p>{t("supervision.looked.newestOnly", { count: lines.length })}</p>}
      <p>{t("supervision.looked.ask")}</p>
      <MoreLink to="/my/data#request">{t("supervision.looked.askLink")}</MoreLink>
    </Page>
  );
}
