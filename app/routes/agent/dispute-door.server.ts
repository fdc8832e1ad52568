// What the page of one request shows, whichever step of the answer it stands at: the address says which. Nothing is
// changed here.
import { data } from "react-router";
import { dayAt, type Day } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import { may } from "#app/kernel/permissions.ts";
import { isLanguage } from "#app/i18n/languages.ts";
import type { CaseLetter } from "#app/modules/identity/case-letters.ts";
import { outcomesOf, type AnsweredCase, type CaseOutcome } from "#app/modules/identity/case-outcomes.ts";
import { askedUntil } from "#app/modules/review/decide-request.server.ts";
import { previewAnswer } from "#app/modules/review/preview-request.server.ts";
import { sayPostedCode, writeLetters } from "#app/modules/review/request-letters.ts";
import type { Chosen } from "#app/modules/review/requests-actions.tsx";
import { openRequest } from "#app/modules/review/requests.server.ts";
import { canAsk, type RequestForDesk, type RequestKind } from "#app/modules/review/requests.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import type { Route } from "./+types/dispute";

export type DisputeArgs = Pick<Route.LoaderArgs, "context" | "params" | "request">;

/** What is wrong, by the name of a field; without one, about the page as a whole. */
export interface DisputeFault {
  readonly field: string;
  readonly code: "no-outcome" | "no-reason" | "no-grounds" | "question" | "account" | "name" | StandFault;
  readonly name?: string | undefined;
}
export type StandFault = "changed" | "answered" | "not-mine" | "taken" | "not-for-you" | "cannotAsk";

export type Step =
  | { readonly at: "read" | "done" | "choose" }
  | { readonly at: "reasons"; readonly chosen: Chosen }
  | { readonly at: "confirm"; readonly answered: AnsweredCase; readonly letters: readonly CaseLetter[] };

const fieldOfFault = { "no-outcome": "outcome", "no-reason": "reasons", "no-grounds": "grounds" } as const;

async function readStep(
  { context, request }: DisputeArgs,
  found: RequestForDesk,
): Promise<{ readonly step: Step; readonly fault?: DisputeFault }> {
  const [app, actor] = [context.get(appContext), context.get(staffContext)];
  if (found.status === "closed") return { step: { at: "done" } };
  if (!found.mine) return { step: { at: "read" } };
  const asked = new URL(request.url).searchParams;
  const typed = asked.get("outcome");
  if (typed === null) return { step: { at: "choose" } };
  const outcome = (outcomesOf[found.kind] as readonly CaseOutcome[]).find((code) => code === typed);
  if (!outcome) return { step: { at: "choose" }, fault: { field: "outcome", code: "no-outcome" } };
  const chosen = { outcome, reasons: asked.getAll("reasons"), grounds: asked.getAll("grounds") };
  if (!asked.has("preview")) return { step: { at: "reasons", chosen } };
  const previewed = await previewAnswer(app, actor, found, chosen);
  if (!previewed.ok) {
    const code = previewed.refusal;
    return { step: { at: "reasons", chosen }, fault: { field: fieldOfFault[code], code } };
  }
  return { step: { at: "confirm", answered: previewed.value, letters: lettersOf(context, found, previewed.value) } };
}

function lettersOf(
  context: DisputeArgs["context"],
  { language, account }: RequestForDesk,
  answered: AnsweredCase,
): readonly CaseLetter[] {
  return writeLetters(isLanguage(language) ? language : "zh-CN", answered, account, context.get(appContext).settings);
}

function accountOf({ context }: DisputeArgs, { account }: RequestForDesk) {
  if (!account) return undefined;
  const { settings } = context.get(appContext);
  const { language } = context.get(visitContext);
  const creditor = creditorByCode(settings, account.creditorCode)?.shortName[language] ?? account.creditorCode;
  const heldSince: Day | undefined = account.disputedAt && dayAt(account.disputedAt, settings.timeZone);
  return { ...account, creditor, heldSince };
}

/** Not theirs: that it is there, and who has it. */
export interface ClosedDoor {
  readonly id: string;
  readonly reference: string;
  readonly kind: RequestKind;
  readonly holder: string | undefined;
  readonly mayTake: boolean;
}

export async function showRequest(args: DisputeArgs, told?: DisputeFault) {
  const { context, params, request } = args;
  const [app, actor] = [context.get(appContext), context.get(staffContext)];
  const { language } = context.get(visitContext);
  const opened = await openRequest(app, actor, params.disputeId);
  const asked = new URL(request.url).searchParams;
  const said = (["claimed", "asked", "decided"] as const).find((word) => asked.has(word));
  if (!opened.ok) {
    const { refusal } = opened;
    if (refusal.kind === "not-found") throw data(null, 404);
    if (refusal.kind !== "not-yours") return unreachable(refusal);
    const { id, reference, of: kind, holder, open } = refusal;
    const mayTake = open && holder === undefined && may(actor.role, "case.claim");
    const closed: ClosedDoor = { id, reference, kind, holder, mayTake };
    return { closed, fault: told, shown: undefined };
  }
  const found = opened.value;
  const { step, fault } = await readStep(args, found);
  const print = asked.get("letter");
  const letters = found.answered ? lettersOf(context, found, found.answered) : [];
  return {
    closed: undefined,
    fault: told ?? fault,
    shown: {
      request: found,
      account: accountOf(args, found),
      step,
      letters,
      codeWords: sayPostedCode(app.settings),
      printed: letters.find((letter) => letter.language === print),
      said,
      mayTake: found.holder === undefined && found.status !== "closed" && may(actor.role, "case.claim"),
      mayAsk: found.mine && canAsk(found),
      until: askedUntil(app, found),
      timeZone: app.settings.timeZone,
      creditors: actor.creditors.map((value) => ({
        value,
        label: creditorByCode(app.settings, value)?.shortName[language] ?? value,
      })),
    },
  };
}
