// A person without a case at hand, for whoever may look; one masked thing shown in full, or all of it opened with a
// reason, is what can be asked here.
import { data, redirect } from "react-router";
import { newId } from "#app/kernel/ids.ts";
import { may } from "#app/kernel/permissions.ts";
import { translator } from "#app/i18n/i18n.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { nothingSent, refusedForm, type CaseAnswer } from "#app/modules/review/case-forms.ts";
import { breakGlass } from "#app/modules/review/case-glass.server.ts";
import { ClosedCase } from "#app/modules/review/case-glass.tsx";
import { PersonPage } from "#app/modules/review/case-person-page.tsx";
import { GlassForm, IntentForm, UnmaskForm } from "#app/modules/review/case.schema.ts";
import { readPersonCase } from "#app/modules/review/case.server.ts";
import { readCursor, readTimelineView } from "#app/modules/review/timeline.ts";
import { unmaskBorrower } from "#app/modules/review/unmask.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import type { Route } from "./+types/borrower";

type Args = Pick<Route.LoaderArgs, "context" | "params">;

export async function loader({ context, params: { borrowerId }, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const opened = await openAccess(app, actor, { borrowerId }, "person");
  const zone = app.settings.timeZone;
  const once = newId();
  if (!opened.ok) {
    if (opened.refusal.kind === "not-found") throw data(null, 404);
    const mayBreak = may(actor.role, "case.break_glass");
    return { zone, once, closed: { claimable: false, holder: undefined, mayBreak, once } };
  }
  const asked = new URL(request.url).searchParams;
  const from = readCursor(asked.get("after"));
  const view = await readPersonCase(app, actor, { borrowerId, view: readTimelineView(asked.get("show")), from });
  if (!view) throw data(null, 404);
  const rights = { unmask: may(actor.role, "borrower.unmask"), note: may(actor.role, "note.write") };
  return { zone, once, view, rights };
}

function refuse({ context }: Args, read: Parameters<typeof refusedForm>[1]) {
  return data<CaseAnswer>(refusedForm(translator(context.get(visitContext).language), read), 422);
}

async function openWithReason(args: Args, form: FormData) {
  const { context, params } = args;
  const actor = context.get(staffContext);
  if (!may(actor.role, "case.break_glass")) throw data(null, 403);
  const read = parseForm(GlassForm, form);
  if (!read.ok) return refuse(args, read);
  const { once, glassReason: reason, glassNote: note } = read.value;
  const { borrowerId } = params;
  const broken = await breakGlass(context.get(appContext), actor, { borrowerId }, { once, reason, note });
  if (!broken.ok) throw data(null, 404);
  return redirect(`/desk/borrowers/${borrowerId}`, 303);
}

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const form = await request.formData();
  const opened = await openAccess(app, actor, { borrowerId: params.borrowerId }, "person");
  if (!opened.ok && opened.refusal.kind === "not-found") throw data(null, 404);
  const asked = parseForm(IntentForm, form);
  const intent = asked.ok ? asked.value.intent : undefined;
  if (intent === "break_glass") return openWithReason(args, form);
  if (intent !== "unmask") return refuse(args, { errors: { "": "again" }, values: {} });
  if (!opened.ok) {
    const t = translator(context.get(visitContext).language);
    return data<CaseAnswer>({ problems: [{ field: "", message: t("cases.closed") }], typed: {} }, 422);
  }
  const read = parseForm(UnmaskForm, form);
  if (!read.ok) return refuse(args, read);
  const unmasked = await unmaskBorrower(app, actor, opened.value.borrowerId, read.value);
  if (!unmasked) throw data(null, 404);
  return data<CaseAnswer>({ ...nothingSent, unmasked }, 200);
}

export default function Borrower({ loaderData, actionData }: Route.ComponentProps) {
  const answer = actionData ?? nothingSent;
  const { zone, once, view, rights, closed } = loaderData;
  if (!view) return closed && <ClosedCase closed={closed} answer={answer} />;
  return <PersonPage view={view} answer={answer} rights={rights} zone={zone} once={once} />;
}
