import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, day, daysBetween } from "#app/kernel/calendar.ts";
import { packText, readPack } from "./pack-text.ts";
import {
  addPolicies,
  addWorkingDays,
  allowanceFor,
  disclosuresOf,
  effectiveRatePpm,
  interestCapPpm,
  isWorkingDay,
  knownPolicies,
  policyById,
  requirePolicy,
} from "./policy.ts";

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

test("there is a whole pack for China, the United States and the United Kingdom, with the same figures", () => {
  const names = (id: string) => Object.keys(requirePolicy(id)).toSorted();
  expect(knownPolicies()).toEqual(["cn-2026-11", "us-2026-11", "uk-2026-11"]);
  expect(names("us-2026-11")).toEqual(names("cn-2026-11"));
  expect(names("uk-2026-11")).toEqual(names("cn-2026-11"));
});

test("what the packs must have in common: no rule refuses anybody, nobody is threatened, reminders rest", () => {
  for (const id of knownPolicies()) {
    const pack = requirePolicy(id);
    expect(pack.automaticRefusal.value).toBe("never");
    expect(pack.timeBarredLegalThreat.value).toBe("never");
    expect(pack.contactRests.value).toEqual(["agreement", "proposal", "dispute", "moratorium"]);
    expect(pack.costTableBeforeSign.value).toBe(true);
    expect(pack.atOnce.value.maxMonths).toBeLessThanOrEqual(pack.planMaxMonths.value ?? Infinity);
  }
});

test("where the law sets no length of a plan, there is none", () => {
  expect(cn.planMaxMonths.value).toBe(60);
  expect(requirePolicy("us-2026-11").planMaxMonths.value).toBeUndefined();
  expect(requirePolicy("uk-2026-11").planMaxMonths.value).toBeUndefined();
});

test("a payment goes where the person says in the US and the UK, by the Civil Code in China", () => {
  expect(knownPolicies().map((id) => requirePolicy(id).allocation.value.between)).toEqual([
    "cn-civil-code-560",
    "as-directed-only",
    "as-directed-only",
  ]);
  const versions = knownPolicies().map((id) => requirePolicy(id).allocation.value.version);
  expect(new Set(versions).size).toBe(versions.length);
});

test("a page says what has to be said there", () => {
  expect(disclosuresOf(cn, "proposal")).toEqual(["limitation_cn", "person_decides"]);
  expect(disclosuresOf(cn, "balance")).toEqual([]);
  expect(disclosuresOf(requirePolicy("us-2026-11"), "balance")).toEqual([
    "collector_first",
    "collector_again",
    "validation",
  ]);
  expect(disclosuresOf(requirePolicy("uk-2026-11"), "balance")).toEqual(["free_advice", "breathing_space"]);
  expect(disclosuresOf(cn)).toHaveLength(2);
});

test("a living allowance is that of the currency and the day", () => {
  const rows = [
    ...cn.livingAllowance.value,
    { from: day("2027-07-01"), currency: "CNY" as const, adultMinor: 70_000n, childMinor: 1n, otherMinor: 1n },
  ];
  const pack = { ...cn, livingAllowance: { ...cn.livingAllowance, value: rows } };
  expect(allowanceFor(pack, "CNY", day("2027-06-30"))?.adultMinor).toBe(60_000n);
  expect(allowanceFor(pack, "CNY", day("2027-07-01"))?.adultMinor).toBe(70_000n);
  expect(allowanceFor(pack, "CNY", day("2025-12-31"))).toBeUndefined();
  expect(allowanceFor(pack, "USD", day("2027-07-01"))).toBeUndefined();
});

