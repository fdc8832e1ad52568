import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { addDays, addMonths, day, dayNumber, daysBetween } from "./calendar.ts";

const anyDay = fc.integer({ min: 0, max: 100_000 }).map((count) => addDays(day("1900-01-01"), count));

test("months are counted from the anchor and end where a month ends", () => {
  expect(addMonths(day("2027-01-31"), 1)).toBe("2027-02-28");
  expect(addMonths(day("2028-01-31"), 1)).toBe("2028-02-29");
  expect(addMonths(day("2027-01-31"), 2)).toBe("2027-03-31");
  expect(addMonths(day("2027-01-15"), -1)).toBe("2026-12-15");
  expect(addMonths(day("2027-12-15"), 12)).toBe("2028-12-15");
});

test("for any day, counting days and months agrees with the calendar of the language", () => {
  fc.assert(
    fc.property(anyDay, anyDay, fc.integer({ min: -60, max: 60 }), (a, b, months) => {
      const plain = Temporal.PlainDate.from(a);
      expect(daysBetween(a, b)).toBe(plain.until(Temporal.PlainDate.from(b)).days);
      expect(dayNumber(b) - dayNumber(a)).toBe(daysBetween(a, b));
      expect(addMonths(a, months)).toBe(plain.add({ months }).toString());
    }),
    { numRuns: 2_000 },
  );
});
