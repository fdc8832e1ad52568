import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ClaimPart,
  type Line,
  type PaymentFacts,
  accounts,
  balanced,
  chargebackLines,
  components,
  excessOf,
  interestLines,
  noAmounts,
  paymentLines,
  placementLines,
  providerFeeLines,
  refundLines,
  undoPayment,
  waiverLines,
} from "./ledger.ts";

const debt = { debtId: "018f0000-0000-7000-8000-000000000001", creditorCode: "BJCF", currency: "CNY" } as const;
const borrowerId = "018f0000-0000-7000-8000-0000000000b1";

/** Account and amount, as on a ledger page. */
const page = (lines: readonly Line[]): Record<string, bigint> => {
  const rows: Record<string, bigint> = {};
  for (const { account, amountMinor } of lines) rows[account.name] = (rows[account.name] ?? 0n) + amountMinor;
  return rows;
};

const part = (component: ClaimPart["component"], amountMinor: bigint): ClaimPart => ({
  ...debt,
  component,
  amountMinor,
});
const payment = (grossMinor: bigint, ...parts: ClaimPart[]): PaymentFacts => ({
  provider: "stripe",
  currency: "CNY",
  grossMinor,
  parts,
  borrowerId,
});

test("a placement opens each component of the debt against the creditor's claim", () => {
  expect(page(placementLines(debt, { ...noAmounts, principal: 500_000n, cost: 12_000n }))).toEqual({
    [`debt:${debt.debtId}:principal`]: 500_000n,
    "claim:BJCF:principal": -500_000n,
    [`debt:${debt.debtId}:cost`]: 12_000n,
    "claim:BJCF:cost": -12_000n,
  });
});

test("a day's interest raises interest, a waiver lowers it again", () => {
  expect(page([...interestLines(debt, 328n), ...waiverLines(debt, { interest: 328n })])).toEqual({
    [`debt:${debt.debtId}:interest`]: 0n,
    "claim:BJCF:interest": 0n,
  });
});

test("a payment above what is owed leaves the excess to the payer", () => {
  expect(page(paymentLines(payment(10_000n, part("interest", 3000n), part("principal", 5000n))))).toEqual({
    "clearing:stripe": 10_000n,
    "client_money:BJCF": -8000n,
    [`unapplied:${borrowerId}`]: -2000n,
    [`debt:${debt.debtId}:interest`]: -3000n,
    "claim:BJCF:interest": 3000n,
    [`debt:${debt.debtId}:principal`]: -5000n,
    "claim:BJCF:principal": 5000n,
  });
});

test("parts above the payment are refused", () => {
  expect(() => paymentLines(payment(100n, part("principal", 101n)))).toThrow(RangeError);
});

test("the provider's fee is ours, or the creditor's where the contract says so", () => {
  expect(page(providerFeeLines("stripe", "CNY", 60n))).toEqual({ processing_fees: 60n, "clearing:stripe": -60n });
  expect(page(providerFeeLines("stripe", "CNY", 60n, "BJCF"))).toEqual({
    "client_money:BJCF": 60n,
    "clearing:stripe": -60n,
  });
});

test("a partial refund takes the payer's own credit first, then the allocation from its end", () => {
  const paid = payment(10_000n, part("interest", 3000n), part("principal", 5000n));
  expect(undoPayment(paid, 0n, 4000n)).toEqual({ excessMinor: 2000n, parts: [part("principal", 2000n)] });
  expect(undoPayment(paid, 4000n, 6000n)).toEqual({
    excessMinor: 0n,
    parts: [part("principal", 3000n), part("interest", 3000n)],
  });
  expect(() => undoPayment(paid, 4000n, 6001n)).toThrow(RangeError);
});

test("a chargeback after the creditor was paid is owed by the creditor", () => {
  const paid = payment(5000n, part("principal", 5000n));
  const undone = undoPayment(paid, 0n, 5000n);
  expect(page(chargebackLines(paid, undone, false))["client_money:BJCF"]).toBe(5000n);
  expect(page(chargebackLines(paid, undone, true))["chargeback_receivable:BJCF"]).toBe(5000n);
});

test("lines that do not balance in each book are not built", () => {
  const money = { account: accounts.rounding(), currency: "CNY", amountMinor: 1n } as const;
  const claim = { account: accounts.claim("BJCF", "cost"), currency: "CNY", amountMinor: -1n } as const;
  expect(() => balanced([money, claim])).toThrow("off by");
  expect(() => balanced([])).toThrow("has lines");
});

const anyPart = fc.record({
  debtId: fc.constantFrom("018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-000000000002"),
  creditorCode: fc.constantFrom("BJCF", "RIVER"),
  component: fc.constantFrom(...components),
  amountMinor: fc.bigInt({ min: 1n, max: 1_000_000n }),
});
const anyPayment = fc
  .record({ parts: fc.array(anyPart, { maxLength: 6 }), excess: fc.bigInt({ min: 0n, max: 10_000n }) })
  .map(({ parts, excess }) =>
    payment(
      parts.reduce((sum, { amountMinor }) => sum + amountMinor, excess),
      ...parts,
    ),
  )
  .filter(({ grossMinor }) => grossMinor > 0n);

test("catalogue 48: debits equal credits in each book, whatever was paid, refunded or charged back", () => {
  fc.assert(
    fc.property(anyPayment, fc.nat(1000), fc.boolean(), (paid, permille, remitted) => {
      const back = (paid.grossMinor * BigInt(permille)) / 1000n;
      const undone = undoPayment(paid, 0n, back === 0n ? 1n : back);
      for (const lines of [paymentLines(paid), refundLines(paid, undone), chargebackLines(paid, undone, remitted)]) {
        for (const book of ["claims", "money"]) {
          expect(
            lines
              .filter(({ account }) => account.book === book)
              .reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
          ).toBe(0n);
        }
      }
    }),
  );
});

test("catalogue 52: refunds in any number of steps undo exactly what the payment did", () => {
  fc.assert(
    fc.property(anyPayment, fc.array(fc.nat(1000), { maxLength: 4 }), (paid, cuts) => {
      const marks = [...cuts.map((permille) => (paid.grossMinor * BigInt(permille)) / 1000n), paid.grossMinor].toSorted(
        (a, b) => (a < b ? -1 : 1),
      );
      const lines = [...paymentLines(paid)];
      let undoneMinor = 0n;
      for (const mark of marks) {
        if (mark === undoneMinor) continue;
        lines.push(...refundLines(paid, undoPayment(paid, undoneMinor, mark - undoneMinor)));
        undoneMinor = mark;
      }
      expect(Object.values(page(lines)).every((sum) => sum === 0n)).toBe(true);
      expect(excessOf(paid)).toBeGreaterThanOrEqual(0n);
    }),
  );
});
