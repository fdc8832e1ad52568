// A case: read by whoever has it, taken, given back, put aside or handed up by them; opened with a reason by whoever has
// not; and one masked thing shown in full. What is posted here leads back here, but for what is shown once.
import { data, redirect } from "react-router";
import { translator } from "#app/i18n/i18n.ts";
import { revealUnseen } from "#app/kernel/foreign-text.ts";
import { newId } from "#app/kernel/ids.ts";
import { may } from "#app/kernel/permissions.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { nothingSent, refusedForm, type CaseAnswer } from "#app/modules/review/case-forms.ts";
import { breakGlass } from "#app/modules/review/case-glass.server.ts";
import { ClosedCase } from "#app/modules/review/case-glass.tsx";
import { CasePage, tidings } from "#app/modules/review/case-page.tsx";
import { GlassForm, IntentForm, UnmaskForm } from "#app/modules/review/case.schema.ts";
import { lookAtClosed, readCase } from "#app/modules/review/case.server.ts";
import { readItemControls } from "#app/modules/review/queue-controls.server.ts";
import { readCursor, readTimelineView } from "#app/modules/review/timeline.ts";
import { unmaskBorrower } from "#app/modules/review/unmask.server.ts";
import { sayItemRefusal, type ItemRefusal } from "#app/modules/review/work-item-words.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { allowDeskKeys } from "./desk-keys-door.server.ts";
import { answerItemForm, readQueueForm, type ItemIntent } from "./work-item-door.server.ts";
import type { Route } from "./+types/case";

type Args = Pick<Route.LoaderArgs, "context" | "params">;

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { proposalId } = params;
  const opened = await openAccess(app, actor, { caseId: proposalId }, "case");
  allowDeskKeys(context);
  const zone = app.settings.timeZone;
  const once = newId();
  if (!opened.ok) {
    const closed = opened.refusal.kind === "not-yours" ? await lookAtClosed(app, actor, proposalId) : undefined;
    if (!closed || opened.refusal.kind === "not-found") throw data(null, 404);
    const mayBreak = may(actor.role, "case.break_glass");
    return { zone, once, closed: { ...closed, holder: opened.refusal.holder, mayBreak, once } };
  }
  const asked = new URL(request.url).searchParams;
  const from = readCursor(asked.get("after"));
  const view = await readCase(app, actor, { proposalId, view: readTimelineView(asked.get("show")), from });
  if (!view) throw data(null, 404);
  const rights = {
    unmask: may(actor.role, "borrower.unmask"),
    note: may(actor.role, "note.write"),
    pack: may(actor.role, "policy.read"),
  };
  const { language } = context.get(visitContext);
  const told = tidings.find((each) => each === asked.get("told"));
  return { zone, once, view, rights, told, controls: await readItemControls(app, actor, proposalId, language) };
}

function refuseForm({ context }: Args, read: Parameters<typeof refusedForm>[1]) {
  return data<CaseAnswer>(refusedForm(translator(context.get(visitContext).language), read), 422);
}

function refuseWith({ context }: Args, refusal: ItemRefusal) {
  const { language } = context.get(visitContext);
  const { timeZone } = context.get(appContext).settings;
  const message = revealUnseen(sayItemRefusal(translator(language), refusal, { language, timeZone }));
  return data<CaseAnswer>({ problems: [{ field: "", message }], typed: {} }, 422);
}

/** Given back or put aside: the next case is in the queue. */
async function changeHolding(args: Args, intent: ItemIntent, form: FormData) {
  const { context, params } = args;
  const item = params.proposalId;
  const { language } = context.get(visitContext);
  // Answered meanwhile: there is a case, and nothing to hold.
  const waits = await readItemControls(context.get(appContext), context.get(staffContext), item, language);
  if (!waits) return refuseWith(args, { kind: "not-found" });
  const answer = await answerItemForm(context, { ...readQueueForm(form), intent, item });
  if (!answer.ok) return refuseWith(args, answer.refusal);
  const stays = intent === "claim" || intent === "wake";
  return redirect(stays ? `/desk/cases/${item}` : `/desk?told=${intent}`, 303);
}

async function openWithReason(args: Args, form: FormData) {
  const { context, params } = args;
  const actor = context.get(staffContext);
  if (!may(actor.role, "case.break_glass")) throw data(null, 403);
  const read = parseForm(GlassForm, form);
  if (!read.ok) return refuseForm(args, read);
  const { once, glassReason: reason, glassNote: note } = read.value;
  const to = { caseId: params.proposalId };
  const broken = await breakGlass(context.get(appContext), actor, to, { once, reason, note });
  if (!broken.ok) throw data(null, 404);
  return redirect(`/desk/cases/${params.proposalId}`, 303);
}

async function unmask(args: Args, borrowerId: string, form: FormData) {
  const { context } = args;
  const read = parseForm(UnmaskForm, form);
  if (!read.ok) return refuseForm(args, read);
  const unmasked = await unmaskBorrower(context.get(appContext), context.get(staffContext), borrowerId, read.value);
  if (!unmasked) throw data(null, 404);
  return data<CaseAnswer>({ ...nothingSent, unmasked }, 200);
}

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const form = await request.formData();
  const opened = await openAccess(app, actor, { caseId: params.proposalId }, "case");
  if (!opened.ok && opened.refusal.kind === "not-found") throw data(null, 404);
  if (!opened.ok && !(await lookAtClosed(app, actor, params.proposalId))) throw data(null, 404);
  const asked = parseForm(IntentForm, form);
  if (!asked.ok) return refuseForm(args, { errors: { "": asked.errors.intent }, values: {} });
  const { intent } = asked.value;
  if (intent === "break_glass") return openWithReason(args, form);
  // Who supervises may give to somebody what they only read; the call itself asks who may.
  if (intent !== "unmask") return changeHolding(args, intent, form);
  return opened.ok ? unmask(args, opened.value.borrowerId, form) : refuseWith(args, { kind: "not-mine" });
}

export default function Case({ loaderData, actionData }: Route.ComponentProps) {
  const answer = actionData ?? nothingSent;
  const { zone, once, view, rights, controls, closed, told } = loaderData;
  if (!view) return closed && <ClosedCase closed={closed} answer={answer} />;
  return <CasePage {...{ view, controls, answer, rights, zone, once, told }} />;
}
