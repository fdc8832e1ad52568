// A plan that was agreed: what is next and how to pay it, how the rest comes to zero, and what can be changed.
import { Fragment } from "react";
import { data } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { SchedulePicture } from "#app/modules/hardship/schedule-picture.tsx";
import { listDocuments } from "#app/modules/plans/documents.server.ts";
import { InstalmentTable } from "#app/modules/plans/instalment-table.tsx";
import { PlanFactList } from "#app/modules/plans/plan-fact-list.tsx";
import { PlanNext } from "#app/modules/plans/plan-next.tsx";
import { PlanStanding } from "#app/modules/plans/plan-standing.tsx";
import { cutRows, drawPoints } from "#app/modules/plans/plan-view.ts";
import { readPlan } from "#app/modules/plans/read-plans.server.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { Route } from "./+types/plan";

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const { language } = context.get(visitContext);
  const plan = await readPlan(app, actor, params.planId);
  if (!plan) throw data(null, 404);
  const asked = new URL(request.url).searchParams;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const { quote, instalments, events: _events, creditorCode, ...shown } = plan;
  const documents = (await listDocuments(app, actor)).filter(({ planId }) => planId === plan.id);
  return {
    ...shown,
    interest: quote.interest,
    creditorName: creditorByCode(app.settings, creditorCode)?.legalName[language] ?? "",
    page: cutRows(instalments, Number(asked.get("page")) || undefined),
    points: drawPoints(plan, today),
    changed: asked.has("changed"),
    documents: documents
      .filter((document) => document.language === language)
      .map(({ id, kind, withdrawn, code }) => ({ id, kind, withdrawn, code })),
  };
}

type Shown = Route.ComponentProps["loaderData"];

function Documents({ plan }: { plan: Shown }) {
  const { t } = usePage();
  if (plan.status === "unsigned" || plan.status === "lapsed") return null;
  return (
    <Card title={t("plans.documents.title")}>
      <Rows>
        <Row to={`/my/plans/${plan.id}/agreement`} title={t("plans.documents.read")} />
        {plan.documents.map(({ id, kind, withdrawn, code }) => (
          <Fragment key={id}>
            <Row
              to={`/my/documents/${id}`}
              title={t(`plans.documents.${kind}`)}
              note={withdrawn ? t("plans.documents.withdrawn") : undefined}
            />
            {kind === "certificate" && <Row to={`/certificates/${code}`} title={t("plans.documents.check")} />}
          </Fragment>
        ))}
      </Rows>
    </Card>
  );
}

export default function PlanPage({ loaderData: plan }: Route.ComponentProps) {
  const { t } = usePage();
  const { id, status, currency, points, page } = plan;
  return (
    <Page title={t("plans.title")} back={{ to: "/my" }}>
      <p>
        <Tag status={status}>{t(`plans.status.${status}`)}</Tag>
      </p>
      <PlanStanding plan={plan} changed={plan.changed} />
      <PlanNext plan={plan} />
      {(points.length > 1 || page.rows.length > 0) && (
        <Card title={t("plans.picture")}>
          {points.length > 1 && <SchedulePicture points={points} currency={currency} plain={page.rows.length > 0} />}
          {page.rows.length > 0 && <InstalmentTable page={page} currency={currency} at={`/my/plans/${id}`} />}
        </Card>
      )}
      <PlanFactList plan={plan} />
      <Documents plan={plan} />
    </Page>
  );
}
