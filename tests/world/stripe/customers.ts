// Customers: create, retrieve, list.

import type { Stripe } from "stripe";
import { noSuch } from "./api-error.ts";
import { makeId } from "./ids.ts";
import type { Read } from "./spec.ts";
import { list, metadata, object, range, text, unserved } from "./spec.ts";
import { PAGE_FIELDS } from "./paging.ts";
import type { Customer } from "./wire.ts";
import { emit, now, type World } from "./world.ts";

export const createCustomerParams = object({
  address: unserved(),
  balance: unserved(),
  business_name: unserved(),
  cash_balance: unserved(),
  description: text(),
  email: text(512),
  expand: list(text()),
  individual_name: unserved(),
  invoice_prefix: unserved(),
  invoice_settings: unserved(),
  metadata: metadata(),
  name: text(256),
  next_invoice_sequence: unserved(),
  payment_method: unserved(),
  phone: text(20),
  preferred_locales: list(text()),
  shipping: unserved(),
  source: unserved(),
  tax: unserved(),
  tax_exempt: unserved(),
  tax_id_data: unserved(),
  test_clock: unserved(),
  validate: unserved(),
} satisfies Record<keyof Stripe.CustomerCreateParams, unknown>);

export const listCustomersParams = object({
  ...PAGE_FIELDS,
  created: range(),
  email: text(512),
  test_clock: unserved(),
} satisfies Record<keyof Stripe.CustomerListParams, unknown>);

export function createCustomer(world: World, params: Read<typeof createCustomerParams>): Customer {
  const customer: Customer = {
    id: makeId("customer"),
    object: "customer",
    address: null,
    balance: 0,
    created: now(world),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: makeId("fingerprint").slice(0, 8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: params.metadata ?? {},
    name: params.name ?? null,
    next_invoice_sequence: 1,
    phone: params.phone ?? null,
    preferred_locales: params.preferred_locales ?? [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  world.state.customers[customer.id] = customer;
  emit(world, "customer.created", customer);
  return customer;
}

export function findCustomer(world: World, id: string, param = "id"): Customer {
  const customer = world.state.customers[id];
  // In a body Stripe answers 400 for a reference that does not exist, in a path 404.
  if (!customer) throw noSuch("customer", id, param, param === "id" ? 404 : 400);
  return customer;
}
