// What holds the stand-in to the pinned SDK is the compiler: objects are typed as `Wire<…>`,
// parameters as `Record<keyof …Params, …>`. These tests show that the compiler can say no; each
// `@ts-expect-error` is itself an error in `tsc --noEmit` as soon as its line compiles.

import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { checkoutParams, rehearse } from "./rehearsal.ts";
import { object, oneOf, readParams, text } from "./spec.ts";
import { API_VERSION, type Charge, type PaymentIntent, type Session } from "./wire.ts";

test("the version served is the SDK's own", () => {
  expect(API_VERSION).toBe(Stripe.API_VERSION);
});

test("a mutated object does not compile", () => {
  // The SDK's own type takes a misspelt status, ours does not.
  const open: Stripe.Checkout.Session["status"] = "opne";
  // @ts-expect-error a status that does not exist
  const status: Session["status"] = "opne";
  // @ts-expect-error a misspelt member deep inside a list
  const methods: PaymentIntent["allowed_payment_method_types"] = ["crad"];
  // @ts-expect-error an amount as text
  const amount: PaymentIntent["amount"] = "82000";
  // @ts-expect-error a field that does not exist
  const charge: Partial<Charge> = { amount_taken: 82_000 };
  // @ts-expect-error a required field left out
  const details: Session["automatic_tax"] = { enabled: false };
  expect([open, status, methods, amount, charge, details]).toHaveLength(6);
});

test("a mutated parameter table does not compile", () => {
  type Expire = Stripe.RefundListParams;
  // @ts-expect-error a parameter of the SDK left out
  object({ charge: text() } satisfies Record<keyof Expire, unknown>);
  type Status = NonNullable<Stripe.Checkout.SessionListParams["status"]>;
  // @ts-expect-error a member of the union left out
  const short = oneOf<Status>({ complete: true, expired: true });
  // @ts-expect-error a member that the union does not have
  const long = oneOf<Status>({ complete: true, expired: true, open: true, paid: true });
  expect(() => readParams({ status: "opne" }, { status: short })).toThrow("must be one of");
  expect(() => readParams({ status: "opne" }, { status: long })).toThrow("must be one of");
});

/** Answers are JSON: a field that is undefined would be silently missing from it. */
function undefinedFields(value: unknown, path = ""): string[] {
  if (value === undefined) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => undefinedFields(inner, `${path}.${key}`));
}

test("no remembered object has an undefined field, which JSON would lose", async () => {
  const { stripe, control } = await rehearse();
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  await control.pay({ session: id, method: "wechat_pay" });
  const session = await stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
  expect(undefinedFields({ ...session, lastResponse: null })).toEqual([]);
  expect(undefinedFields({ a: { b: undefined } })).toEqual([".a.b"]);
});
