import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { staffRoles } from "#app/kernel/permissions.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { latestSnooze, levelsOf, refuseSnooze, refuseTaker } from "./work-items.ts";

const { calendar } = requirePolicy("cn-2026-11");
/** A Monday. */
const today = day("2026-11-23");
const desk = (dueOn: string) => ({ stage: "desk" as const, dueOn: day(dueOn) });
const why = (item: Parameters<typeof refuseSnooze>[2], until: string) =>
  refuseSnooze(calendar.value, today, item, day(until))?.why;

test("what is promised for a day sleeps until that day and no longer", () => {
  expect(why(desk("2026-11-26"), "2026-11-26")).toBeUndefined();
  expect(why(desk("2026-11-26"), "2026-11-27")).toBe("too-late");
  expect(why(desk("2026-11-23"), "2026-11-24")).toBe("too-late");
  expect(latestSnooze(calendar.value, today, desk("2026-11-23"))).toBeUndefined();
});

test("it wakes on a working day that is still to come", () => {
  expect(why(desk("2026-12-20"), "2026-11-23")).toBe("not-ahead");
  expect(why(desk("2026-12-20"), "2026-11-20")).toBe("not-ahead");
  expect(why(desk("2026-12-20"), "2026-11-28")).toBe("not-working");
  expect(why(desk("2026-12-20"), "2026-11-30")).toBeUndefined();
});

test("nothing sleeps longer than 14 days, and what waits for the borrower may sleep past its day", () => {
  expect(why(desk("2026-12-31"), "2026-12-07")).toBeUndefined();
  expect(why(desk("2026-12-31"), "2026-12-08")).toBe("too-late");
  expect(why({ stage: "borrower", dueOn: day("2026-11-24") }, "2026-12-07")).toBeUndefined();
});

test("a day off at the end of the time moves the last day back, never on", () => {
  // 29 November 2026 is a Sunday.
  expect(latestSnooze(calendar.value, today, desk("2026-11-29"))).toBe("2026-11-27");
});

test("what was handed up is for those who are the second pair of eyes", () => {
  const item = { level: "senior", notFor: undefined } as const;
  const takers = staffRoles.filter((role) => refuseTaker(item, { staffId: "me", role }) === undefined);
  expect(takers).toEqual(["senior_agent"]);
  expect(levelsOf("agent")).toEqual(["agent"]);
});

test("whoever declined the proposal before does not read the next one", () => {
  const item = { level: "agent", notFor: "me" } as const;
  expect(refuseTaker(item, { staffId: "me", role: "senior_agent" })).toBe("declined-before");
  expect(refuseTaker(item, { staffId: "you", role: "agent" })).toBeUndefined();
});
