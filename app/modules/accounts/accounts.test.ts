import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, day, type Day } from "#app/kernel/calendar.ts";
import { translator } from "#app/i18n/i18n.ts";
import { languages } from "#app/i18n/languages.ts";
import { noAmounts, totalOf, type ComponentAmounts, type JournalKind } from "#app/modules/ledger/ledger.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { nameAccount, sayLine, sayNeed } from "./account-words.ts";
import {
  cutPeriod,
  decideDue,
  decideNeeds,
  drawSteps,
  foldHistory,
  formatRate,
  groupHistory,
  itemize,
  openMonth,
  pageOfHistory,
  totalsByCurrency,
  usualPeriod,
  type HistoryEntry,
} from "./accounts.ts";
import { holdsAccount } from "./requests.ts";

const today = day("2026-11-23");
const general = requirePolicy("cn-2026-11").allocation.value.general;

/** Every kind that the books know: a new one is a type error here and asks for words. */
const kinds = Object.keys({
  placement: 1,
  interest: 1,
  waiver: 1,
  write_off: 1,
  payment: 1,
  provider_fee: 1,
  refund: 1,
  reversal: 1,
  chargeback: 1,
} satisfies Record<JournalKind, 1>) as JournalKind[];

function amounts(changes: Partial<ComponentAmounts>): ComponentAmounts {
  return { ...noAmounts, ...changes };
}

let journals = 0;
function entry(
  kind: JournalKind,
  on: string,
  changes: Partial<ComponentAmounts>,
  reversedKind?: JournalKind,
): HistoryEntry {
  journals += 1;
  return { journalId: String(journals), kind, reversedKind, effectiveOn: day(on), amounts: amounts(changes) };
}

/** A history as it happens: placed, interest day by day, a payment, a waiver, a correction. */
const liHua = [
  entry("placement", "2026-09-01", { principal: 361_889n, interest: 3_688n, penalty_interest: 1_844n, fee: 9_900n }),
  entry("interest", "2026-09-29", { interest: 154n }),
  entry("interest", "2026-09-30", { interest: 154n }),
  entry("interest", "2026-10-01", { interest: 154n }),
  entry("payment", "2026-10-12", { fee: -9_900n, interest: -100n }),
  entry("waiver", "2026-10-20", { penalty_interest: -844n }),
  entry("payment", "2026-11-02", { principal: -10_000n }),
  entry("reversal", "2026-11-05", { principal: 10_000n }, "payment"),
  entry("interest", "2026-11-05", { interest: 153n }),
];

describe("what is due", () => {
  const balances = amounts({ principal: 361_889n, interest: 3_688n, penalty_interest: 1_844n, fee: 9_900n, cost: 50n });
  const standing = { balances, firstUnpaidDueOn: day("2026-10-12"), disputed: false, order: general };

  test("is interest, penalty interest and costs once a due date has passed, never principal or fees", () => {
    expect(decideDue(standing, today)).toBe(3_688n + 1_844n + 50n);
  });

  test("begins on the due date itself, and is nothing the day before", () => {
    expect(decideDue(standing, day("2026-10-12"))).toBe(5_582n);
    expect(decideDue(standing, day("2026-10-11"))).toBe(0n);
  });

  test("is nothing that a payment would not clear: where principal comes first, no part is named", () => {
    const order = ["principal", "cost", "interest", "penalty_interest", "fee"] as const;
    expect(decideDue({ ...standing, order }, today)).toBe(0n);
    expect(decideDue({ ...standing, order, balances: { ...balances, principal: 0n } }, today)).toBe(5_582n);
  });

  test("is nothing while an objection is open", () => {
    expect(decideDue({ ...standing, disputed: true }, today)).toBe(0n);
  });

  test("is never more than the balance and never below zero", () => {
    const component = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const all = fc.record({
      principal: component,
      interest: component,
      penalty_interest: component,
      fee: component,
      cost: component,
    });
    fc.assert(
      fc.property(all, fc.boolean(), fc.integer({ min: -400, max: 400 }), (balances, disputed, days) => {
        const due = decideDue({ balances, disputed, firstUnpaidDueOn: addDays(today, days), order: general }, today);
        expect(due >= 0n && due <= totalOf(balances)).toBe(true);
      }),
    );
  });
});

