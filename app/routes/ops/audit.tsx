// Who did what, about what and when: the search through the audit chain, for auditors and operators.
import { data } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { StaffActor } from "#app/kernel/actor.ts";
import { may } from "#app/kernel/permissions.ts";
import { AuditFilterForm } from "#app/modules/audit/audit-filter.tsx";
import { readAuditStanding, type AuditHead } from "#app/modules/audit/audit-heads.server.ts";
import { searchAudit } from "#app/modules/audit/audit-search.server.ts";
import { auditAddress, factLines, partsOfName, readAuditFilter } from "#app/modules/audit/audit-search.ts";
import { AuditTable, type AuditLine } from "#app/modules/audit/audit-table.tsx";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { MoreLink, Quiet } from "#app/ui/prose.tsx";
import type { Route } from "./+types/audit";

const doorOf: Readonly<Record<string, (id: string) => string>> = {
  proposal: (id) => `/desk/cases/${id}`,
  case: (id) => `/desk/disputes/${id}`,
  borrower: (id) => `/desk/borrowers/${id}`,
};

/** The page of what an event is about, where this reader may open it. */
function doorTo({ role }: StaffActor, subject: string, known: boolean): string | undefined {
  const { kind, id } = partsOfName(subject);
  if (!known) return undefined;
  if (kind === "staff") return may(role, "staff.read") ? `/ops/staff/${id}` : undefined;
  return may(role, "desk.read") ? doorOf[kind]?.(id) : undefined;
}

export async function loader({ context, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const { filter, faults } = readAuditFilter(new URL(request.url).searchParams);
  const { who, action, about, from, until } = filter;
  const say = (moment: Date): string => formatMoment(moment, language, app.settings.timeZone);
  const sayHead = (head: AuditHead | undefined) => head && { seq: head.seq.toString(), at: say(head.at) };
  const found = faults.length > 0 ? { events: [], before: undefined } : await searchAudit(app, actor, filter);
  const { head, checked } = await readAuditStanding(app);
  const lines = found.events.map(({ seq, at, facts, known, ...event }): AuditLine => ({
    ...event,
    seq: seq.toString(),
    at: say(at),
    facts: factLines(facts),
    to: doorTo(actor, event.subject, known),
  }));
  const shown = {
    asked: { who, action, about, from: from ?? "", until: until ?? "" },
    faults,
    lines,
    older: found.before === undefined ? undefined : auditAddress({ ...filter, before: found.before }),
    newest: filter.before === undefined ? undefined : auditAddress({ ...filter, before: undefined }),
    head: sayHead(head),
    checked: sayHead(checked),
  };
  return data(shown, faults.length > 0 ? 422 : 200);
}

type Shown = Route.ComponentProps["loaderData"];

function Standing({ head, checked }: Shown) {
  const { t } = usePage();
  return (
    <details>
      <summary>{t("audit.standing.title")}</summary>
      <Facts
        items={[
          {
            term: t("audit.standing.head"),
            value: head ? t("audit.standing.headValue", head) : t("audit.standing.noHead"),
          },
          {
            term: t("audit.standing.checked"),
            value: checked ? t("audit.standing.checkedValue", checked) : t("audit.standing.notChecked"),
          },
        ]}
      />
      <Quiet>{t("audit.standing.how")}</Quiet>
    </details>
  );
}

export default function AuditPage({ loaderData }: Route.ComponentProps) {
  const { t } = usePage();
  const { asked, faults, lines, older, newest } = loaderData;
  return (
    <DeskPage title={t("audit.title")} error={faults.length > 0}>
      <ErrorSummary errors={faults.map((field) => ({ field, message: t(`audit.error.${field}`) }))} />
      <p>{t("audit.lead")}</p>
      <Standing {...loaderData} />
      <AuditFilterForm asked={asked} faults={faults} />
      {lines.length > 0 ? <AuditTable lines={lines} /> : faults.length === 0 && <p>{t("audit.list.none")}</p>}
      <p>
        {newest !== undefined && <MoreLink to={newest}>{t("audit.list.newest")}</MoreLink>}{" "}
        {older !== undefined && <MoreLink to={older}>{t("audit.list.older")}</MoreLink>}
      </p>
    </DeskPage>
  );
}
