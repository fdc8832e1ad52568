import { expect, test } from "vitest";
import { translator } from "#app/i18n/i18n.ts";
import { languages } from "#app/i18n/languages.ts";
import { day } from "#app/kernel/calendar.ts";
import { differencesOf, figureGroupNames, figureGroups, figureSince, figuresOf } from "./compare-packs.ts";
import { sayFigure } from "./figure-words.ts";
import { figureNames } from "./policy.schema.ts";
import { addPolicies, knownPolicies, requirePolicy, type FigureName, type PolicyPack } from "./policy.ts";

const cn = requirePolicy("cn-2026-11");
const changed = (changes: Partial<PolicyPack>): PolicyPack => ({ ...cn, ...changes });

test("every figure has its place on the page, once", () => {
  const placed = figureGroupNames.flatMap((group) => [...figureGroups[group]] as FigureName[]);
  expect(placed.length).toBe(figureNames.length);
  expect(new Set(placed)).toEqual(new Set(figureNames));
});

test("every figure of every pack can be said in both languages", () => {
  for (const id of knownPolicies()) {
    for (const language of languages) {
      const speech = { t: translator(language), language };
      for (const name of figureNames) {
        const lines = sayFigure(requirePolicy(id), name, speech);
        expect([name, lines.length]).not.toEqual([name, 0]);
        for (const line of lines)
          expect([name, line]).toEqual([name, expect.not.stringMatching(/policy\.|\{\{|undefined|^$/)]);
      }
    }
  }
});

test("figures read as an operator would say them", () => {
  const en = { t: translator("en"), language: "en" as const };
  expect(sayFigure(cn, "planMaxMonths", en)).toEqual(["60 months"]);
  expect(sayFigure(requirePolicy("us-2026-11"), "planMaxMonths", en)).toEqual(["no such limit"]);
  expect(sayFigure(cn, "contactWindow", en)).toEqual(["8:00 to 22:00 where the borrower is"]);
  expect(sayFigure(cn, "tokenPayment", en)).toEqual(["¥10.00"]);
  expect(sayFigure(cn, "calendar", en)).toContain(
    "worked weekend days in 2026: 01-04, 02-14, 02-28, 05-09, 09-20, 10-10",
  );
  expect(sayFigure(cn, "calendar", en)[1]).toContain("02-15 to 02-23");
  const zh = { t: translator("zh-CN"), language: "zh-CN" as const };
  expect(sayFigure(cn, "proposalAnswerWorkingDays", zh)).toEqual(["3个工作日"]);
});

test("two packs differ in what they say, or only in why", () => {
  expect(differencesOf(cn, cn)).toEqual([]);
  const other = changed({
    planGraceDays: { ...cn.planGraceDays, value: 10 },
    retentionYears: { ...cn.retentionYears, source: "our own rule" },
  });
  expect(differencesOf(cn, other)).toEqual([
    { name: "planGraceDays", kind: "differs" },
    { name: "retentionYears", kind: "grounds" },
  ]);
});

test("a figure is in force since the first pack that had it so, without a break", () => {
  const next = changed({
    id: "cn-next",
    inForceFrom: day("2027-01-01"),
    planGraceDays: { ...cn.planGraceDays, value: 10 },
  });
  const last = {
    ...next,
    id: "cn-last",
    inForceFrom: day("2027-07-01"),
    retentionYears: { ...cn.retentionYears, value: 6 },
  };
  addPolicies([next, last]);
  expect(figureSince(last, "signWithinDays")).toBe("2026-11-01");
  expect(figureSince(last, "planGraceDays")).toBe("2027-01-01");
  expect(figureSince(last, "retentionYears")).toBe("2027-07-01");
});

test("a figure that an old record does not know is left out, not guessed", () => {
  const { a11y: _unknown, ...rest } = cn;
  const old = rest as PolicyPack;
  expect(figuresOf(old, "rights")).not.toContain("a11y");
  expect(differencesOf(cn, old)).toEqual([]);
});