describe("what an account needs now", () => {
  const owing = { balances: amounts({ principal: 100n }), firstUnpaidDueOn: day("2026-10-12"), disputed: false };
  const underWay = [{ kind: "processing", amountMinor: 50n }] as const;

  test.each([
    ["an instalment whose day has passed is unpaid", owing, [], ["unpaid_instalment"]],
    [
      "an instalment of a later day lies ahead",
      { ...owing, firstUnpaidDueOn: day("2027-01-05") },
      [],
      ["instalment_ahead"],
    ],
    ["an objection silences what is due", { ...owing, disputed: true }, [], ["disputed"]],
    [
      "a payment under way is said first, so that nobody pays twice",
      owing,
      underWay,
      ["processing", "unpaid_instalment"],
    ],
    ["an account without a balance is settled", { ...owing, balances: noAmounts }, [], ["settled"]],
    [
      "money under way is still told on a settled account",
      { ...owing, balances: noAmounts },
      underWay,
      ["processing", "settled"],
    ],
  ] as const)("%s", (_name, standing, way, expected) => {
    expect(decideNeeds(standing, way, today).map(({ kind }) => kind)).toEqual(expected);
  });
});

describe("how a balance came about", () => {
  test("reads like a page of the books", () => {
    const page = groupHistory(liHua).map(
      (line) => `${line.month ?? line.from} ${line.kind} ${line.totalMinor} ${line.balanceMinor}`,
    );
    expect(page).toEqual([
      "2026-09-01 placement 377321 377321",
      "2026-09 interest 308 377629",
      "2026-10 interest 154 377783",
      "2026-10-12 payment -10000 367783",
      "2026-10-20 waiver -844 366939",
      "2026-11-02 payment -10000 356939",
      "2026-11-05 reversal 10000 366939",
      "2026-11 interest 153 367092",
    ]);
  });

  test("a month of interest opens into its days", () => {
    expect(openMonth(liHua, "2026-09").map(({ from, totalMinor }) => `${from} ${totalMinor}`)).toEqual([
      "2026-09-29 154",
      "2026-09-30 154",
    ]);
    expect(openMonth(liHua, "2026-08")).toEqual([]);
  });

  test("the itemization adds up: then + interest + fees − payments − credits = now", () => {
    const told = itemize(liHua);
    expect(told).toEqual({
      opening: 377_321n,
      interest: 615n,
      penalty_interest: 0n,
      fees: 0n,
      payments: -10_000n,
      returned: 0n,
      credits: -844n,
      now: 367_092n,
    });
    expect(told.now).toBe(totalOf(foldHistory(liHua)));
  });

  test("the bars of the picture hang on one another and end at what is owed now", () => {
    const bars = drawSteps(itemize(liHua));
    expect(bars.map(({ key, fromMinor, toMinor }) => `${key} ${fromMinor}→${toMinor}`)).toEqual([
      "opening 0→377321",
      "interest 377321→377936",
      "payments 377936→367936",
      "credits 367936→367092",
      "now 0→367092",
    ]);
  });

  test("a period has what was owed before, what happened, and what was owed after", () => {
    const { startMinor, lines, endMinor } = cutPeriod(liHua, day("2026-10-01"), day("2026-10-31"));
    expect([startMinor, lines.map(({ totalMinor }) => totalMinor), endMinor]).toEqual([
      377_629n,
      [154n, -10_000n, -844n],
      366_939n,
    ]);
  });

  test("the usual period is a year back at most and never before the itemization date", () => {
    expect(usualPeriod(day("2026-09-01"), today)).toEqual({ from: "2026-09-01", until: today });
    expect(usualPeriod(day("2013-01-01"), today)).toEqual({ from: "2025-11-01", until: today });
  });

  const change = fc.bigInt({ min: -99_999n, max: 99_999n });
  const anyEntry = fc.record({
    journalId: fc.uuid(),
    kind: fc.constantFrom(...kinds),
    reversedKind: fc.constantFrom(...kinds, undefined),
    effectiveOn: fc.integer({ min: 0, max: 900 }).map((days): Day => addDays(day("2024-09-01"), days)),
    amounts: fc.record({ principal: change, interest: change, penalty_interest: change, fee: change, cost: change }),
  });

  test("lines, pages, periods and steps of any history add up to the balance", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEntry, { selector: ({ journalId }) => journalId, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (entries, size) => {
          const balance = totalOf(foldHistory(entries));
          const lines = groupHistory(entries);
          expect(lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0n)).toBe(balance);
          expect(lines.at(-1)?.balanceMinor ?? 0n).toBe(balance);
          expect(lines.reduce((sum, { postings }) => sum + postings, 0)).toBe(entries.length);
          const { pages } = pageOfHistory(lines, 1, size);
          const all = Array.from({ length: pages }, (_, index) => pageOfHistory(lines, index + 1, size));
          expect(all.toReversed().flatMap((page) => page.lines)).toEqual(lines);
          for (const page of all) {
            const end = page.lines.reduce((sum, { totalMinor }) => sum + totalMinor, page.beforeMinor);
            expect(page.lines.at(-1)?.balanceMinor ?? 0n).toBe(end);
          }
          const { now, ...steps } = itemize(entries);
          expect([now, Object.values(steps).reduce((sum, step) => sum + step, 0n)]).toEqual([balance, balance]);
          const period = cutPeriod(entries, day("2025-01-01"), day("2026-12-31"));
          expect(period.lines.reduce((sum, { totalMinor }) => sum + totalMinor, period.startMinor)).toBe(
            period.endMinor,
          );
        },
      ),
    );
  });
});

