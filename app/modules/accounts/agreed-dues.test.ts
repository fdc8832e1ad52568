import { expect, test } from "vitest";
import { addDays, day } from "#app/kernel/calendar.ts";
import { needUnderPlan, standUnderPlan } from "./agreed-dues.ts";

const today = day("2027-03-05");

function stand(paid: number, balance: number, over: { waived?: number; settles?: boolean; none?: boolean } = {}) {
  const dues = [-30, 0, 30].map((days) => ({ dueOn: addDays(today, days), amountMinor: 100n }));
  return standUnderPlan(
    {
      planId: "plan",
      dues: over.none ? [] : dues,
      paidMinor: BigInt(paid),
      waivedMinor: BigInt(over.waived ?? 0),
      settles: over.settles ?? false,
      lastOn: addDays(today, 60),
    },
    BigInt(balance),
    false,
    today,
  );
}

test("due is what was agreed up to today less what was paid, and never more than is owed", () => {
  expect(stand(0, 300)).toMatchObject({ dueMinor: 200n, nextDueOn: addDays(today, -30) });
  expect(stand(130, 170)).toMatchObject({ dueMinor: 70n, nextDueOn: today });
  expect(stand(200, 100)).toMatchObject({ dueMinor: 0n, nextDueOn: addDays(today, 30) });
  expect(stand(250, 50)).toMatchObject({ dueMinor: 0n, nextDueOn: addDays(today, 30) });
  expect(stand(0, 120)).toMatchObject({ dueMinor: 120n });
  expect(stand(295, 0)).toMatchObject({ dueMinor: 0n, nextDueOn: undefined });
});

test("more that was taken back than paid asks for no more than was agreed", () => {
  expect(stand(-50, 350)).toMatchObject({ dueMinor: 200n });
});

test("what is given up at the end is neither due nor payable", () => {
  expect(stand(0, 330, { waived: 30 })).toMatchObject({ dueMinor: 200n, payableMinor: 300n });
  expect(stand(300, 30, { waived: 30 })).toMatchObject({ dueMinor: 0n, payableMinor: 0n, nextDueOn: undefined });
});

test("where a sum settles, that sum is what can be paid, whatever the balance", () => {
  expect(stand(100, 900, { waived: 700, settles: true })).toMatchObject({ dueMinor: 100n, payableMinor: 200n });
  expect(stand(300, 690, { waived: 700, settles: true })).toMatchObject({ payableMinor: 0n });
});

test("an account under a plan says what it needs", () => {
  expect(needUnderPlan(stand(0, 300))).toEqual({ kind: "unpaid_instalment", dueOn: addDays(today, -30) });
  expect(needUnderPlan(stand(200, 100))).toEqual({ kind: "instalment_ahead", dueOn: addDays(today, 30) });
  expect(needUnderPlan(stand(300, 30, { waived: 30 }))).toEqual({ kind: "plan_kept" });
  expect(needUnderPlan(stand(0, 300, { none: true }))).toEqual({ kind: "plan_rest", until: addDays(today, 60) });
});
