// What a checkout session may be asked. Every parameter of the pinned SDK is named here, either
// with its spec or as `unserved()`: `satisfies` fails in tsc when one is missing or invented.

import type { Stripe } from "stripe";
import { PAGE_FIELDS } from "./paging.ts";
import {
  flag,
  integer,
  list,
  metadata,
  needed,
  object,
  oneOf,
  range,
  someOf,
  text,
  unserved,
  url,
  type Read,
} from "./spec.ts";
import { METHODS } from "./world.ts";

type Create = Stripe.Checkout.SessionCreateParams;
type LineItemParam = NonNullable<Create["line_items"]>[number];
type PriceData = NonNullable<LineItemParam["price_data"]>;
type ProductData = NonNullable<PriceData["product_data"]>;
type IntentData = NonNullable<Create["payment_intent_data"]>;
type MethodParam = NonNullable<Create["allowed_payment_method_types"]>[number];
type ExcludedParam = NonNullable<Create["excluded_payment_method_types"]>[number];

const productData = object({
  description: text(),
  images: unserved(),
  metadata: metadata(),
  name: needed(text()),
  tax_code: unserved(),
  tax_details: unserved(),
  unit_label: unserved(),
} satisfies Record<keyof ProductData, unknown>);

const priceData = object({
  currency: needed(text(3)),
  product: unserved(),
  product_data: needed(productData),
  recurring: unserved(),
  tax_behavior: unserved(),
  unit_amount: needed(integer(0, 99_999_999)),
  unit_amount_decimal: unserved(),
} satisfies Record<keyof PriceData, unknown>);

export const lineItemParam = object({
  adjustable_quantity: unserved(),
  metadata: metadata(),
  price: unserved(),
  price_data: needed(priceData),
  quantity: needed(integer(1, 999_999)),
  tax_rates: unserved(),
} satisfies Record<keyof LineItemParam, unknown>);

const intentData = object({
  application_fee_amount: unserved(),
  capture_method: someOf<NonNullable<IntentData["capture_method"]>>(["automatic_async"]),
  description: text(1000),
  metadata: metadata(),
  on_behalf_of: unserved(),
  receipt_email: unserved(),
  setup_future_usage: unserved(),
  shipping: unserved(),
  statement_descriptor: unserved(),
  statement_descriptor_suffix: unserved(),
  transfer_data: unserved(),
  transfer_group: unserved(),
} satisfies Record<keyof IntentData, unknown>);

type MethodOptions = NonNullable<Create["payment_method_options"]>;
type WechatClient = NonNullable<MethodOptions["wechat_pay"]>["client"];

/** Only what names the payer's device; the many other options are refused as unknown here. */
const methodOptions = object({
  wechat_pay: object({ client: needed(oneOf<WechatClient>({ android: true, ios: true, web: true })) }),
});

const locale = oneOf<NonNullable<Create["locale"]>>({
  auto: true,
  bg: true,
  cs: true,
  da: true,
  de: true,
  el: true,
  en: true,
  "en-GB": true,
  es: true,
  "es-419": true,
  et: true,
  fi: true,
  fil: true,
  fr: true,
  "fr-CA": true,
  "hi-IN": true,
  hr: true,
  hu: true,
  id: true,
  it: true,
  ja: true,
  ko: true,
  lt: true,
  lv: true,
  ms: true,
  mt: true,
  nb: true,
  nl: true,
  pl: true,
  pt: true,
  "pt-BR": true,
  ro: true,
  ru: true,
  sk: true,
  sl: true,
  sv: true,
  th: true,
  tr: true,
  vi: true,
  zh: true,
  "zh-HK": true,
  "zh-TW": true,
});

export const createSessionParams = object({
  adaptive_pricing: object({ enabled: flag() }),
  after_expiration: unserved(),
  allow_promotion_codes: unserved(),
  allowed_payment_method_types: list(someOf<MethodParam>(METHODS)),
  automatic_tax: unserved(),
  billing_address_collection: unserved(),
  branding_settings: unserved(),
  cancel_url: url(),
  client_reference_id: text(200),
  consent_collection: unserved(),
  currency: text(3),
  custom_fields: unserved(),
  custom_text: unserved(),
  customer: text(),
  customer_account: unserved(),
  customer_creation: unserved(),
  customer_email: text(800),
  customer_update: unserved(),
  discounts: unserved(),
  excluded_payment_method_types: list(someOf<ExcludedParam>(METHODS)),
  expand: list(text()),
  expires_at: integer(0),
  integration_identifier: text(200),
  invoice_creation: unserved(),
  line_items: list(lineItemParam),
  locale,
  managed_payments: unserved(),
  metadata: metadata(),
  // Setup mode comes with saved cards; `sessions.ts` refuses it and subscriptions by name.
  mode: needed(oneOf<NonNullable<Create["mode"]>>({ payment: true, setup: true, subscription: true })),
  name_collection: unserved(),
  optional_items: unserved(),
  origin_context: unserved(),
  payment_intent_data: intentData,
  payment_method_collection: unserved(),
  payment_method_configuration: unserved(),
  payment_method_data: unserved(),
  payment_method_options: methodOptions,
  permissions: unserved(),
  phone_number_collection: unserved(),
  redirect_on_completion: unserved(),
  return_url: unserved(),
  saved_payment_method_options: unserved(),
  setup_intent_data: unserved(),
  shipping_address_collection: unserved(),
  shipping_options: unserved(),
  submit_type: oneOf<NonNullable<Create["submit_type"]>>({
    auto: true,
    book: true,
    donate: true,
    pay: true,
    subscribe: true,
  }),
  subscription_data: unserved(),
  success_url: url(),
  tax_id_collection: unserved(),
  ui_mode: someOf<NonNullable<Create["ui_mode"]>>(["hosted_page"]),
  wallet_options: unserved(),
} satisfies Record<keyof Create, unknown>);

export type CreateSession = Read<typeof createSessionParams>;
export type LineItemRead = Read<typeof lineItemParam>;

type ListSessions = Stripe.Checkout.SessionListParams;

export const listSessionsParams = object({
  ...PAGE_FIELDS,
  created: range(),
  customer: text(),
  customer_account: unserved(),
  customer_details: unserved(),
  payment_intent: text(),
  payment_link: unserved(),
  status: oneOf<NonNullable<ListSessions["status"]>>({ complete: true, expired: true, open: true }),
  subscription: unserved(),
} satisfies Record<keyof ListSessions, unknown>);
