// The staff's way in at one address: e-mail and password, then a code; or a passkey, which is both at once.
import { data, redirect } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { may, type StaffRole } from "#app/kernel/permissions.ts";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { roundUpToMinute } from "#app/modules/identity/sign-in-limits.ts";
import { enterPasskey, offerPasskey } from "#app/modules/staff/passkey-sign-in.server.ts";
import { CodeStepPage, PasswordStepPage } from "#app/modules/staff/sign-in-pages.tsx";
import {
  enterCode,
  enterPassword,
  readCodeStep,
  type Refused,
  type StaffSignedInNow,
  type StartAgain,
} from "#app/modules/staff/sign-in.server.ts";
import { readStaffCookie, staffPathOf, writeStaffCookie } from "#app/modules/staff/staff-cookie.ts";
import { findStaffSession } from "#app/modules/staff/staff-sessions.server.ts";
import { CodeForm, PasswordForm, SignedForm } from "#app/modules/staff/staff.schema.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import type { Route } from "./+types/sign-in";

type Args = Pick<Route.ActionArgs, "context" | "request">;

const here = "/staff/sign-in";
const homeOf = (role: StaffRole): string => (may(role, "desk.read") ? "/desk" : "/staff");

function arrivalOf({ context, request }: Args) {
  const { ip } = context.get(visitContext);
  return { carried: readStaffCookie(request.headers.get("Cookie")), ip };
}

export async function loader(args: Route.LoaderArgs) {
  const { context, request } = args;
  const app = context.get(appContext);
  const visit = context.get(visitContext);
  const arrival = arrivalOf(args);
  const { session, wanted } = arrival.carried;
  const signedIn = session === undefined ? undefined : await findStaffSession(app, session);
  if (signedIn) return redirect(homeOf(signedIn.actor.role), 303);
  const { searchParams } = new URL(request.url);
  const step = searchParams.has("again") ? undefined : await readCodeStep(app, arrival);
  if (step) {
    const { tryingOpensAt } = step;
    const { timeZone } = app.settings;
    const waitUntil = tryingOpensAt && formatMoment(roundUpToMinute(tryingOpensAt), visit.language, timeZone);
    return { step: "code", waitUntil } as const;
  }
  const offer = await offerPasskey(app, arrival);
  if (offer?.challenge !== undefined) visit.cookies.push(writeStaffCookie({ challenge: offer.challenge, wanted }));
  // The page brings a script where there is something for it to do.
  visit.scripted = offer !== undefined;
  return { step: "password", passkey: offer?.options, over: searchParams.has("over") } as const;
}

interface Mend {
  readonly errors: Readonly<Record<string, string | undefined>>;
  readonly email?: string | undefined;
  /** When something may be tried again. */
  readonly time?: string | undefined;
}

const mend = (answer: Mend) => data(answer, 422);

function showRefusal({ context }: Args, refused: Refused, field: string, wrong: string, email?: string) {
  if (refused.kind === "wrong") return mend({ errors: { [field]: wrong }, email });
  const { language } = context.get(visitContext);
  const { timeZone } = context.get(appContext).settings;
  const time = formatMoment(roundUpToMinute(refused.until), language, timeZone);
  return mend({ errors: { [field]: "staff.error.wait" }, email, time });
}

function goIn({ context }: Args, { carried, role, via, wanted }: StaffSignedInNow) {
  context.get(visitContext).cookies.push(writeStaffCookie(carried));
  // Whoever needed a code from paper is told how many are left.
  if (via === "recovery") return redirect("/staff?recovery=used", 303);
  return redirect(staffPathOf(wanted ?? "") ?? homeOf(role), 303);
}

function answerSecond(args: Args, answer: StaffSignedInNow | Refused | StartAgain, field: string, wrong: string) {
  if (answer.kind === "signed-in") return goIn(args, answer);
  if (answer.kind === "start-again") return redirect(`${here}?again=1&over=1`, 303);
  return showRefusal(args, answer, field, wrong);
}

async function takePassword(args: Args, fields: FormData) {
  const { context } = args;
  const form = parseForm(PasswordForm, fields);
  if (!form.ok) return mend({ errors: form.errors, email: form.values.email?.toString() });
  const answer = await enterPassword(context.get(appContext), arrivalOf(args), form.value);
  if (answer.kind !== "code") {
    return showRefusal(args, answer, "password", "staff.error.signIn", form.value.email);
  }
  context.get(visitContext).cookies.push(writeStaffCookie(answer.carried));
  return redirect(here, 303);
}

export async function action(args: Route.ActionArgs) {
  const { request, context } = args;
  const app = context.get(appContext);
  const fields = await request.formData();
  if (fields.has("credential")) {
    const form = parseForm(SignedForm, fields);
    if (!form.ok) return mend({ errors: form.errors });
    const answer = await enterPasskey(app, arrivalOf(args), form.value.credential);
    return answerSecond(args, answer, "credential", "staff.error.passkeyWrong");
  }
  if (fields.has("code")) {
    const form = parseForm(CodeForm, fields);
    if (!form.ok) return mend({ errors: form.errors });
    const answer = await enterCode(app, arrivalOf(args), form.value.code);
    return answerSecond(args, answer, "code", "staff.error.codeWrong");
  }
  return takePassword(args, fields);
}

export default function SignIn({ loaderData, actionData }: Route.ComponentProps) {
  const errors = useFieldErrors(actionData?.errors, actionData?.time);
  if (loaderData.step === "code") return <CodeStepPage errors={errors} waitUntil={loaderData.waitUntil} />;
  return <PasswordStepPage errors={errors} {...loaderData} email={actionData?.email} />;
}
