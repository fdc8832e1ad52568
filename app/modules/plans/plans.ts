// The life of a plan as one graph: which move is legal from where, and by which event. Pure.
import type { Day } from "#app/kernel/calendar.ts";

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

export interface ScheduledPart {
  readonly accountId: string;
  readonly amountMinor: bigint;
}

export interface ScheduledInstalment {
  readonly seq: number;
  readonly dueOn: Day;
  readonly parts: readonly ScheduledPart[];
}
