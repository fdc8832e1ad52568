// What is sent to one's own access page: which form it is, one call, and where that leads or what is to be mended.
import { data, redirect, type RouterContextProvider } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { unreachable, type Outcome } from "#app/kernel/outcome.ts";
import { roundUpToMinute } from "#app/modules/identity/sign-in-limits.ts";
import {
  askForCodes,
  askForPasskey,
  changePassword,
  keepOwnPasskey,
  keepWaitingCodes,
  removePasskey,
  type OwnArrival,
  type PasswordChangeRefusal,
  type RemovalRefusal,
} from "#app/modules/staff/change-access.server.ts";
import { changeStaffLanguage, leaveOtherPlaces } from "#app/modules/staff/own-access.server.ts";
import { passwordErrors } from "#app/modules/staff/password-words.ts";
import {
  CodeForm,
  IntentForm,
  KeptForm,
  LanguageForm,
  MadeForm,
  NewPasswordForm,
  RemoveForm,
} from "#app/modules/staff/staff.schema.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";

type Context = Readonly<RouterContextProvider>;

interface Mend {
  readonly errors: Readonly<Record<string, string | undefined>>;
  /** When something may be tried again. */
  readonly time?: string;
}

type Answer = Response | ReturnType<typeof mend>;

function mend(errors: Mend["errors"], time?: string) {
  return data<Mend>(time === undefined ? { errors } : { errors, time }, 422);
}

const goTo = (rest: string): Response => redirect(`/staff${rest}`, 303);

type Refusal = PasswordChangeRefusal | RemovalRefusal;

/** By the name of a box; what belongs to none has no name. */
function errorOf(refusal: Refusal): Record<string, string> {
  switch (refusal.kind) {
    case "wrong-code":
      return { code: "staff.error.codeWrong" };
    case "code-missing":
      return { code: "staff.error.code" };
    case "wait":
      return { code: "staff.error.wait" };
    case "sign-in-again":
      return { "": "staff.error.signInAgain" };
    case "old-password":
      return { password: "staff.error.oldPasswordWrong" };
    case "password":
      return { newPassword: passwordErrors[refusal.why] };
    case "last-way":
      return { "": "staff.error.lastWay" };
    case "gone":
      return { "": "staff.error.passkeyGone" };
    default:
      return unreachable(refusal);
  }
}

function answerWith(context: Context, outcome: Outcome<null, Refusal>, to: string): Answer {
  if (outcome.ok) return goTo(to);
  const { refusal } = outcome;
  if (refusal.kind !== "wait") return mend(errorOf(refusal));
  const { language } = context.get(visitContext);
  const { timeZone } = context.get(appContext).settings;
  return mend(errorOf(refusal), formatMoment(roundUpToMinute(refusal.until), language, timeZone));
}

/** A code is read where one was sent; whether one is needed is the domain's to say. */
async function prove(
  context: Context,
  fields: FormData,
  act: (own: OwnArrival) => Promise<Outcome<null, Refusal>>,
  to: string,
): Promise<Answer> {
  const form = (fields.get("code") ?? "") === "" ? undefined : parseForm(CodeForm, fields);
  if (form && !form.ok) return mend(form.errors);
  const { ip } = context.get(visitContext);
  const own = { actor: context.get(staffContext), ip, code: form?.value.code };
  return answerWith(context, await act(own), to);
}

type Taker = (context: Context, fields: FormData) => Promise<Answer>;

const takers: Readonly<Record<string, Taker>> = {
  language: async (context, fields) => {
    const form = parseForm(LanguageForm, fields);
    if (!form.ok) return mend(form.errors);
    await changeStaffLanguage(context.get(appContext), context.get(staffContext), form.value.language);
    return goTo("?done=language");
  },
  sessions: async (context) => {
    await leaveOtherPlaces(context.get(appContext), context.get(staffContext));
    return goTo("?done=sessions");
  },
  password: async (context, fields) => {
    const form = parseForm(NewPasswordForm, fields);
    if (!form.ok) return mend(form.errors);
    const app = context.get(appContext);
    return prove(context, fields, (own) => changePassword(app, own, form.value), "?done=password");
  },
  ask_codes: (context, fields) =>
    prove(context, fields, (own) => askForCodes(context.get(appContext), own), "?step=codes"),
  keep_codes: async (context, fields) => {
    const form = parseForm(KeptForm, fields);
    if (!form.ok) return mend(form.errors);
    const kept = await keepWaitingCodes(context.get(appContext), context.get(staffContext));
    return kept ? goTo("?done=codes") : mend({ "": "staff.error.again" });
  },
  ask_passkey: (context, fields) =>
    prove(context, fields, (own) => askForPasskey(context.get(appContext), own), "?step=passkey"),
  keep_passkey: async (context, fields) => {
    const form = parseForm(MadeForm, fields);
    if (!form.ok) return mend(form.errors);
    const { credential, device } = form.value;
    const kept = await keepOwnPasskey(context.get(appContext), context.get(staffContext), credential, device);
    return kept ? goTo("?done=passkey") : mend({ "": "staff.error.passkeyNotMade" });
  },
  remove: async (context, fields) => {
    const form = parseForm(RemoveForm, fields);
    if (!form.ok) return mend({ "": "staff.error.passkeyGone" });
    const app = context.get(appContext);
    return prove(context, fields, (own) => removePasskey(app, own, form.value.passkey), "?done=removed");
  },
};

export async function takeOwn(context: Context, fields: FormData): Promise<Answer> {
  const read = parseForm(IntentForm, fields);
  const taker = read.ok && Object.hasOwn(takers, read.value.intent) ? takers[read.value.intent] : undefined;
  return taker ? taker(context, fields) : mend({ "": "staff.error.again" });
}
