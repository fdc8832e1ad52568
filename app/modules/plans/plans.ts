// The life of a plan as one graph: which move is legal from where, and by which event; and which of these events the
// books and the calendar call for today. Pure. It refuses to punish: being behind is a state to help with, nothing is
// added to what is owed, and no event here ends a plan that could still be kept.
import { type Day, addDays, daysBetween } from "#app/kernel/calendar.ts";
import type { OptionKind, PolicyPack } from "#app/modules/policy/policy.ts";

export const planStatuses = [
  "unsigned",
  "live",
  "at_risk",
  "breached",
  "renegotiating",
  "completed",
  "cancelled",
  "lapsed",
] as const;
export type PlanStatus = (typeof planStatuses)[number];

export const planEvents = [
  "sign",
  "fall_behind",
  "catch_up",
  "break",
  "cure",
  "renegotiate",
  "complete",
  "reopen",
  "cancel",
  "lapse",
] as const;
export type PlanEventName = (typeof planEvents)[number];

type Moves = Partial<Readonly<Record<PlanEventName, PlanStatus>>>;

export const planMoves: Readonly<Record<PlanStatus, Moves>> = {
  unsigned: { sign: "live", lapse: "lapsed", cancel: "cancelled" },
  live: { fall_behind: "at_risk", complete: "completed", renegotiate: "renegotiating", cancel: "cancelled" },
  at_risk: {
    catch_up: "live",
    break: "breached",
    complete: "completed",
    renegotiate: "renegotiating",
    cancel: "cancelled",
  },
  // Cured: what was missed has been paid, or moved into the rest of the plan with a person's yes.
  breached: { cure: "live", complete: "completed", renegotiate: "renegotiating", cancel: "cancelled" },
  // A new plan that is signed cancels this one; without one it goes on where it was.
  renegotiating: { cure: "live", fall_behind: "at_risk", complete: "completed", cancel: "cancelled" },
  // Money that was taken back opens it again.
  completed: { reopen: "live" },
  cancelled: {},
  lapsed: {},
};

export function movePlan(from: PlanStatus, event: PlanEventName): PlanStatus | undefined {
  return planMoves[from][event];
}

/** Running: its instalments are what is due. */
export const runningStatuses = [
  "live",
  "at_risk",
  "breached",
  "renegotiating",
] as const satisfies readonly PlanStatus[];

export function isRunning(status: string): boolean {
  return runningStatuses.some((running) => running === status);
}

export interface ScheduledPart {
  readonly accountId: string;
  readonly amountMinor: bigint;
}

export interface ScheduledInstalment {
  readonly seq: number;
  readonly dueOn: Day;
  readonly parts: readonly ScheduledPart[];
}

/** Kinds that end on a day and leave something owed: it is looked at together then. */
export function endsOpen(kind: OptionKind): boolean {
  return kind === "pause" || kind === "token";
}

export interface PlanRules {
  readonly graceDays: number;
  readonly breachAfterMissed: number;
  readonly cureDays: number;
  readonly fundsClearDays: number;
}

export function rulesOf(pack: PolicyPack): PlanRules {
  return {
    graceDays: pack.planGraceDays.value,
    breachAfterMissed: pack.planBreachAfterMissed.value,
    cureDays: pack.planCureDays.value,
    fundsClearDays: pack.fundsClearDays.value,
  };
}

export interface PlanFacts {
  readonly status: PlanStatus;
  readonly kind: OptionKind;
  readonly lastOn: Day;
  /** In order of dates, with what is open. */
  readonly instalments: readonly { readonly dueOn: Day; readonly openMinor: bigint }[];
  /** What is owed on its accounts, without what is given up at the end. */
  readonly payableMinor: bigint;
  readonly lastPaidOn: Day | undefined;
  /** A new proposal for its accounts is being looked at. */
  readonly asking: boolean;
  /** Nothing is asked for on one of its accounts until an objection is answered. */
  readonly resting?: boolean;
  readonly today: Day;
  readonly rules: PlanRules;
}

export interface PlanStep {
  /** Undefined: it stays as it is. */
  readonly event: PlanEventName | undefined;
  /** The day of the first open instalment that has passed. */
  readonly behindSince: Day | undefined;
  /** Unless money moves, nothing changes up to and including this day. */
  readonly restsThrough: Day;
}

