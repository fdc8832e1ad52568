// The queue of proposals: looking, taking one, taking the most urgent one. What was asked for stands in the address.
import { data, redirect } from "react-router";
import { translator, type T } from "#app/i18n/i18n.ts";
import { readItemControls } from "#app/modules/review/queue-controls.server.ts";
import { QueuePage, type QueueShown, type ShownProposal } from "#app/modules/review/queue-page.tsx";
import { readProposalsInQueue } from "#app/modules/review/queue-proposals.server.ts";
import { proposalShower } from "#app/modules/review/queue-rows.server.ts";
import { itemIntents } from "#app/modules/review/queue.schema.ts";
import { readQueue } from "#app/modules/review/queue.server.ts";
import { readWish, writeWish, type QueueWish } from "#app/modules/review/queue.ts";
import { nextItem } from "#app/modules/review/work-items.server.ts";
import { sayItemRefusal } from "#app/modules/review/work-item-words.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { allowDeskKeys } from "./desk-keys-door.server.ts";
import { answerItemForm, readQueueForm } from "./work-item-door.server.ts";
import type { Route } from "./+types/queue";

type Args = Pick<Route.LoaderArgs, "context" | "request">;

function sumUp(rows: readonly ShownProposal[]): QueueShown["sums"] {
  const sums = new Map<NonNullable<ShownProposal["total"]>["currency"], bigint>();
  for (const { total } of rows) if (total) sums.set(total.currency, (sums.get(total.currency) ?? 0n) + total.minor);
  return [...sums].map(([currency, minor]) => ({ currency, minor }));
}

/** What the address says was done just now, in words. */
function sayTold(t: T, asked: URLSearchParams): string | undefined {
  const told = itemIntents.find((intent) => intent === asked.get("told"));
  if (told) return t(`queue.done.${told}`);
  return asked.has("nothing") ? t("queue.nothingNext") : undefined;
}

async function showQueue({ context, request }: Args, refused?: string): Promise<QueueShown> {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const t = translator(language);
  const asked = new URL(request.url).searchParams;
  const wish = readWish(asked);
  allowDeskKeys(context);
  const page = await readQueue(app, actor, { kinds: ["proposal"], wish }, (tx, rows) =>
    readProposalsInQueue(tx, app, rows),
  );
  const rows = page.rows.map(proposalShower(app, language));
  const item = asked.get("item");
  return {
    wish,
    view: page.view,
    counts: page.counts,
    rows,
    sums: sumUp(rows),
    before: page.before,
    after: page.after,
    creditors: app.settings.creditors
      .filter(({ code }) => actor.creditors.includes(code))
      .map(({ code, shortName }) => ({ code, name: shortName[language] })),
    panel: item === null ? undefined : await readItemControls(app, actor, item, language),
    told: refused === undefined ? sayTold(t, asked) : undefined,
    refused,
  };
}

export async function loader(args: Route.LoaderArgs) {
  return showQueue(args);
}

/** The same view again, and what was done. */
function back(wish: QueueWish, said: Readonly<Record<string, string>>): Response {
  return redirect(`/desk${writeWish(wish, said)}`, 303);
}

export async function action(args: Route.ActionArgs) {
  const { context, request } = args;
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const form = readQueueForm(await request.formData());
  const wish = readWish(new URL(request.url).searchParams);
  if (form.intent === "next") {
    const next = await nextItem(app, context.get(staffContext));
    return next ? redirect(`/desk/cases/${next.id}`, 303) : back(wish, { nothing: "1" });
  }
  const { intent } = form;
  const answer = await answerItemForm(context, { ...form, intent });
  if (answer.ok) return back(wish, { told: answer.value });
  const refusal = sayItemRefusal(translator(language), answer.refusal, { language, timeZone: app.settings.timeZone });
  return data(await showQueue(args, refusal), 422);
}

export default function Queue({ loaderData, actionData }: Route.ComponentProps) {
  return <QueuePage {...(actionData ?? loaderData)} />;
}
