import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { addWorkingDays } from "./help-cases.ts";

test("an answer is promised in working days: a weekend does not count", () => {
  expect(addWorkingDays(day("2026-11-23"), 3)).toBe("2026-11-26");
  expect(addWorkingDays(day("2026-11-26"), 3)).toBe("2026-12-01");
  expect(addWorkingDays(day("2026-11-28"), 1)).toBe("2026-11-30");
});
