import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { agreement as english } from "#app/i18n/en/agreement.ts";
import { languages } from "#app/i18n/languages.ts";
import { agreement as chinese } from "#app/i18n/zh/agreement.ts";
import { addMonths, day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import type { OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { splitAtAmounts } from "#app/kernel/money.ts";
import { agreementVersion, canonicalBody, clausesOf, hashText, readBody, type AgreementFacts } from "./agreement.ts";
import { makeBody } from "./agreement-text.ts";
import { certificateVersion } from "./certificate.ts";
import { moveTerms } from "#app/modules/hardship/move-dates.ts";
import { newPublicCode, readPublicCode } from "./public-code.ts";

const pack = requirePolicy("cn-2026-11");
const balances = { ...noAmounts, principal: 1_000_000n, interest: 23_456n, penalty_interest: 1_200n, fee: 5_000n };
const accountId = newId();

function quote(terms: OptionTerms, changes: Partial<Quote> = {}): Quote {
  const balanceMinor = totalOf(balances);
  const instalments = [0, 1, 2].map((index) => {
    const amountMinor = index < 2 ? 350_000n : balanceMinor + 6_789n - 700_000n;
    return {
      seq: index + 1,
      dueOn: addMonths(day("2026-12-10"), index),
      amountMinor,
      parts: [{ accountId, amountMinor }],
    };
  });
  const totals = { balanceMinor, totalMinor: balanceMinor + 6_789n, costMinor: 6_789n, waivedMinor: 0n, leftMinor: 0n };
  return {
    terms,
    interest: "reduced",
    currency: "CNY",
    instalments,
    firstOn: day("2026-12-10"),
    lastOn: day("2027-02-10"),
    differenceMinor: 6_789n,
    monthlyMinor: 350_000n,
    accounts: [{ accountId, ...totals }],
    ...totals,
    ...changes,
  };
}

const rhythm = { every: "month", firstOn: day("2026-12-10"), count: 3 } as const;

const quotes: Readonly<Record<OptionTerms["kind"], Quote>> = {
  full_by_date: quote({ kind: "full_by_date", on: day("2026-12-10") }),
  instalments: quote({ kind: "instalments", rhythm, upfrontMinor: 0n }),
  stepped: quote({ kind: "stepped", rhythm, lowCount: 1, lowMinor: 10_000n }),
  token: quote(
    { kind: "token", firstOn: day("2026-12-10"), months: 3, amountMinor: 1_000n },
    { leftMinor: 1_026_656n },
  ),
  pause: quote(
    { kind: "pause", from: day("2026-11-23"), months: 3 },
    { instalments: [], firstOn: undefined, totalMinor: 0n, leftMinor: 1_036_445n, lastOn: day("2027-02-23") },
  ),
  waiver: quote({ kind: "waiver", rhythm, waive: ["penalty_interest", "fee"] }, { waivedMinor: 6_200n }),
  settlement: quote({ kind: "settlement", rhythm, payMinor: 700_000n }, { waivedMinor: 329_656n }),
};

function facts(
  kind: OptionTerms["kind"],
  productType: "consumer_loan" | "credit_card" = "consumer_loan",
): AgreementFacts {
  const both = (zh: string, en: string) => ({ "zh-CN": zh, en });
  const { terms } = quotes[kind];
  return {
    textVersion: agreementVersion,
    planId: newId(),
    reference: "L-7KQ4-M2XD",
    code: newPublicCode(),
    checkAt: "https://anhuan.example/certificates/x",
    preparedOn: day("2026-11-23"),
    signUntil: day("2026-12-07"),
    datesMoved: false,
    creditor: { code: "RIVER", legalName: both("河畔银行股份有限公司", "River Bank Co., Ltd") },
    operator: {
      legalName: both("安还演示服务有限公司", "Anhuan Demo Services Ltd"),
      registration: both("演示", "demo"),
    },
    borrower: { name: "李小云", maskedIdNumber: "990***********0156" },
    accounts: [
      {
        id: accountId,
        accountNumber: "RIVER-09000001",
        productType,
        contractOn: day("2025-03-01"),
        balances,
        ratePpm: 30_000,
        order: ["cost", "interest", "penalty_interest", "principal", "fee"],
      },
    ],
    quote: quotes[kind],
    interest: { mode: "reduced", ratePpm: 30_000 },
    waive: terms.kind === "waiver" ? terms.waive : [],
    rules: {
      packId: pack.id,
      graceDays: pack.planGraceDays.value,
      cureDays: pack.planCureDays.value,
      breachAfterMissed: pack.planBreachAfterMissed.value,
      changes: pack.planChanges.value,
      maxMonths: pack.planMaxMonths.value,
      fundsClearDays: pack.fundsClearDays.value,
      creditReportDays: pack.creditReportObjectionDays.value,
      limitationYears: 3,
      cardPromise: true,
      card: undefined,
    },
    complaints: {
      creditorPhone: "000-0000-0003",
      creditorEmail: "care@river.example",
      operatorPhone: "000-0000-0000",
      operatorEmail: "help@anhuan.example",
      lines: [{ name: both("12378 热线", "12378 line"), phone: "12378" }],
    },
  };
}

const kinds = Object.keys(quotes) as OptionTerms["kind"][];
const wordsOf = (text: ReturnType<typeof makeBody>["texts"]["en"]): string => JSON.stringify(text);
const amountsOf = (text: string): string[] =>
  splitAtAmounts(text)
    .flatMap((piece) => (typeof piece === "string" ? [] : [piece.amountMinor.toString()]))
    .toSorted();

describe.each(kinds)("the agreement on %s", (kind) => {
  const made = facts(kind);
  const { texts } = makeBody(made);

  test("has the same clauses, rows and amounts in both languages", () => {
    const [zh, other] = [texts["zh-CN"], texts.en];
    expect(zh.clauses.map(({ key }) => key)).toEqual(other.clauses.map(({ key }) => key));
    expect(zh.clauses.map(({ key }) => key)).toEqual(clausesOf(made));
    expect(zh.clauses.map(({ paragraphs }) => paragraphs.length)).toEqual(
      other.clauses.map(({ paragraphs }) => paragraphs.length),
    );
    expect(zh.cost.rows.map(({ key }) => key)).toEqual(other.cost.rows.map(({ key }) => key));
    expect(zh.cost.rows.map(({ value }) => value)).toEqual(other.cost.rows.map(({ value }) => value));
    expect(amountsOf(wordsOf(zh))).toEqual(amountsOf(wordsOf(other)));
    expect(zh.schedule.rows.map(([, , amount]) => amount)).toEqual(other.schedule.rows.map(([, , amount]) => amount));
  });

  test("leaves no place in its sentences unfilled", () => {
    for (const language of languages)
      expect(wordsOf(texts[language])).not.toMatch(/\{\{|undefined|NaN|agreement\.[a-z]/);
  });

  test("says what is waived and when, only where something is", () => {
    const says = texts.en.clauses.some(({ key }) => key === "waiver");
    expect(says).toBe(kind === "waiver" || kind === "settlement");
  });
});

test("the table adds up: balance and new interest are the total and what is left", () => {
  const { cost, schedule } = makeBody(facts("instalments")).texts["zh-CN"];
  const minor = (key: string): bigint =>
    BigInt(amountsOf(cost.rows.find((row) => row.key === key)?.value ?? "")[0] ?? "0");
  expect(minor("principal") + minor("interest") + minor("penalty_interest") + minor("fees")).toBe(minor("balance"));
  expect(minor("balance") + minor("plan_interest")).toBe(minor("total"));
  expect(schedule.rows.reduce((sum, [, , amount = ""]) => sum + BigInt(amountsOf(amount)[0] ?? "0"), 0n)).toBe(
    minor("total"),
  );
});

test("a card's agreement holds the promise about other cards, and a loan's does not", () => {
  const promises = (type: "consumer_loan" | "credit_card") =>
    makeBody(facts("instalments", type)).texts.en.clauses.some(({ key }) => key === "card");
  expect([promises("credit_card"), promises("consumer_loan")]).toEqual([true, false]);
});

test("where the law knows no such promise, a card's agreement asks for none", () => {
  const made = facts("instalments", "credit_card");
  expect(clausesOf({ ...made, rules: { ...made.rules, cardPromise: false } })).not.toContain("card");
});

test("it says which text prevails, and that the claim was not assigned", () => {
  const { texts } = makeBody(facts("instalments"));
  expect(wordsOf(texts["zh-CN"])).toContain("以中文为准");
  expect(wordsOf(texts.en)).toContain("the Chinese text prevails");
  expect(wordsOf(texts["zh-CN"])).toContain("没有收到债权转让的通知");
});

test("the same facts are the same bytes, and one altered sign is another hash", () => {
  const made = facts("waiver");
  const canonical = canonicalBody(makeBody(made));
  expect(canonicalBody(makeBody(structuredClone(made)))).toBe(canonical);
  expect(readBody(canonical).texts).toEqual(makeBody(made).texts);
  expect(hashText(canonical.replace("李小云", "李小芸")).equals(hashText(canonical))).toBe(false);
});

test("whoever changes a word of the agreement or the certificate raises its version", () => {
  const print = (...words: object[]): string =>
    createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 16);
  expect({
    [agreementVersion]: print(chinese.text, english.text),
    [certificateVersion]: print(chinese.certificate.text, english.certificate.text),
  }).toMatchInlineSnapshot(`
    {
      "agreement/2026-11/1": "806bad839e24d138",
      "certificate/2026-11/1": "fb8d260572541e4b",
    }
  `);
});

test("a public code reads back however it was typed, and anything else is none", () => {
  const code = newPublicCode();
  expect(code).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){6}$/);
  expect(readPublicCode(` ${code.toLowerCase().replaceAll("-", " ")} `)).toBe(code);
  for (const wrong of ["", code.slice(1), `${code}2`, code.replace(/./, "0"), "x".repeat(200)]) {
    expect(readPublicCode(wrong)).toBeUndefined();
  }
});

test("dates that have passed move on in their own rhythm", () => {
  const today = day("2026-12-15");
  const moved = (terms: OptionTerms) => moveTerms(terms, today);
  expect(moved({ kind: "instalments", rhythm, upfrontMinor: 0n })).toMatchObject({
    rhythm: { firstOn: "2027-01-10", count: 3 },
  });
  expect(
    moved({ kind: "instalments", rhythm: { every: "week", firstOn: day("2026-12-10"), count: 4 }, upfrontMinor: 0n }),
  ).toMatchObject({
    rhythm: { firstOn: "2026-12-17" },
  });
  const own = { every: "own", dates: [day("2026-12-01"), day("2026-12-10"), day("2027-03-01")] } as const;
  expect(moved({ kind: "waiver", rhythm: own, waive: ["fee"] })).toMatchObject({
    rhythm: { dates: ["2026-12-15", "2027-03-01"] },
  });
  expect(moved({ kind: "pause", from: day("2026-12-01"), months: 2 })).toMatchObject({ from: today, months: 2 });
  expect(moved({ kind: "full_by_date", on: day("2026-12-01") })).toMatchObject({ on: today });
  expect(moved({ kind: "token", firstOn: day("2026-12-20"), months: 2, amountMinor: 1n })).toMatchObject({
    firstOn: "2026-12-20",
  });
});