/** Nothing is open and nothing owed: when the money counts as cleared. */
export function clearedOn({ lastPaidOn, today, rules }: Pick<PlanFacts, "lastPaidOn" | "today" | "rules">): Day {
  return lastPaidOn === undefined ? today : addDays(lastPaidOn, rules.fundsClearDays);
}

function isBroken(missed: readonly { readonly dueOn: Day }[], { rules, today }: PlanFacts): boolean {
  const pastGrace = missed.filter(({ dueOn }) => daysBetween(dueOn, today) > rules.graceDays);
  const [oldest] = missed;
  return (
    pastGrace.length >= rules.breachAfterMissed ||
    (oldest !== undefined && daysBetween(oldest.dueOn, today) > rules.graceDays + rules.cureDays)
  );
}

/** What follows from being behind, or from being so no more. */
function followArrears(facts: PlanFacts, missed: readonly { readonly dueOn: Day }[]): PlanEventName | undefined {
  const { status, asking } = facts;
  if (status === "renegotiating") return asking ? undefined : missed.length > 0 ? "fall_behind" : "cure";
  if (asking && (status !== "live" || missed.length > 0)) return "renegotiate";
  if (missed.length === 0) return status === "at_risk" ? "catch_up" : status === "breached" ? "cure" : undefined;
  if (status === "live") return "fall_behind";
  return status === "at_risk" && isBroken(missed, facts) ? "break" : undefined;
}

type OpenInstalment = PlanFacts["instalments"][number];

/** The day on which a plan that is behind breaks if nothing is paid: the rules of isBroken, turned round. */
function breaksOn(
  open: readonly OpenInstalment[],
  { graceDays, cureDays, breachAfterMissed }: PlanRules,
): Day | undefined {
  const [oldest] = open;
  const decisive = open[breachAfterMissed - 1];
  return [oldest && addDays(oldest.dueOn, graceDays + cureDays + 1), decisive && addDays(decisive.dueOn, graceDays + 1)]
    .filter((each) => each !== undefined)
    .toSorted()[0];
}

/** Where only money or a person could change anything, a plan is looked at once a year all the same. */
const longRestDays = 365;

/** How long a plan rests that nothing has happened to today. */
function restOf(facts: PlanFacts): Day {
  const { status, kind, lastOn, instalments, rules, today } = facts;
  const open = instalments.filter(({ openMinor }) => openMinor > 0n);
  const breaks = status === "at_risk" ? breaksOn(open, rules) : undefined;
  const turns = [
    addDays(today, status === "renegotiating" || facts.resting === true ? 0 : longRestDays),
    status === "live" ? open[0]?.dueOn : undefined,
    breaks && addDays(breaks, -1),
    endsOpen(kind) ? addDays(lastOn, -1) : undefined,
  ];
  return turns.filter((each) => each !== undefined).toSorted()[0] ?? today;
}

/** The next event of a running plan, where there is one; called again until there is none. */
export function decideStep(facts: PlanFacts): PlanStep {
  const { status, kind, lastOn, instalments, payableMinor, today } = facts;
  const missed = instalments.filter(({ dueOn, openMinor }) => openMinor > 0n && dueOn < today);
  const behindSince = missed[0]?.dueOn;
  const rest = (event: PlanEventName | undefined, restsThrough: Day): PlanStep => ({
    event,
    behindSince,
    restsThrough,
  });
  if (!isRunning(status)) return rest(undefined, today);
  if (payableMinor === 0n) {
    const on = clearedOn(facts);
    // What was open is paid, so nobody is behind while the money is being cleared.
    if (on > today) return rest(status === "live" ? undefined : followArrears(facts, missed), addDays(on, -1));
    return rest("complete", today);
  }
  // A pause, or small payments for a while, ends on its day, kept or not: then it is looked at together.
  if (endsOpen(kind) && today >= lastOn) return rest(missed.length > 0 ? "cancel" : "complete", today);
  const event = followArrears(facts, missed);
  return rest(event, event === undefined ? restOf(facts) : today);
}
