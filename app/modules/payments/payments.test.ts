import { expect, test } from "vitest";
import fc from "fast-check";
import { newId } from "#app/kernel/ids.ts";
import { money } from "#app/kernel/money.ts";
import type { Checkout, IncomingPayment } from "./payment-gateway.ts";
import {
  type AttemptEvent,
  type AttemptStatus,
  type Payable,
  attemptMoves,
  decideAmount,
  explainProblem,
  moveAttempt,
  paymentReference,
  readCheckoutEvent,
} from "./payments.ts";

/** ¥120.00 owed, of which ¥20.00 due; the provider takes ¥4.00 or more. */
const liHua: Payable = {
  currency: "CNY",
  balanceMinor: 12_000n,
  dueMinor: 2_000n,
  onItsWayMinor: 0n,
  minimumMinor: 400n,
  disputed: false,
};

const other = (amountText: string) => ({ choice: "other", amountText }) as const;
const yuan = (amountMinor: bigint) => money(amountMinor, "CNY");

test.each([
  ["full", "", 12_000n],
  ["due", "", 2_000n],
  ["other", "100", 10_000n],
] as const)("choosing %s with %j comes to %d", (choice, amountText, expected) => {
  expect(decideAmount(liHua, { choice, amountText })).toEqual({ ok: true, value: yuan(expected) });
});

test("an amount may be typed with full-width digits, separators and 元", () => {
  const facts = { ...liHua, balanceMinor: 500_000n };
  for (const text of ["1234.5", "1,234.50", "１２３４．５０", "¥1,234.50", "1234.50元"]) {
    expect(decideAmount(facts, other(text))).toEqual({ ok: true, value: yuan(123_450n) });
  }
});

test("catalogue 38: more than the balance is refused and the balance is named", () => {
  expect(decideAmount(liHua, other("120.01"))).toEqual({
    ok: false,
    refusal: { kind: "more-than-balance", most: yuan(12_000n) },
  });
});

test("catalogue 39: less than the minimum is refused and the minimum is named", () => {
  for (const text of ["3.99", "0", "0.01"]) {
    expect(decideAmount(liHua, other(text))).toEqual({
      ok: false,
      refusal: { kind: "below-minimum", minimum: yuan(400n) },
    });
  }
  expect(decideAmount(liHua, other("4"))).toEqual({ ok: true, value: yuan(400n) });
});

test("catalogue 39: a remainder below the minimum is refused with the two nearest amounts", () => {
  expect(decideAmount(liHua, other("119"))).toEqual({
    ok: false,
    refusal: { kind: "remainder-too-small", minimum: yuan(400n), less: yuan(11_600n), full: yuan(12_000n) },
  });
  expect(decideAmount(liHua, other("116"))).toMatchObject({ ok: true });
  expect(decideAmount(liHua, other("120"))).toMatchObject({ ok: true });
  const small = { ...liHua, balanceMinor: 700n, dueMinor: 0n };
  expect(decideAmount(small, other("5"))).toMatchObject({ refusal: { less: undefined, full: yuan(700n) } });
});

test("whatever is typed, an accepted amount leaves nothing that could not be paid later", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 50_000n), fc.bigInt(0n, 60_000n), (balanceMinor, askedMinor) => {
      const facts = { ...liHua, balanceMinor, dueMinor: 0n };
      const result = decideAmount(facts, other(`${askedMinor / 100n}.${String(askedMinor % 100n).padStart(2, "0")}`));
      if (!result.ok) return;
      const left = balanceMinor - result.value.amountMinor;
      expect(result.value.amountMinor).toBe(askedMinor);
      expect(askedMinor >= 400n && (left === 0n || left >= 400n)).toBe(true);
    }),
  );
});

test.each([
  ["12x", "amount-malformed"],
  ["1e3", "amount-malformed"],
  ["-5", "amount-malformed"],
  ["10.001", "amount-malformed"],
  ["", "amount-missing"],
] as const)("the amount %j is refused as %s", (text, kind) => {
  expect(decideAmount(liHua, other(text))).toEqual({ ok: false, refusal: { kind } });
});

test("where nothing is due, the due part cannot be chosen", () => {
  expect(decideAmount({ ...liHua, dueMinor: 0n }, { choice: "due", amountText: "" })).toMatchObject({
    refusal: { kind: "nothing-due" },
  });
});

