import { describe, expect, test } from "vitest";
import { addDays, day } from "#app/kernel/calendar.ts";
import { type ChangeFacts, changeRows, countChangesLeft, nextOfRhythm } from "./changes.ts";
import { coverSchedule } from "./schedule.ts";

const today = day("2027-03-01");
const limits = {
  moveMaxDays: 14,
  movesPerYear: 3,
  skipsPerYear: 1,
  reduceToPercent: 50,
  reductionsPerYear: 2,
  laterEndMaxMonths: 3,
};

/** Four instalments of ¥10.00 from 5 February; `paid` of them are paid. */
function facts(paid: bigint, over: Partial<ChangeFacts> = {}): ChangeFacts {
  const schedule = ["2027-02-05", "2027-03-05", "2027-04-05", "2027-05-05"].map((dueOn, index) => ({
    seq: index + 1,
    dueOn: day(dueOn),
    parts: [{ accountId: "a", amountMinor: 1000n }],
  }));
  const account = {
    accountId: "a",
    balanceMinor: 4000n - paid,
    paidMinor: paid,
    waivedMinor: 0n,
    interestLeftMinor: 0n,
  };
  return {
    status: "live",
    kind: "instalments",
    rhythm: { every: "month", firstOn: day("2027-02-05"), count: 4 },
    instalments: coverSchedule(schedule, [account], today),
    agreedOn: new Map(schedule.map(({ seq, dueOn }) => [seq, dueOn])),
    made: [],
    limits,
    latestEnd: day("2027-08-05"),
    minimumMinor: 400n,
    today,
    ...over,
  };
}

function rowsOf(given: ChangeFacts, change: Parameters<typeof changeRows>[1]): string[] | string {
  const rows = changeRows(given, change);
  if (!rows.ok) return rows.refusal.kind;
  return rows.value.map(({ seq, dueOn, amountMinor }) => `${seq} ${dueOn} ${amountMinor}`);
}

describe("which rows a change makes", () => {
  test("moved within its neighbours and the days that the pack allows, counted from the day first agreed", () => {
    expect(rowsOf(facts(1000n), { kind: "move", seq: 2, to: day("2027-03-19") })).toEqual([
      "2 2027-03-19 1000",
      "3 2027-04-05 1000",
      "4 2027-05-05 1000",
    ]);
    expect(rowsOf(facts(1000n), { kind: "move", seq: 2, to: day("2027-03-20") })).toBe("too-late");
    expect(rowsOf(facts(1000n), { kind: "move", seq: 2, to: addDays(today, -1) })).toBe("too-early");
    expect(rowsOf(facts(1000n), { kind: "move", seq: 1, to: day("2027-03-02") })).toBe("no-such-instalment");
    const agreedOn = new Map([[2, day("2027-02-25")]]);
    expect(rowsOf(facts(1000n, { agreedOn }), { kind: "move", seq: 2, to: day("2027-03-12") })).toBe("too-late");
  });

  test("one that was missed can still be moved, but not past the next", () => {
    expect(rowsOf(facts(0n), { kind: "move", seq: 1, to: day("2027-03-05") })).toBe("too-late");
    const later = facts(0n, { limits: { ...limits, moveMaxDays: 40 } });
    expect(rowsOf(later, { kind: "move", seq: 1, to: day("2027-03-04") })).toHaveLength(4);
    expect(rowsOf(later, { kind: "move", seq: 1, to: day("2027-03-05") })).toBe("too-late");
  });

  test("skipped, it comes at the end on the next day of the rhythm", () => {
    expect(rowsOf(facts(1000n), { kind: "skip", seq: 2 })).toEqual([
      "3 2027-04-05 1000",
      "4 2027-05-05 1000",
      "5 2027-06-05 1000",
    ]);
    expect(rowsOf(facts(1000n, { latestEnd: day("2027-06-04") }), { kind: "skip", seq: 2 })).toBe("end-too-late");
  });

  test("what was paid of a skipped one stays, and only the rest is put off", () => {
    expect(rowsOf(facts(1600n), { kind: "skip", seq: 2 })).toEqual([
      "3 2027-04-05 1000",
      "4 2027-05-05 1000",
      "5 2027-06-05 400",
    ]);
  });

  test("lowered, the rest goes to the end, so that no other instalment grows", () => {
    expect(rowsOf(facts(1000n), { kind: "reduce", seq: 3, amountMinor: 500n })).toEqual([
      "2 2027-03-05 1000",
      "3 2027-04-05 500",
      "4 2027-05-05 1000",
      "5 2027-06-05 500",
    ]);
    expect(rowsOf(facts(1000n), { kind: "reduce", seq: 4, amountMinor: 600n })).toEqual([
      "2 2027-03-05 1000",
      "3 2027-04-05 1000",
      "4 2027-05-05 600",
      "5 2027-06-05 400",
    ]);
    expect(rowsOf(facts(1000n), { kind: "reduce", seq: 3, amountMinor: 499n })).toBe("amount-too-low");
    expect(rowsOf(facts(1000n), { kind: "reduce", seq: 3, amountMinor: 601n })).toBe("amount-too-high");
  });

  test("paying more is above what is usual and at most all of it", () => {
    expect(rowsOf(facts(1000n), { kind: "pay_more", amountMinor: 1500n })).toEqual([
      "2 2027-03-05 1500",
      "3 2027-04-05 1500",
      "4 2027-05-05 1500",
    ]);
    expect(rowsOf(facts(1000n), { kind: "pay_more", amountMinor: 1000n })).toBe("amount-too-low");
    expect(rowsOf(facts(1000n), { kind: "pay_more", amountMinor: 3001n })).toBe("amount-too-high");
  });

  test("a plan that is broken, or of a kind that has nothing to skip, is changed with a person", () => {
    expect(rowsOf(facts(0n, { status: "breached" }), { kind: "skip", seq: 1 })).toBe("not-now");
    expect(rowsOf(facts(0n, { kind: "settlement" }), { kind: "skip", seq: 1 })).toBe("not-for-kind");
    expect(rowsOf(facts(0n, { kind: "pause" }), { kind: "move", seq: 1, to: today })).toBe("not-for-kind");
  });
});

test("changes count for a year, and the answer says when the next one can be made", () => {
  const made = [
    { cause: "signed", on: addDays(today, -20) },
    { cause: "skipped", on: addDays(today, -364) },
    { cause: "moved", on: addDays(today, -365) },
    { cause: "moved", on: addDays(today, -10) },
  ];
  expect(countChangesLeft(made, limits, today)).toEqual({ moves: 2, skips: 0, reductions: 2 });
  const refused = changeRows(facts(1000n, { made }), { kind: "skip", seq: 2 });
  expect(refused).toEqual({ ok: false, refusal: { kind: "used-up", perYear: 1, againOn: addDays(today, 1) } });
  expect(countChangesLeft(made, limits, addDays(today, 1)).skips).toBe(1);
});

test("the next day of a rhythm is counted from its first one", () => {
  const firstOn = day("2027-01-28");
  expect(nextOfRhythm({ every: "month", firstOn, count: 2 }, day("2027-02-28"))).toBe("2027-03-28");
  expect(nextOfRhythm({ every: "month", firstOn, count: 2 }, day("2027-03-03"))).toBe("2027-03-28");
  expect(nextOfRhythm({ every: "fortnight", firstOn, count: 2 }, day("2027-02-11"))).toBe("2027-02-25");
  expect(nextOfRhythm(undefined, day("2027-01-31"))).toBe("2027-02-28");
});
