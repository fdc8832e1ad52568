import { expect, test } from "vitest";
import { exportState } from "./exports.ts";

const allowed = new Date("2026-11-23T04:00:00Z");
const state = (now: string, usedAt?: Date) =>
  exportState({ outcome: "approved", decidedAt: allowed, usedAt }, new Date(now));

test("an allowed export can be fetched for a day, once", () => {
  expect(state("2026-11-24T03:59:59Z")).toBe("ready");
  expect(state("2026-11-24T04:00:00Z")).toBe("over");
  expect(state("2026-11-23T05:00:00Z", allowed)).toBe("fetched");
});

test("before the answer it waits; after a no there is nothing to fetch", () => {
  const now = new Date("2026-11-23T05:00:00Z");
  expect(exportState({ outcome: null, decidedAt: null, usedAt: null }, now)).toBe("waiting");
  expect(exportState({ outcome: "returned", decidedAt: allowed, usedAt: null }, now)).toBe("returned");
});
