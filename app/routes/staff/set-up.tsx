// Setting up one's own sign-in by a one-time link, step by step; each step has an address, and the link stays good
// until the sign-in works.
import { data, redirect } from "react-router";
import { translator } from "#app/i18n/i18n.ts";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { finishWithPasskey, finishWithPassword, type FinishRefusal } from "#app/modules/staff/finish-set-up.server.ts";
import { relyingPartyOf } from "#app/modules/staff/passkeys.server.ts";
import { passwordErrors } from "#app/modules/staff/password-words.ts";
import { drawQr } from "#app/modules/staff/qr-picture.ts";
import { openSetUp, stepOf, type OpenSetUp, type SetUpStep } from "#app/modules/staff/set-up-draft.server.ts";
import { SetUpClosed, SetUpPage, type SetUpShown } from "#app/modules/staff/set-up-pages.tsx";
import {
  confirmAuthenticator,
  describeYourself,
  passkeyToMake,
  type AboutRefusal,
} from "#app/modules/staff/set-up.server.ts";
import { readStaffCookie, writeStaffCookie } from "#app/modules/staff/staff-cookie.ts";
import { findStaffSession } from "#app/modules/staff/staff-sessions.server.ts";
import { aboutForm, CodeForm, IntentForm, KeptForm, MadeForm } from "#app/modules/staff/staff.schema.ts";
import { totpAddress } from "#app/modules/staff/totp.server.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import type { Route } from "./+types/set-up";

type Args = Pick<Route.ActionArgs, "context" | "request" | "params">;

function openFor({ context, request, params }: Args): Promise<OpenSetUp | undefined> {
  const { challenge } = readStaffCookie(request.headers.get("Cookie"));
  return openSetUp(context.get(appContext), { linkToken: params.token, challenge });
}

const reached: Record<SetUpStep, readonly SetUpStep[]> = {
  you: ["you"],
  code: ["you", "code"],
  codes: ["you", "code", "codes"],
  passkey: ["you", "passkey"],
};

/** The step that was asked for, or the furthest one where that has not been reached. */
function stepShown({ request }: Args, { draft }: OpenSetUp): SetUpStep {
  const asked = new URL(request.url).searchParams.get("step");
  const furthest = stepOf(draft);
  return reached[furthest].find((step) => step === asked) ?? furthest;
}

async function showStep(args: Args, setUp: OpenSetUp): Promise<SetUpShown> {
  const { context, params } = args;
  const app = context.get(appContext);
  const visit = context.get(visitContext);
  const { link, draft } = setUp;
  const here = `/staff/set-up/${params.token}`;
  const way = draft?.way;
  const step = stepShown(args, setUp);
  if (step === "passkey") {
    visit.scripted = true;
    return { step, here, options: await passkeyToMake(app, setUp) };
  }
  if (step === "code" && draft && way?.kind === "password") {
    const secret = way.totpSecret;
    return { step, here, secret, picture: drawQr(totpAddress(app, draft.email, secret)) };
  }
  if (step === "codes" && way?.kind === "password") return { step, here, codes: way.recoveryCodes ?? [] };
  return {
    step: "you",
    here,
    role: translator(visit.language)(`desk.role.${link.role}`),
    first: link.staffId === undefined,
    passkeys: relyingPartyOf(app) !== undefined,
    typed: {
      name: draft?.name ?? link.name,
      email: link.email ?? draft?.email,
      language: draft?.language ?? link.language ?? visit.language,
      way: way?.kind,
    },
  };
}

export async function loader(args: Route.LoaderArgs) {
  const setUp = await openFor(args);
  return setUp ? showStep(args, setUp) : data({ step: "closed" } as const, 404);
}

interface Mend {
  readonly errors: Readonly<Record<string, string | undefined>>;
  readonly typed?: { readonly [Name in "name" | "email" | "language" | "way"]?: string | undefined };
}

const mend = (answer: Mend) => data(answer, 422);

function aboutError(refusal: AboutRefusal): Record<string, string> {
  if (refusal.kind === "password") return { newPassword: passwordErrors[refusal.why] };
  return refusal.kind === "email-taken" ? { email: "staff.error.emailTaken" } : { way: "staff.error.noPasskeys" };
}

async function takeAbout({ context, request, params }: Args, setUp: OpenSetUp, fields: FormData) {
  const app = context.get(appContext);
  const form = parseForm(aboutForm(app.settings, setUp.link.email !== undefined), fields);
  const text = (name: string): string | undefined => {
    const value = fields.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const typed = { name: text("name"), email: text("email"), language: text("language"), way: text("way") };
  if (!form.ok) return mend({ errors: form.errors, typed });
  const described = await describeYourself(app, setUp, form.value);
  if (!described.ok) return mend({ errors: aboutError(described.refusal), typed });
  // Whoever is signed in here as somebody else stays so until this one works.
  const { session } = readStaffCookie(request.headers.get("Cookie"));
  context.get(visitContext).cookies.push(writeStaffCookie({ session, challenge: described.value }));
  return redirect(`/staff/set-up/${params.token}?step=${form.value.way === "passkey" ? "passkey" : "code"}`, 303);
}

async function takeCode({ context, params }: Args, setUp: OpenSetUp, fields: FormData) {
  const form = parseForm(CodeForm, fields);
  if (!form.ok) return mend({ errors: form.errors });
  const confirmed = await confirmAuthenticator(context.get(appContext), setUp, form.value.code);
  if (!confirmed) return mend({ errors: { code: "staff.error.confirmWrong" } });
  return redirect(`/staff/set-up/${params.token}?step=codes`, 303);
}

const finishErrors: Record<FinishRefusal, Readonly<Record<string, string>>> = {
  over: { form: "staff.error.again" },
  "not-ready": { form: "staff.error.again" },
  passkey: { credential: "staff.error.passkeyNotMade" },
  "email-taken": { email: "staff.error.emailTaken" },
};

async function finish({ context }: Args, finished: ReturnType<typeof finishWithPassword>) {
  const outcome = await finished;
  if (!outcome.ok) return mend({ errors: finishErrors[outcome.refusal] });
  context.get(visitContext).cookies.push(writeStaffCookie({ session: outcome.value.session }));
  return redirect("/staff", 303);
}

export async function action(args: Route.ActionArgs) {
  const fields = await args.request.formData();
  const setUp = await openFor(args);
  const app = args.context.get(appContext);
  if (!setUp) {
    const { session } = readStaffCookie(args.request.headers.get("Cookie"));
    const signedIn = session === undefined ? undefined : await findStaffSession(app, session);
    // The form of the last step was sent twice: it worked the first time. For everybody else the loader says what to do.
    return signedIn ? redirect("/staff", 303) : null;
  }
  const read = parseForm(IntentForm, fields);
  const intent = read.ok ? read.value.intent : "";
  if (intent === "code") return takeCode(args, setUp, fields);
  if (intent === "kept") {
    const form = parseForm(KeptForm, fields);
    return form.ok ? finish(args, finishWithPassword(app, setUp)) : mend({ errors: form.errors });
  }
  if (intent === "passkey") {
    const form = parseForm(MadeForm, fields);
    if (!form.ok) return mend({ errors: form.errors });
    return finish(args, finishWithPasskey(app, setUp, form.value.credential, form.value.device));
  }
  return takeAbout(args, setUp, fields);
}

export default function SetUp({ loaderData, actionData }: Route.ComponentProps) {
  const errors = useFieldErrors(actionData?.errors);
  if (loaderData.step === "closed") return <SetUpClosed />;
  return <SetUpPage shown={loaderData} errors={errors} typed={actionData?.typed} />;
}
