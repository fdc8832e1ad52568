import { Stripe } from "stripe";
import { describe, expect, test } from "vitest";
import { checkoutParams, clientFor, rehearse, refusal } from "./rehearsal.ts";

type Params = Stripe.Checkout.SessionCreateParams;

function priced(unitAmount: number | undefined, currency = "cny"): Params {
  const priceData = { currency, product_data: { name: "x" }, unit_amount: unitAmount };
  return checkoutParams({ line_items: [{ quantity: 1, price_data: priceData as never }] });
}

const AMOUNT = "line_items[0][price_data][unit_amount]";

// The casts are the point: these are the mistakes that tsc lets through.
const REFUSED: [why: string, params: Params, param: string | undefined, code: string | undefined][] = [
  ["an unknown parameter", { ...checkoutParams(), colour: "red" } as Params, "colour", "parameter_unknown"],
  [
    "the create parameter that this API version dropped",
    { ...checkoutParams(), payment_method_types: ["card"] } as Params,
    "payment_method_types",
    "parameter_unknown",
  ],
  [
    "an unknown parameter inside a hash",
    checkoutParams({ payment_intent_data: { amount: 5 } as never }),
    "payment_intent_data[amount]",
    "parameter_unknown",
  ],
  ["a misspelt mode", checkoutParams({ mode: "paymnt" }), "mode", undefined],
  ["a mode that is not served", checkoutParams({ mode: "setup" }), "mode", undefined],
  ["a locale that does not exist", checkoutParams({ locale: "zh-CN" }), "locale", undefined],
  [
    "a real parameter that is not served",
    checkoutParams({ discounts: [], phone_number_collection: { enabled: true } }),
    "phone_number_collection",
    undefined,
  ],
  ["a negative amount", priced(-5), AMOUNT, "parameter_invalid_integer"],
  ["half a cent", priced(10.5), AMOUNT, "parameter_invalid_integer"],
  ["a missing amount", priced(undefined), AMOUNT, "parameter_missing"],
  ["an amount below the minimum", priced(399), undefined, "amount_too_small"],
  ["a currency that does not exist", priced(5000, "rmb"), "line_items[0][price_data][currency]", undefined],
  ["no line items", checkoutParams({ line_items: [] }), "line_items", "parameter_missing"],
  ["a return address without http", checkoutParams({ success_url: "portal/paid" }), "success_url", "url_invalid"],
  ["a customer that does not exist", checkoutParams({ customer: "cus_nobody" }), "customer", "resource_missing"],
  [
    "a wallet that cannot pay in that currency",
    { ...priced(5000, "nzd"), allowed_payment_method_types: ["wechat_pay"] },
    undefined,
    undefined,
  ],
  ["an overlong metadata value", checkoutParams({ metadata: { a: "x".repeat(501) } }), "metadata[a]", undefined],
  ["an expansion that does not exist", checkoutParams({ expand: ["borrower"] }), "expand", undefined],
];

test.for(REFUSED)("a session is refused for %s", async ([, params, param, code]) => {
  const { stripe } = await rehearse();
  const error = await refusal(stripe.checkout.sessions.create(params));
  expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  expect(error).toMatchObject({ statusCode: 400, rawType: "invalid_request_error" });
  expect({ param: error.param, code: error.code }).toEqual({ param, code });
});

test("the minimum amount itself is accepted, and minimums are configuration", async () => {
  const { stripe } = await rehearse({ minimums: { cny: 1000 } });
  expect((await stripe.checkout.sessions.create(priced(1000))).amount_total).toBe(1000);
  const error = await refusal(stripe.checkout.sessions.create(priced(999)));
  expect(error.code).toBe("amount_too_small");
});

test("a route that is not served is a 404, not a guess", async () => {
  const { stripe } = await rehearse();
  const error = await refusal(stripe.payouts.list());
  expect(error).toMatchObject({ statusCode: 404, type: "StripeInvalidRequestError" });
  expect(error.message).toContain("Unrecognized request URL (GET: /v1/payouts)");
});

describe("what does not exist is missing in Stripe's words", () => {
  const CALLS: [name: string, call: (stripe: Stripe) => Promise<unknown>][] = [
    ["session", (stripe) => stripe.checkout.sessions.retrieve("cs_test_none")],
    ["payment intent", (stripe) => stripe.paymentIntents.retrieve("pi_none")],
    ["charge", (stripe) => stripe.charges.retrieve("ch_none")],
    ["refund", (stripe) => stripe.refunds.retrieve("re_none")],
    ["customer", (stripe) => stripe.customers.retrieve("cus_none")],
    ["event", (stripe) => stripe.events.retrieve("evt_none")],
    ["balance transaction", (stripe) => stripe.balanceTransactions.retrieve("txn_none")],
  ];
  test.for(CALLS)("%s", async ([, call]) => {
    const { stripe } = await rehearse();
    expect(await refusal(call(stripe))).toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
  });
});

test("a live key is refused before anything is read", async () => {
  const { standin } = await rehearse();
  const stripe = clientFor({ ...standin, secretKey: "sk_live_51abc" });
  const error = await refusal(stripe.customers.create({}));
  expect(error.type).toBe("StripeAuthenticationError");
  expect(error.message).toContain("refuses live keys");
});

test("another API version is refused", async () => {
  const { standin } = await rehearse();
  const stripe = clientFor(standin, { apiVersion: "2024-06-20" as never });
  expect((await refusal(stripe.customers.list())).message).toContain("2024-06-20");
});
