// What the controls of one piece of work ask for (modules/review/queue-controls.tsx), on whichever page they stand.
import { data, type RouterContextProvider } from "react-router";
import type { StaffActor } from "#app/kernel/actor.ts";
import { done, refused, unreachable, type Outcome } from "#app/kernel/outcome.ts";
import { may } from "#app/kernel/permissions.ts";
import { QueueForm } from "#app/modules/review/queue.schema.ts";
import { assignItem, claimItem, releaseItem, snoozeItem, unsnoozeItem } from "#app/modules/review/work-items.server.ts";
import type { ItemRefusal } from "#app/modules/review/work-item-words.ts";
import type { App } from "#app/platform/app.server.ts";
import { appContext, staffContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";

export type ItemIntent = Exclude<QueueForm["intent"], "next">;

/** An unreadable day is one that will not do. */
const noDay: ItemRefusal = { kind: "day", why: "not-ahead", latest: undefined };

async function change(
  app: App,
  actor: StaffActor,
  intent: ItemIntent,
  { item = "", until, staff = "" }: QueueForm,
): Promise<Outcome<unknown, ItemRefusal>> {
  switch (intent) {
    case "claim":
      return claimItem(app, actor, item);
    case "release":
      return releaseItem(app, actor, item);
    case "wake":
      return unsnoozeItem(app, actor, item);
    case "snooze":
      return until === undefined ? refused(noDay) : snoozeItem(app, actor, item, until);
    case "assign":
      if (!may(actor.role, "case.assign")) throw new Response(null, { status: 403 });
      return assignItem(app, actor, item, staff);
    default:
      return unreachable(intent);
  }
}

/** The form as it came; a bare 422 for what no form of ours sends. */
export function readQueueForm(form: FormData): QueueForm {
  const read = parseForm(QueueForm, form);
  if (!read.ok) throw new Response(null, { status: 422 });
  return read.value;
}

/** Does it; what is gone, or in another portfolio, is 404. */
export async function answerItemForm(
  context: Readonly<RouterContextProvider>,
  form: QueueForm & { readonly intent: ItemIntent },
): Promise<Outcome<ItemIntent, ItemRefusal>> {
  const { intent } = form;
  const answer = await change(context.get(appContext), context.get(staffContext), intent, form);
  if (answer.ok) return done(intent);
  if (answer.refusal.kind === "not-found") throw data(null, 404);
  return answer;
}
