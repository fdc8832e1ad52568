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

/** The last cell of each row, where the reader may search the audit. */
function useAuditCells() {
  const { t, staff } = usePage();
  const mayRead = staff !== undefined && may(staff.role, "audit.read");
  return {
    head: mayRead ? [t("supervision.access.record")] : [],
    cells: (staffId: string, action: string) =>
      mayRead
        ? [
            <a key="audit" href={`/ops/audit?who=staff:${staffId}&action=${action}`}>
              {t("supervision.access.audit")}
            </a>,
          ]
        : [],
  };
}

function Glass({ glass }: Pick<Supervision, "glass">) {
  const { t } = usePage();
  const people = useColleagues(glass.map(({ staffId }) => staffId));
  const audit = useAuditCells();
  const rows = people.flatMap(({ id, name }) =>
    glassReasons.flatMap((reason) =>
      glass
        .filter((each) => each.staffId === id && each.reason === reason)
        .map(({ count }) => [
          <Foreign key="name" text={name} />,
          t(`cases.glass.reasons.${reason}`),
          count,
          ...audit.cells(id, "access.glass_broken"),
        ]),
    ),
  );
  return (
    <DataTable
      caption={t("supervision.access.caption")}
      wordy
      head={[
        t("supervision.person"),
        t("supervision.access.reason"),
        { label: t("supervision.count"), numeric: true },
        ...audit.head,
      ]}
      rows={rows}
      foot={[t("supervision.total"), "", glass.reduce((sum, { count }) => sum + count, 0), ...audit.head.map(() => "")]}
    />
  );
}

export function AccessTables({ glass, alarms }: Pick<Supervision, "glass" | "alarms">) {
  const { t, language } = usePage();
  const people = useColleagues(alarms.map(({ staffId }) => staffId));
  const audit = useAuditCells();
  return (
    <SupervisionSection title={t("supervision.access.title")}>
      {glass.length === 0 && alarms.length === 0 && <p>{t("supervision.none")}</p>}
      {glass.length > 0 && <Glass glass={glass} />}
      {alarms.length > 0 && (
        <DataTable
          caption={t("supervision.access.alarms")}
          wordy
          head={[
            t("supervision.person"),
            t("supervision.access.on"),
            { label: t("supervision.access.people"), numeric: true },
            ...audit.head,
          ]}
          rows={alarms.map(({ staffId, on, people: count }) => [
            <Foreign key="name" text={people.find(({ id }) => id === staffId)?.name ?? ""} />,
            formatDay(on, language),
            count,
            ...audit.cells(staffId, "access.opened"),
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
