// Quality as supervision reads it: averages by person and criterion, and what was drawn to be looked at next.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { drawnFromDays, qualityCriteria } from "./quality.ts";
import { SupervisionSection, useColleagues } from "./supervision-parts.tsx";
import type { Supervision } from "./supervision-view.ts";

type Scores = Supervision["scores"];

function averageOf(scores: Scores): string {
  const count = scores.reduce((total, each) => total + each.count, 0);
  return count === 0 ? "–" : (scores.reduce((total, each) => total + each.sum, 0) / count).toFixed(1);
}

function Averages({ scores }: { scores: Scores }) {
  const { t } = usePage();
  const people = useColleagues(scores.map(({ staffId }) => staffId));
  const cellsOf = (of: Scores) => [
    ...qualityCriteria.map((criterion) => averageOf(of.filter((each) => each.criterion === criterion))),
    averageOf(of),
    of.filter(({ criterion }) => criterion === "budget_read").reduce((total, { count }) => total + count, 0),
  ];
  return (
    <DataTable
      caption={t("supervision.quality.caption")}
      head={[
        t("supervision.person"),
        ...qualityCriteria.map((criterion) => ({
          label: t(`supervision.quality.criterion.${criterion}`),
          numeric: true,
        })),
        { label: t("supervision.quality.all"), numeric: true },
        { label: t("supervision.quality.count"), numeric: true },
      ]}
      rows={people.map(({ id, name }) => [
        <Foreign key="name" text={name} />,
        ...cellsOf(scores.filter(({ staffId }) => staffId === id)),
      ])}
      foot={[t("supervision.total"), ...cellsOf(scores)]}
    />
  );
}

export interface DrawnLine {
  readonly eventId: string;
  readonly reference: string;
  readonly event: "approve" | "counter" | "decline";
  readonly on: Day;
}

export function QualityTables({ scores, drawn }: { scores: Scores; drawn: readonly DrawnLine[] }) {
  const { t, language } = usePage();
  return (
    <SupervisionSection title={t("supervision.quality.title")}>
      {scores.length > 0 && <Averages scores={scores} />}
      <h3>{t("supervision.quality.drawn")}</h3>
      <Quiet>{t("supervision.quality.drawnLead", { days: drawnFromDays })}</Quiet>
      {drawn.length === 0 && <p>{t("supervision.quality.nothingDrawn")}</p>}
      <Rows>
        {drawn.map(({ eventId, reference, event, on }) => (
          <Row
            key={eventId}
            title={reference}
            to={`/desk/supervision/quality/${eventId}`}
            note={t("supervision.quality.drawnNote", {
              day: formatDay(on, language),
              answer: t(`supervision.mix.${event}`),
            })}
          />
        ))}
      </Rows>
    </SupervisionSection>
  );
}
