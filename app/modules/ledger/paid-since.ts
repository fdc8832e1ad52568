// What has been paid on a debt since an agreement was signed, net of what was given or taken back. Pure. Money decides,
// not dates: a payment counts from when it was booked. It refuses to count what takes back an older payment: that
// raises the balance, and is no instalment left unpaid.
import type { Day } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import type { JournalKind } from "./ledger.ts";

/** A journal that moved a debt and is a payment, or takes one back, or takes that back again. */
export interface PaymentMove {
  readonly journalId: string;
  readonly kind: Extract<JournalKind, "payment" | "refund" | "chargeback" | "reversal">;
  /** Refunds and chargebacks name the same source as the payment that they undo. */
  readonly sourceRef: string | null;
  readonly reversesId: string | null;
  readonly effectiveOn: Day;
  /** Booked after the agreement was signed. */
  readonly since: boolean;
  /** What the debt went down by; below zero where it rose. */
  readonly paidMinor: bigint;
}

export interface PaidSince {
  readonly paidMinor: bigint;
  /** The day that the newest counted payment counts for. */
  readonly lastPaidOn: Day | undefined;
  /** By how much the debt rose because older payments were taken back after signing. */
  readonly raisedMinor: bigint;
}

export const nothingPaid: PaidSince = { paidMinor: 0n, lastPaidOn: undefined, raisedMinor: 0n };

/** The payment that a move is about in the end: itself, what it undoes, or what that undoes. */
function paymentOf(move: PaymentMove, moves: readonly PaymentMove[]): PaymentMove | undefined {
  switch (move.kind) {
    case "payment":
      return move;
    case "reversal": {
      const undone = moves.find(({ journalId }) => journalId === move.reversesId);
      return undone && paymentOf(undone, moves);
    }
    case "refund":
    case "chargeback":
      return moves.find(({ kind, sourceRef }) => kind === "payment" && sourceRef === move.sourceRef);
    default:
      return unreachable(move.kind);
  }
}

export function foldPayments(moves: readonly PaymentMove[]): PaidSince {
  let { paidMinor, lastPaidOn, raisedMinor } = nothingPaid;
  for (const move of moves) {
    const payment = paymentOf(move, moves);
    // A reversal of something else, a waiver for example, is no money.
    if (!move.since || (move.kind === "reversal" && !payment)) continue;
    if (!payment?.since) raisedMinor -= move.paidMinor;
    else {
      paidMinor += move.paidMinor;
      const { effectiveOn } = move;
      if (move.paidMinor > 0n && (lastPaidOn === undefined || effectiveOn > lastPaidOn)) lastPaidOn = effectiveOn;
    }
  }
  return { paidMinor, lastPaidOn, raisedMinor };
}