describe("working days", () => {
  const { value: china } = cn.calendar;

  test("an answer is promised in working days: a weekend does not count", () => {
    expect(addWorkingDays(china, day("2026-11-23"), 3)).toBe("2026-11-26");
    expect(addWorkingDays(china, day("2026-11-26"), 3)).toBe("2026-12-01");
    expect(addWorkingDays(china, day("2026-11-28"), 1)).toBe("2026-11-30");
  });

  test("over the Spring Festival of 2026 nobody answers for nine days, and the Saturday before it is worked", () => {
    expect(addWorkingDays(china, day("2026-02-13"), 1)).toBe("2026-02-14");
    expect(addWorkingDays(china, day("2026-02-13"), 2)).toBe("2026-02-24");
    expect(addWorkingDays(china, day("2026-02-20"), 3)).toBe("2026-02-26");
  });

  test("a Saturday and a Sunday that make up for a holiday are working days", () => {
    expect(addWorkingDays(china, day("2026-02-27"), 1)).toBe("2026-02-28");
    expect(addWorkingDays(china, day("2026-09-18"), 1)).toBe("2026-09-20");
    expect(addWorkingDays(china, day("2026-09-30"), 3)).toBe("2026-10-10");
  });

  test("after the last notice the days that the law fixes still count as free", () => {
    expect(china.knownThrough).toBe("2026-12-31");
    expect(addWorkingDays(china, day("2026-12-31"), 1)).toBe("2027-01-04");
    expect(addWorkingDays(china, day("2027-02-04"), 1)).toBe("2027-02-09");
  });

  test("Christmas in England and Independence Day in the United States fall on the days that stand in for them", () => {
    const england = requirePolicy("uk-2026-11").calendar.value;
    expect(addWorkingDays(england, day("2026-12-24"), 1)).toBe("2026-12-29");
    expect(addWorkingDays(england, day("2027-12-24"), 1)).toBe("2027-12-29");
    expect(addWorkingDays(england, day("2027-03-25"), 1)).toBe("2027-03-30");
    const states = requirePolicy("us-2026-11").calendar.value;
    expect(addWorkingDays(states, day("2026-07-02"), 1)).toBe("2026-07-06");
    expect(addWorkingDays(states, day("2027-07-02"), 1)).toBe("2027-07-06");
    expect(addWorkingDays(states, day("2026-11-25"), 1)).toBe("2026-11-27");
  });

  test("a day made up for is on a weekend, a holiday of the US and the UK is not, and none is named twice", () => {
    for (const id of knownPolicies()) {
      const { holidays, workdays, weekend } = requirePolicy(id).calendar.value;
      const onWeekend = (each: string) => weekend.includes(new Date(`${each}T00:00:00Z`).getUTCDay());
      expect(workdays.filter((each) => !onWeekend(each))).toEqual([]);
      expect(holidays.filter(onWeekend).length > 0).toBe(id === "cn-2026-11");
      expect(new Set([...holidays, ...workdays]).size).toBe(holidays.length + workdays.length);
      expect([...holidays]).toEqual(holidays.toSorted());
    }
  });

  test("the result is a working day with exactly as many working days behind it as were asked for", () => {
    const start = fc.integer({ min: 0, max: 1500 }).map((days) => addDays(day("2025-01-01"), days));
    fc.assert(
      fc.property(fc.constantFrom(...knownPolicies()), start, fc.integer({ min: 1, max: 30 }), (id, from, count) => {
        const calendar = requirePolicy(id).calendar.value;
        const to = addWorkingDays(calendar, from, count);
        const passed = Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index + 1));
        expect(isWorkingDay(calendar, to)).toBe(true);
        expect(passed.filter((each) => isWorkingDay(calendar, each))).toHaveLength(count);
      }),
      { numRuns: 1000, seed: 20261123 },
    );
  });
});

describe("the text of a pack", () => {
  test("is the same whatever the order of its keys, and reads back as the pack", () => {
    for (const id of knownPolicies()) {
      const pack = requirePolicy(id);
      const turned = Object.fromEntries(Object.entries(pack).toReversed());
      expect(packText(turned)).toBe(packText(pack));
      const back = readPack(JSON.parse(packText(pack)));
      expect(packText(back)).toBe(packText(pack));
      expect(back.livingAllowance).toEqual(pack.livingAllowance);
      expect(back.planMaxMonths.value).toBe(pack.planMaxMonths.value);
    }
  });

  test("is another one where a single figure is another one", () => {
    expect(packText({ ...cn, planGraceDays: { ...cn.planGraceDays, value: 8 } })).not.toBe(packText(cn));
  });
});

test("a pack may be made known twice, but never as another one under the same id", () => {
  addPolicies([{ ...cn }]);
  expect(() => addPolicies([{ ...cn, retentionYears: { ...cn.retentionYears, value: 6 } }])).toThrow("another pack");
  expect(requirePolicy("cn-2026-11").retentionYears.value).toBe(5);
});
