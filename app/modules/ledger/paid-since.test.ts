import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { type PaymentMove, foldPayments } from "./paid-since.ts";

type Row = readonly [string, PaymentMove["kind"], number, "before" | "since", { source?: string; of?: string }?];

function fold(rows: readonly Row[]): readonly [bigint, bigint, string | undefined] {
  const { paidMinor, raisedMinor, lastPaidOn } = foldPayments(
    rows.map(([journalId, kind, paid, when, link], index) => ({
      journalId,
      kind,
      sourceRef: link?.source ?? null,
      reversesId: link?.of ?? null,
      effectiveOn: day(`2027-01-${String(index + 1).padStart(2, "0")}`),
      since: when === "since",
      paidMinor: BigInt(paid),
    })),
  );
  return [paidMinor, raisedMinor, lastPaidOn];
}

test("payments count from when they were booked", () => {
  expect(
    fold([
      ["p0", "payment", 500, "before"],
      ["p1", "payment", 100, "since"],
      ["p2", "payment", 50, "since"],
    ]),
  ).toEqual([150n, 0n, "2027-01-03"]);
});

test("a refund or chargeback takes back the payment of the same source; a won dispute gives it back again", () => {
  const refunded: Row[] = [
    ["p1", "payment", 100, "since", { source: "payment:1" }],
    ["r1", "refund", -40, "since", { source: "payment:1" }],
    ["r2", "refund", -60, "since", { source: "payment:1" }],
  ];
  expect(fold(refunded)).toEqual([0n, 0n, "2027-01-01"]);
  const disputed: Row[] = [
    ["p1", "payment", 100, "since", { source: "payment:1" }],
    ["c1", "chargeback", -100, "since", { source: "payment:1" }],
  ];
  expect(fold(disputed)[0]).toBe(0n);
  expect(fold([...disputed, ["w1", "reversal", 100, "since", { of: "c1" }]])[0]).toBe(100n);
});

test("taking back an older payment raises the balance and leaves no instalment unpaid", () => {
  expect(
    fold([
      ["p0", "payment", 500, "before", { source: "payment:0" }],
      ["p1", "payment", 100, "since", { source: "payment:1" }],
      ["r0", "refund", -200, "since", { source: "payment:0" }],
      ["b0", "reversal", -300, "since", { of: "p0" }],
    ]),
  ).toEqual([100n, 500n, "2027-01-02"]);
});

test("a refund from before signing is over, and a waiver that is reversed is no money", () => {
  expect(
    fold([
      ["p0", "payment", 500, "before", { source: "payment:0" }],
      ["r0", "refund", -500, "before", { source: "payment:0" }],
      ["w", "reversal", -70, "since", { of: "a waiver" }],
    ]),
  ).toEqual([0n, 0n, undefined]);
});
