import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { formatDay, formatMoment, formatTime } from "./format.ts";

test("a day reads as people write it in each language", () => {
  expect(formatDay(day("2026-11-03"), "zh-CN")).toBe("2026年11月3日");
  expect(formatDay(day("2026-11-03"), "en")).toBe("3 November 2026");
});

test("a moment is told by the agency's wall clock, across midnight", () => {
  const moment = new Date("2026-11-22T16:30:00Z");
  expect(formatMoment(moment, "zh-CN", "Asia/Shanghai")).toBe("2026年11月23日00:30");
  expect(formatMoment(moment, "en", "Asia/Shanghai")).toBe("23 November 2026, 00:30");
  expect(formatMoment(moment, "en", "Europe/London")).toBe("22 November 2026, 16:30");
  expect(formatTime(moment, "Asia/Shanghai")).toBe("00:30");
});
