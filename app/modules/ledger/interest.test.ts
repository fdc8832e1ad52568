import fc from "fast-check";
import { expect, test } from "vitest";
import { type Day, addDays, day, daysBetween } from "#app/kernel/calendar.ts";
import { type InterestFacts, interestOf, monthsOf, openDay } from "./interest.ts";

const plain: InterestFacts = {
  from: day("2026-11-02"),
  through: day("2026-11-02"),
  ratePpm: 240_000,
  carry: 0n,
  principalMinor: 500_000n,
  changes: [],
};

test("¥5,000 at 24 % bear ¥3.28 in one day, and the part of a fen is carried", () => {
  const first = interestOf(plain);
  expect(first.amountMinor).toBe(328n);
  expect(first.carry).toBe(500_000n * 240_000n - 328n * 365_000_000n);
});

test("a year at 24 % is 24 % to the fen, in a leap year one day more", () => {
  expect(interestOf({ ...plain, from: day("2026-01-01"), through: day("2026-12-31") }).amountMinor).toBe(120_000n);
  expect(interestOf({ ...plain, from: day("2028-01-01"), through: day("2028-12-31") }).amountMinor).toBe(120_328n);
});

test("the day of a payment bears nothing on what was paid", () => {
  // 10 days on ¥5,000, of which ¥3,650 were paid on the 4th day: 3 days whole, 7 days on the rest.
  const paid = [{ effectiveOn: day("2026-11-05"), amountMinor: -365_000n }];
  const interest = interestOf({ ...plain, through: day("2026-11-11"), principalMinor: 135_000n, changes: paid });
  expect(interest.amountMinor).toBe(((3n * 500_000n + 7n * 135_000n) * 240_000n) / 365_000_000n);
});

test("what counts only later was not there yet, and what counted before is there already", () => {
  const placed = { effectiveOn: day("2026-12-01"), amountMinor: 500_000n };
  expect(interestOf({ ...plain, changes: [placed] }).amountMinor).toBe(0n);
  expect(interestOf({ ...plain, changes: [{ ...placed, effectiveOn: day("2026-11-02") }] }).amountMinor).toBe(328n);
});

test("nothing runs from the day on which it is stopped", () => {
  const span = { ...plain, through: day("2026-11-30") };
  expect(interestOf({ ...span, stoppedFrom: day("2026-11-02") })).toEqual({ amountMinor: 0n, carry: 0n });
  expect(interestOf({ ...span, stoppedFrom: day("2026-11-03") })).toEqual(interestOf(plain));
  expect(interestOf({ ...span, stoppedFrom: day("2026-12-01") })).toEqual(interestOf(span));
});

const anyChanges = fc.array(
  fc.record({ after: fc.integer({ min: -5, max: 60 }), amountMinor: fc.bigInt({ min: -10_000n, max: 10_000n }) }),
  { maxLength: 5 },
);

/** The slow and obvious way: one day after the other. */
function dayByDay({ from, through, ratePpm, principalMinor, changes }: InterestFacts): bigint {
  let exact = 0n;
  for (let date: Day = from; date <= through; date = addDays(date, 1)) {
    const later = changes.filter(({ effectiveOn }) => effectiveOn > date);
    exact += later.reduce((stands, { amountMinor }) => stands - amountMinor, principalMinor) * BigInt(ratePpm);
  }
  return exact / 365_000_000n;
}

test("for any days, rate and payments, a span equals its days one by one, however it is split", () => {
  fc.assert(
    fc.property(
      anyChanges,
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 0, max: 360_000 }),
      fc.bigInt({ min: 100_000n, max: 100_000_000n }),
      (offsets, length, cut, ratePpm, principalMinor) => {
        const changes = offsets.map(({ after, amountMinor }) => ({
          effectiveOn: addDays(plain.from, after),
          amountMinor,
        }));
        const whole = { ...plain, through: addDays(plain.from, length), ratePpm, principalMinor, changes };
        const total = interestOf(whole);
        expect(total.amountMinor).toBe(dayByDay(whole));
        if (cut >= length) return;
        const middle = addDays(plain.from, cut);
        const first = interestOf({ ...whole, through: middle });
        const second = interestOf({ ...whole, from: addDays(middle, 1), carry: first.carry });
        expect(first.amountMinor + second.amountMinor).toBe(total.amountMinor);
        expect(second.carry).toBe(total.carry);
      },
    ),
  );
});

test("a span is cut at the ends of months and no day is lost", () => {
  expect(monthsOf({ from: day("2026-11-29"), through: day("2027-01-02") })).toEqual([
    { from: "2026-11-29", through: "2026-11-30" },
    { from: "2026-12-01", through: "2026-12-31" },
    { from: "2027-01-01", through: "2027-01-02" },
  ]);
  expect(monthsOf({ from: day("2026-11-03"), through: day("2026-11-02") })).toEqual([]);
  const spans = monthsOf({ from: day("2026-01-15"), through: day("2028-03-01") });
  expect(spans.reduce((sum, { from, through }) => sum + daysBetween(from, through) + 1, 0)).toBe(777);
});

test("interest of a closed month is booked on the first open day after it", () => {
  expect(openDay(day("2026-11-30"), new Set())).toBe("2026-11-30");
  expect(openDay(day("2026-11-30"), new Set(["2026-11", "2026-12"]))).toBe("2027-01-01");
});
