// One's own access: who one is here, what the role may do, the ways to sign in and where one is signed in. What needs a
// proof has a step of its own.
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import { may, staffActions } from "#app/kernel/permissions.ts";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { ownPasskeyToMake, readWaitingCodes } from "#app/modules/staff/change-access.server.ts";
import { sayPortfolio } from "#app/modules/staff/member-words.ts";
import { OwnAccessPage, ownChanges } from "#app/modules/staff/own-access-page.tsx";
import { readOwnAccess, type OwnAccess } from "#app/modules/staff/own-access.server.ts";
import { OwnAccessStep, ownSteps, type OwnStepShown } from "#app/modules/staff/own-access-steps.tsx";
import { relyingPartyOf } from "#app/modules/staff/passkeys.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { takeOwn } from "./own-access-door.server.ts";
import type { Route } from "./+types/own-access";

type Context = Route.LoaderArgs["context"];

async function showStep(
  context: Context,
  access: OwnAccess,
  asked: URLSearchParams,
): Promise<OwnStepShown | undefined> {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const step = ownSteps.find((known) => known === asked.get("step"));
  const withCode = access.hasPassword;
  if (step === "passkey" && relyingPartyOf(app)) {
    const options = await ownPasskeyToMake(app, actor);
    if (options !== undefined) context.get(visitContext).scripted = true;
    return { step, withCode, options };
  }
  if (step === "remove") {
    const passkey = access.passkeys.find(({ id }) => id === asked.get("passkey"));
    return passkey && { step, withCode, passkey: passkey.id, name: passkey.name };
  }
  if (step === "codes" && withCode) return { step, withCode, codes: await readWaitingCodes(app, actor) };
  return step === "password" && withCode ? { step, withCode } : undefined;
}

function showOverview(context: Context, access: OwnAccess, asked: URLSearchParams) {
  const app = context.get(appContext);
  const { role, creditors } = context.get(staffContext);
  const { language } = context.get(visitContext);
  const { timeZone, creditors: all } = app.settings;
  const write = (moment: Date) => formatMoment(moment, language, timeZone);
  const names = all.map(({ code, shortName }) => ({ value: code, label: shortName[language] }));
  return {
    name: access.name,
    email: access.email,
    codesLeft: access.codesLeft,
    knowsId: access.knowsId,
    role,
    portfolio: sayPortfolio(translator(language), creditors, names),
    actions: staffActions.filter((action) => may(role, action)),
    hasPassword: access.hasPassword,
    canHavePasskeys: relyingPartyOf(app) !== undefined,
    lastWay: !access.hasPassword && access.passkeys.length === 1,
    passkeys: access.passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      added: write(createdAt),
      used: lastUsedAt && write(lastUsedAt),
    })),
    sessions: access.sessions.map(({ id, via, createdAt, lastSeenAt, present }) => ({
      id,
      via,
      present,
      since: write(createdAt),
      seen: write(lastSeenAt),
    })),
    recovered: asked.has("recovery"),
    done: ownChanges.find((change) => change === asked.get("done")),
  };
}

export async function loader({ context, request }: Route.LoaderArgs) {
  const asked = new URL(request.url).searchParams;
  const access = await readOwnAccess(context.get(appContext), context.get(staffContext));
  const step = await showStep(context, access, asked);
  return { step, overview: step ? undefined : showOverview(context, access, asked) };
}

export async function action({ context, request }: Route.ActionArgs) {
  return takeOwn(context, await request.formData());
}

export default function OwnAccessDoor({ loaderData: { step, overview }, actionData }: Route.ComponentProps) {
  const errors = useFieldErrors(actionData?.errors, actionData?.time);
  if (step) return <OwnAccessStep shown={step} errors={errors} />;
  return overview && <OwnAccessPage shown={overview} errors={errors} />;
}
