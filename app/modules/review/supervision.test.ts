import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import {
  ageGroupOf,
  median,
  readSupervisionFilter,
  shareOf,
  sumWork,
  timeAnswers,
  workingDaysAfter,
  workingHoursBetween,
} from "./supervision.ts";

const calendar = requirePolicy("cn-2026-11").calendar.value;
const zone = "Asia/Shanghai";
const at = (text: string): Date => new Date(`2026-11-${text}:00+08:00`);

test.each([
  ["the same morning", "23T09:30", "23T11:00", 1.5],
  ["before the door opens", "23T06:00", "23T10:00", 1],
  ["after it closed", "23T20:00", "24T09:30", 0.5],
  ["over a night", "23T17:00", "24T10:00", 2],
  ["over a weekend", "20T17:00", "23T10:00", 2],
  ["within a weekend", "21T10:00", "22T15:00", 0],
  ["a whole week", "16T09:00", "23T09:00", 45],
])("hours of work that pass %s", (_, from, until, hours) => {
  expect(workingHoursBetween(calendar, at(from), at(until), zone)).toBe(hours);
});

test("an age is counted in working days, and a very old one is not counted out", () => {
  expect(workingDaysAfter(calendar, day("2026-11-20"), day("2026-11-23"))).toBe(1);
  expect(workingDaysAfter(calendar, day("2026-11-23"), day("2026-11-23"))).toBe(0);
  expect(workingDaysAfter(calendar, day("2020-01-01"), day("2026-11-23"))).toBe(60);
  expect([0, 1, 2, 3, 5, 6, 10, 11].map(ageGroupOf)).toEqual([
    "upTo1",
    "upTo1",
    "upTo3",
    "upTo3",
    "upTo5",
    "upTo10",
    "upTo10",
    "longer",
  ]);
});

test("the promise is kept up to the end of the promised day, in working days", () => {
  const answer = (sent: string, answered: string) => ({
    sentAt: at(sent),
    answeredAt: at(answered),
    calendar,
    promisedWorkingDays: 2,
  });
  // Sent on a Friday: promised for Tuesday.
  const times = timeAnswers([answer("20T10:00", "24T23:00"), answer("20T10:00", "25T09:00")], zone);
  expect([times.count, times.inTime]).toEqual([2, 1]);
  expect(times.byWorkingDays).toMatchObject({ upTo3: 2, longer: 0 });
  expect(times.medianHours).toBe((8 + 9 + 9 + 8 + 9 + 9) / 2);
  expect(timeAnswers([], zone)).toMatchObject({ count: 0, medianHours: undefined });
});

test("middles, shares and sums of nothing are nothing", () => {
  expect(median([])).toBeUndefined();
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1])).toBe(2.5);
  expect(shareOf(0, 0)).toBeUndefined();
  expect(shareOf(2, 3)).toBe(67);
  const work = { open: 1, dueToday: 2, late: 3, snoozed: 4, second: 5, borrower: 6 };
  expect(sumWork([work, work])).toEqual({ open: 2, dueToday: 4, late: 6, snoozed: 8, second: 10, borrower: 12 });
});

test("a filter that is not among the choices is the usual one", () => {
  const read = (query: string) => readSupervisionFilter(new URLSearchParams(query), ["RIVER"]);
  expect(read("days=7&creditor=RIVER")).toEqual({ days: 7, creditor: "RIVER" });
  expect(read("days=1000&creditor=LANTERN")).toEqual({ days: 30, creditor: undefined });
});
