// How the desk is doing: what waits, how soon it answers and how, who looks at whom, and how good the answers are.
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { QualityTables } from "#app/modules/review/quality-tables.tsx";
import { AccessTables, ReasonsTable } from "#app/modules/review/supervision-access.tsx";
import { SupervisionFilterForm } from "#app/modules/review/supervision-filter.tsx";
import { Colleagues } from "#app/modules/review/supervision-parts.tsx";
import { readSupervision } from "#app/modules/review/supervision.server.ts";
import { readSupervisionFilter } from "#app/modules/review/supervision.ts";
import {
  AgeTable,
  AnswersTable,
  SecondsTable,
  TimesTable,
  WorkTable,
} from "#app/modules/review/supervision-tables.tsx";
import styles from "#app/modules/review/supervision.module.css";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import type { Route } from "./+types/supervision";

export async function loader({ context, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const filter = readSupervisionFilter(new URL(request.url).searchParams, actor.creditors);
  const { drawn, ...figures } = await readSupervision(app, actor, filter);
  return {
    filter,
    creditors: app.settings.creditors
      .filter(({ code }) => actor.creditors.includes(code))
      .map(({ code, shortName }) => ({ code, name: shortName[language] })),
    figures,
    drawn: drawn.map(({ eventId, reference, event, at }) => ({
      eventId,
      reference,
      event,
      on: dayAt(at, app.settings.timeZone),
    })),
  };
}

export default function SupervisionPage({ loaderData }: Route.ComponentProps) {
  const { t } = usePage();
  const { filter, creditors, figures, drawn } = loaderData;
  return (
    <DeskPage title={t("supervision.title")}>
      <p>{t("supervision.lead")}</p>
      <SupervisionFilterForm filter={filter} creditors={creditors} />
      <Colleagues value={figures.colleagues}>
        <div className={styles["touch"]}>
          <WorkTable work={figures.work} />
          <div className={styles["two"]}>
            <AgeTable ages={figures.ages} />
            <TimesTable times={figures.times} />
          </div>
          <AnswersTable answers={figures.answers} />
          <ReasonsTable reasons={figures.reasons} />
          <SecondsTable seconds={figures.seconds} />
          <AccessTables glass={figures.glass} alarms={figures.alarms} />
          <QualityTables scores={figures.scores} drawn={drawn} />
        </div>
      </Colleagues>
    </DeskPage>
  );
}
