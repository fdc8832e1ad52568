// What an answer would come to, before anybody is told: its letter, and what becomes of the account. It changes nothing.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt, type Day } from "#app/kernel/calendar.ts";
import { done, type Outcome } from "#app/kernel/outcome.ts";
import { isHoldAskedFor } from "#app/modules/accounts/holds.server.ts";
import {
  checkCaseAnswer,
  keepsHold,
  nextDay,
  type AnswerFault,
  type AnsweredCase,
  type CaseOutcome,
} from "#app/modules/identity/case-outcomes.ts";
import { postedCodeLifeMs } from "#app/modules/identity/sign-in-limits.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import type { RequestForDesk } from "./requests.ts";

/** The day that the letter of an answer given now names. */
function nextDayNow(app: App, { kind }: RequestForDesk, outcome: CaseOutcome): Day {
  const now = app.clock.now();
  const { timeZone, policyPack } = app.settings;
  if (outcome === "posted_code_sent") return dayAt(new Date(now.getTime() + postedCodeLifeMs), timeZone);
  return nextDay(requirePolicy(policyPack), kind, outcome, dayAt(now, timeZone));
}

/** What would become of the hold, where there is one. */
async function foreseeHold(app: App, actor: StaffActor, { id, account }: RequestForDesk, outcome: CaseOutcome) {
  if (!account?.disputedAt) return { freed: false, held: false };
  const held = keepsHold(outcome) || (await readAsStaff(app.db, actor, (tx) => isHoldAskedFor(tx, account.id, id)));
  return { freed: !held, held };
}

export async function previewAnswer(
  app: App,
  actor: StaffActor,
  request: RequestForDesk,
  typed: { readonly outcome: string; readonly reasons: readonly string[]; readonly grounds: readonly string[] },
): Promise<Outcome<AnsweredCase, AnswerFault>> {
  const checked = checkCaseAnswer(request.kind, typed);
  if (!checked.ok) return checked;
  const { outcome } = checked.value;
  const { reference, kind, openedOn } = request;
  return done({
    reference,
    kind,
    ...checked.value,
    openedOn,
    answeredOn: dayAt(app.clock.now(), app.settings.timeZone),
    nextOn: nextDayNow(app, request, outcome),
    ...(await foreseeHold(app, actor, request, outcome)),
  });
}
