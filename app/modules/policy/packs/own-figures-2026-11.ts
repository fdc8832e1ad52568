// What no law says and the three packs of November 2026 have alike: our own limits and promises. Like the packs it
// never changes again; other figures go into a file of their own, for packs of their own.
import type { FigureName, PolicyPack, Sourced } from "../policy.ts";

type OwnFigure =
  | "messageCaps"
  | "planRhythms"
  | "planFirstPaymentDays"
  | "fullByDateMaxDays"
  | "steppedLowMaxMonths"
  | "tokenMaxMonths"
  | "pauseMaxMonths"
  | "settlementMaxPayments"
  | "waivable"
  | "atOnce"
  | "planChanges"
  | "planGraceDays"
  | "planBreachAfterMissed"
  | "planCureDays"
  | "signWithinDays"
  | "offerOpenDays"
  | "offerRounds"
  | "proposalAnswerWorkingDays"
  | "helpAnswerWorkingDays"
  | "evidenceRequired"
  | "fundsClearDays";

function own<Value>(value: Value, source = "own limit"): Sourced<Value> {
  return { value, source, certainty: "own" };
}

export const ownFigures202611: Pick<PolicyPack, OwnFigure & FigureName> = {
  messageCaps: own({ perDay: 1, per7Days: 3 }),
  planRhythms: own(["week", "fortnight", "month", "own"], "own choice"),
  planFirstPaymentDays: own(45),
  fullByDateMaxDays: own(90),
  steppedLowMaxMonths: own(12),
  tokenMaxMonths: own(6),
  pauseMaxMonths: own(6),
  settlementMaxPayments: own(3),
  waivable: own(["interest", "penalty_interest", "fee"], "own choice"),
  atOnce: own(
    {
      kinds: ["full_by_date", "instalments", "stepped", "token", "pause"],
      maxMonths: 36,
      shareOfSurplusPercent: 80,
      pauseMaxMonths: 3,
      tokenMaxMonths: 6,
    },
    "own limits; outside of them a person answers, never a machine",
  ),
  planChanges: own(
    {
      moveMaxDays: 14,
      movesPerYear: 3,
      skipsPerYear: 1,
      reduceToPercent: 50,
      reductionsPerYear: 2,
      laterEndMaxMonths: 3,
    },
    "own limits",
  ),
  planGraceDays: own(7),
  planBreachAfterMissed: own(2),
  planCureDays: own(20),
  signWithinDays: own(14),
  offerOpenDays: own(14),
  offerRounds: own(2),
  proposalAnswerWorkingDays: own(3, "own promise"),
  helpAnswerWorkingDays: own(2, "own promise"),
  evidenceRequired: own(false, "own choice: evidence is optional"),
  fundsClearDays: own(7),
};