test("an account that is disputed, settled, tiny or already being paid says so before any amount", () => {
  const full = { choice: "full", amountText: "" } as const;
  expect(decideAmount({ ...liHua, disputed: true }, full)).toMatchObject({ refusal: { kind: "disputed" } });
  expect(decideAmount({ ...liHua, balanceMinor: 0n }, full)).toMatchObject({ refusal: { kind: "settled" } });
  expect(decideAmount({ ...liHua, onItsWayMinor: 12_000n }, full)).toMatchObject({ refusal: { kind: "on-its-way" } });
  expect(decideAmount({ ...liHua, balanceMinor: 399n }, full)).toMatchObject({
    refusal: { kind: "balance-below-minimum" },
  });
});

test("what is on its way is not asked for again", () => {
  const facts = { ...liHua, onItsWayMinor: 5_000n };
  expect(decideAmount(facts, { choice: "full", amountText: "" })).toEqual({ ok: true, value: yuan(7_000n) });
  expect(decideAmount(facts, other("80"))).toMatchObject({
    refusal: { kind: "more-than-balance", most: yuan(7_000n) },
  });
});

test("nobody pays another amount than they were shown", () => {
  const wish = { choice: "full", amountText: "", shownMinor: 11_000n } as const;
  expect(decideAmount(liHua, wish)).toEqual({ ok: false, refusal: { kind: "amount-changed", amount: yuan(12_000n) } });
  expect(decideAmount(liHua, { ...wish, shownMinor: 12_000n })).toMatchObject({ ok: true });
});

const statuses = Object.keys(attemptMoves) as AttemptStatus[];
const events: AttemptEvent[] = ["opened", "lost", "expired", "processing", "failed", "paid", "mismatched"];

test("money wins over everything, and nothing leads out of money", () => {
  for (const status of statuses) {
    if (status === "quarantined") continue;
    expect(moveAttempt(status, "paid")).toBe("paid");
  }
  for (const event of events) {
    expect([undefined, "paid"]).toContain(moveAttempt("paid", event));
    expect([undefined, "quarantined"]).toContain(moveAttempt("quarantined", event));
  }
});

test("an attempt that is over never opens again", () => {
  for (const status of ["expired", "released", "processing"] as const) {
    expect(moveAttempt(status, "opened")).toBeUndefined();
  }
});

const incoming: IncomingPayment = {
  intentId: "pi_1",
  chargeId: "ch_1",
  amountMinor: 10_000n,
  currency: "CNY",
  method: "card",
  methodDetail: "4242",
  receivedAt: new Date(0),
  fee: undefined,
};
const checkout: Checkout = {
  id: "cs_1",
  url: undefined,
  attemptId: "a",
  environment: "demo",
  amountMinor: 10_000n,
  currency: "CNY",
  state: "expired",
  problem: undefined,
  incoming: undefined,
};

test("a checkout with money in it is paid whatever its state says, if the amount is the one asked for", () => {
  expect(readCheckoutEvent({ ...checkout, incoming }, yuan(10_000n))).toBe("paid");
  expect(readCheckoutEvent({ ...checkout, incoming }, yuan(10_001n))).toBe("mismatched");
  expect(readCheckoutEvent({ ...checkout, incoming: { ...incoming, currency: "EUR" } }, yuan(10_000n))).toBe(
    "mismatched",
  );
  expect(readCheckoutEvent(checkout, yuan(10_000n))).toBe("expired");
  expect(readCheckoutEvent({ ...checkout, state: "paid" }, yuan(10_000n))).toBe("processing");
});

test("a reason that nobody knows is still a plain no", () => {
  expect(explainProblem("insufficient_funds")).toBe("funds");
  expect(explainProblem("some_new_code")).toBe("declined");
  expect(explainProblem(null)).toBeUndefined();
});

test("a reference follows from the attempt, and two attempts have two", () => {
  const id = "01a20a0f-0929-7bcc-979d-057334cacfd1";
  expect(paymentReference(id)).toBe(paymentReference(id));
  expect(paymentReference(id)).toMatch(/^P(-[2-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(new Set(Array.from({ length: 500 }, () => paymentReference(newId()))).size).toBe(500);
});
