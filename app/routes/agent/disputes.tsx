// The small queues: objections, "not me", help with signing in, questions about data, and people who need care.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { may } from "#app/kernel/permissions.ts";
import { countCap, readWish, sayCount, writeWish, type QueueWish } from "#app/modules/review/queue.ts";
import { readCareList, readRequestList } from "#app/modules/review/requests-list.server.ts";
import { CareTable, ListTabs, RequestTable, type ListedCare } from "#app/modules/review/requests-list.tsx";
import { requestKinds, type RequestKind } from "#app/modules/review/requests.ts";
import { claimItem } from "#app/modules/review/work-items.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import type { Route } from "./+types/disputes";

const here = "/desk/disputes";
const views = ["all", "mine", "unassigned", "today", "borrower"] as const;

type Args = Pick<Route.LoaderArgs, "context" | "request">;

function addressOf(kind: RequestKind | undefined, wish: QueueWish): string {
  return `${here}${writeWish(wish)}${kind === undefined ? "" : `&kind=${kind}`}`;
}

async function showList({ context, request }: Args, problem?: { readonly taken: string | undefined }) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const asked = new URL(request.url).searchParams;
  const kind = requestKinds.find((name) => name === asked.get("kind"));
  const wish = readWish(asked);
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const { page, counts, careCount } = await readRequestList(app, actor, { kind, wish });
  const forCare = asked.get("kind") === "care";
  const care = forCare ? await readCareList(app, actor) : undefined;
  return {
    kind,
    problem,
    mayTake: may(actor.role, "case.claim"),
    all: sayCount(
      Math.min(
        Object.values(counts).reduce((sum, count) => sum + count, 0),
        countCap + 1,
      ),
    ),
    counts: requestKinds.map((name) => ({ name, count: sayCount(counts[name]) })),
    careCount: sayCount(careCount),
    care: care && {
      due: care.due.map(({ reviewOn, ...person }): ListedCare => ({ ...person, on: reviewOn, reference: undefined })),
      asked: care.asked.map(({ sentOn, ...person }): ListedCare => ({ ...person, on: sentOn, needs: [] })),
    },
    views: views.map((view) => ({
      view,
      to: addressOf(kind, { ...wish, view, mark: undefined }),
      count: sayCount(page.counts[view]),
      current: page.view === view,
    })),
    before: page.before && addressOf(kind, { ...wish, view: page.view, mark: page.before }),
    after: page.after && addressOf(kind, { ...wish, view: page.view, mark: page.after }),
    rows: page.rows.map((row) => ({
      id: row.id,
      reference: row.reference,
      kind: row.kind as RequestKind,
      waits: row.stage === "borrower",
      creditor: row.creditorCode && creditorByCode(app.settings, row.creditorCode)?.shortName[language],
      dueOn: row.dueOn,
      late: row.dueOn < today,
      holder: row.holder?.name,
      mine: row.holder?.mine ?? false,
    })),
  };
}

export async function loader(args: Route.LoaderArgs) {
  return showList(args);
}

export async function action(args: Route.ActionArgs) {
  const { context, request } = args;
  const id = (await request.formData()).get("id");
  if (!isId(id)) throw data(null, 404);
  const claimed = await claimItem(context.get(appContext), context.get(staffContext), id);
  if (claimed.ok) return redirect(`${here}/${id}?claimed`, 303);
  const { refusal } = claimed;
  // Their own debt is as unknown as one that is elsewhere.
  if (refusal.kind === "not-found" || (refusal.kind === "not-for-you" && refusal.why === "own-debt")) {
    throw data(null, 404);
  }
  return data(await showList(args, { taken: refusal.kind === "taken" ? refusal.by : undefined }), 422);
}

type Shown = Route.ComponentProps["loaderData"];

function Views({ views: shown }: Pick<Shown, "views">) {
  const { t } = usePage();
  return (
    <ListTabs
      label={t("requests.list.views")}
      tabs={shown.map(({ view, ...tab }) => ({ ...tab, label: t(`requests.list.view.${view}`) }))}
    />
  );
}

function Requests({ views: shown, rows, mayTake, before, after }: Shown) {
  const { t } = usePage();
  return (
    <>
      <Views views={shown} />
      <RequestTable rows={rows} mayTake={mayTake} />
      {(before !== undefined || after !== undefined) && (
        <p>
          {before !== undefined && <a href={before}>{t("requests.list.before")}</a>}{" "}
          {after !== undefined && <a href={after}>{t("requests.list.more")}</a>}
        </p>
      )}
    </>
  );
}

function Care({ care }: { care: NonNullable<Shown["care"]> }) {
  const { t } = usePage();
  if (care.due.length === 0 && care.asked.length === 0) return <p>{t("requests.list.none")}</p>;
  const [asked, due] = [t("requests.list.askedForCare"), t("requests.list.reviewOn")];
  return (
    <>
      {care.asked.length > 0 && <h2>{asked}</h2>}
      <CareTable title={asked} rows={care.asked} />
      {care.due.length > 0 && <h2>{due}</h2>}
      <CareTable title={due} rows={care.due} />
    </>
  );
}

export default function Disputes({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const shown = actionData ?? loaderData;
  const { kind, problem, all, counts, careCount, care } = shown;
  const message =
    problem &&
    (problem.taken === undefined
      ? t("requests.error.not-for-you")
      : t("requests.error.taken", { name: problem.taken }));
  return (
    <DeskPage title={t("requests.list.title")} error={message !== undefined}>
      <ErrorSummary errors={message === undefined ? [] : [{ field: "", message }]} />
      <ListTabs
        label={t("requests.list.tabs")}
        tabs={[
          { to: here, label: t("requests.list.all"), count: all, current: !kind && !care },
          ...counts.map(({ name, count }) => ({
            to: `${here}?kind=${name}`,
            label: t(`requests.kind.${name}`),
            count,
            current: kind === name,
          })),
          { to: `${here}?kind=care`, label: t("requests.list.care"), count: careCount, current: care !== undefined },
        ]}
      />
      {care ? <Care care={care} /> : <Requests {...shown} />}
    </DeskPage>
  );
}
