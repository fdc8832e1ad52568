import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { countCap, readWish, sayCount, workingDaysUntil, writeMark, writeWish } from "./queue.ts";

const { calendar } = requirePolicy("cn-2026-11");
const until = (dueOn: string, today = "2026-11-23") => workingDaysUntil(calendar.value, day(today), day(dueOn));

test("a day is as far as there are working days on the way", () => {
  expect(until("2026-11-23")).toBe(0);
  expect(until("2026-11-24")).toBe(1);
  // Over a weekend.
  expect(until("2026-11-30")).toBe(5);
  expect(until("2026-11-29", "2026-11-27")).toBe(1);
});

test("a day that is past is past, whether anybody worked since or not", () => {
  expect(until("2026-11-20")).toBe(-1);
  expect(until("2026-11-18")).toBe(-3);
  expect(until("2026-11-21", "2026-11-22")).toBe(-1);
});

test("no figure is said that was not counted", () => {
  expect(sayCount(countCap)).toBe("999");
  expect(sayCount(countCap + 1)).toBe("999+");
});

test("a view is the same after a way through the address", () => {
  const mark = { side: "before", at: "2026-11-23", id: newId() } as const;
  const wish = {
    view: "all",
    creditor: "RIVER",
    language: "en",
    level: "senior",
    sort: "due",
    latestFirst: true,
    mark,
  } as const;
  expect(readWish(new URLSearchParams(writeWish(wish)))).toEqual(wish);
  const opened = {
    ...wish,
    sort: "opened",
    mark: { ...mark, side: "after", at: "2026-11-23 04:00:00.123456+00" },
  } as const;
  expect(readWish(new URLSearchParams(writeWish(opened)))).toEqual(opened);
});

test("what an address says wrongly is as if it were not said", () => {
  const id = newId();
  const wrong = [
    "view=nothing&language=fr&level=boss&sort=amount",
    "after=%00",
    `after=${writeMark({ at: "2026-13-45", id })}`,
    `after=${writeMark({ at: "2026-11-23'; --", id })}`,
    `after=${writeMark({ at: "2026-11-23", id: "1 OR 1" })}`,
    `sort=opened&after=${writeMark({ at: "2026-11-23", id })}`,
    `after=${"A".repeat(5000)}`,
  ];
  for (const asked of wrong) {
    const { view, language, level, mark } = readWish(new URLSearchParams(asked));
    expect({ asked, view, language, level, mark }).toEqual({ asked });
  }
});
