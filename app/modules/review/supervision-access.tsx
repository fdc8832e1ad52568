// Who opened people that are not theirs, and the alarms about it; and the reasons of answers that said not yet.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { may } from "#app/kernel/permissions.ts";
import { declineReasons } from "#app/modules/hardship/decisions.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { glassReasons } from "./case-glass.ts";
import { SupervisionSection, useColleagues } from "./supervision-parts.tsx";
import type { Supervision } from "./supervision-view.ts";
import { shareOf } from "./supervision.ts";

/** The rows of the audit about this person, where the reader may search it. */
function AuditLink({ staffId, action }: { staffId: string; action: string }) {
  const { t, staff } = usePage();
  if (!staff || !may(staff.role, "audit.read")) return null;
  return <a href={`/ops/audit?who=staff:${staffId}&action=${action}`}>{t("supervision.access.audit")}</a>;
}

function Glass({ glass }: Pick<Supervision, "glass">) {
  const { t } = usePage();
  const people = useColleagues(glass.map(({ staffId }) => staffId));
  const countOf = (of: Supervision["glass"], reason?: string): number =>
    of.filter((each) => reason === undefined || each.reason === reason).reduce((sum, { count }) => sum + count, 0);
  const cellsOf = (of: Supervision["glass"]) => [...glassReasons.map((reason) => countOf(of, reason)), countOf(of)];
  return (
    <DataTable
      caption={t("supervision.access.caption")}
      head={[
        t("supervision.person"),
        ...glassReasons.map((reason) => ({ label: t(`supervision.looked.glass.${reason}`), numeric: true })),
        { label: t("supervision.total"), numeric: true },
        t("supervision.access.audit"),
      ]}
      rows={people.map(({ id, name }) => [
        <Foreign key="name" text={name} />,
        ...cellsOf(glass.filter(({ staffId }) => staffId === id)),
        <AuditLink key="audit" staffId={id} action="access.glass_broken" />,
      ])}
      foot={[t("supervision.total"), ...cellsOf(glass), ""]}
    />
  );
}

export function AccessTables({ glass, alarms }: Pick<Supervision, "glass" | "alarms">) {
  const { t, language } = usePage();
  const people = useColleagues(alarms.map(({ staffId }) => staffId));
  return (
    <SupervisionSection title={t("supervision.access.title")}>
      {glass.length === 0 && alarms.length === 0 && <p>{t("supervision.none")}</p>}
      {glass.length > 0 && <Glass glass={glass} />}
      {alarms.length > 0 && (
        <DataTable
          caption={t("supervision.access.alarms")}
          head={[
            t("supervision.person"),
            t("supervision.access.on"),
            { label: t("supervision.access.people"), numeric: true },
            t("supervision.access.audit"),
          ]}
          rows={alarms.map(({ staffId, on, people: count }) => [
            <Foreign key="name" text={people.find(({ id }) => id === staffId)?.name ?? ""} />,
            formatDay(on, language),
            count,
            <AuditLink key="audit" staffId={staffId} action="access.opened" />,
          ])}
        />
      )}
    </SupervisionSection>
  );
}

export function ReasonsTable({ reasons }: Pick<Supervision, "reasons">) {
  const { t } = usePage();
  const countOf = (reason?: string): number =>
    reasons.filter((each) => reason === undefined || each.reason === reason).reduce((sum, { count }) => sum + count, 0);
  const total = countOf();
  if (total === 0) return null;
  return (
    <DataTable
      caption={t("supervision.mix.reasons")}
      wordy
      head={[
        t("supervision.mix.reason"),
        { label: t("supervision.count"), numeric: true },
        { label: t("supervision.share"), numeric: true },
      ]}
      rows={declineReasons
        .filter((reason) => countOf(reason) > 0)
        .map((reason) => [
          t(`decisions.reason.${reason}`),
          countOf(reason),
          t("supervision.percent", { share: shareOf(countOf(reason), total) ?? 0 }),
        ])}
      foot={[t("supervision.total"), total, ""]}
    />
  );
}