describe("words", () => {
  test.each(languages)("%s: every kind of posting, and its correction, is explained", (language) => {
    const t = translator(language);
    for (const kind of kinds) {
      for (const reversedKind of [undefined, ...kinds]) {
        const words = sayLine(t, { kind, reversedKind, month: undefined, postings: 1 });
        expect(words).not.toMatch(/accounts\.|\{\{|undefined/);
        expect(words.length).toBeGreaterThan(2);
      }
    }
  });

  test.each(languages)("%s: every need is said", (language) => {
    const t = translator(language);
    const dueOn = day("2026-10-12");
    const needs = ["settled", "disputed", "unpaid_instalment", "instalment_ahead", "processing", "checking"] as const;
    for (const kind of needs)
      expect(sayNeed(t, { kind, dueOn, amountMinor: 1n }, language).title).not.toMatch(/accounts\.|\{\{/);
    expect(nameAccount(t, { productType: "credit_card", lastSigns: "0417" })).toContain("0417");
  });

  test("a rate keeps every digit that it has, and two at least", () => {
    expect([154_000, 239_000, 120_000, 182_500, 34_567, 0].map(formatRate)).toEqual([
      "15.40%",
      "23.90%",
      "12.00%",
      "18.25%",
      "3.4567%",
      "0.00%",
    ]);
  });
});

test("amounts in two currencies are never added up", () => {
  const owing = (principal: bigint) => amounts({ principal });
  const totals = totalsByCurrency([
    { currency: "CNY", balances: owing(5n) },
    { currency: "USD", balances: owing(7n) },
    { currency: "CNY", balances: owing(11n) },
  ]);
  expect([...totals].map(([currency, balances]) => `${currency} ${totalOf(balances)}`)).toEqual(["CNY 16", "USD 7"]);
});

test("an objection to the amount or to whose account it is holds the account; a question does not", () => {
  expect((["amount", "already_paid", "not_mine", "credit_report", "other"] as const).map(holdsAccount)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
