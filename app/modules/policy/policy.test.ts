import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { effectiveRatePpm, interestCapPpm, knownPolicies, policyById, requirePolicy } from "./policy.ts";

const cn = requirePolicy("cn-2026-11");

test("a bank's rate above 24 % is cut to it, one below runs as agreed", () => {
  expect(effectiveRatePpm(cn, "bank", day("2023-05-01"), 300_000)).toBe(240_000);
  expect(effectiveRatePpm(cn, "bank", day("2023-05-01"), 154_000)).toBe(154_000);
});

test("private lending is capped at four times the LPR of the day of the contract", () => {
  expect(interestCapPpm(cn, "private", day("2022-08-21"))).toBe(148_000);
  expect(interestCapPpm(cn, "private", day("2022-08-22"))).toBe(146_000);
  expect(interestCapPpm(cn, "private", day("2026-01-01"))).toBe(120_000);
  expect(interestCapPpm(cn, "private", day("2019-01-01"))).toBeUndefined();
});

test("every figure of every pack says where it comes from and how sure that is", () => {
  expect(knownPolicies().length).toBeGreaterThan(0);
  for (const id of knownPolicies()) {
    const pack = requirePolicy(id);
    const figures = Object.values(pack).filter(
      (value): value is { source: string; certainty: string } => typeof value === "object",
    );
    expect(figures.length).toBeGreaterThan(8);
    for (const { source, certainty } of figures) {
      expect(source.length).toBeGreaterThan(5);
      expect(["high", "medium", "low", "own"]).toContain(certainty);
    }
  }
});

test("a pack that never was is not guessed", () => {
  expect(policyById("cn-1999-01")).toBeUndefined();
  expect(() => requirePolicy("cn-1999-01")).toThrow("does not exist");
});
