// `expand[]`: an id is replaced by its object, along a path, in a copy of the answer.

import { badParam } from "./api-error.ts";
import type { World } from "./world.ts";

type Json = Record<string, unknown>;

/** Per object, the fields that hold an id which this stand-in can replace by its object. */
const EXPANDABLE: Record<string, readonly string[]> = {
  "checkout.session": ["customer", "payment_intent", "line_items"],
  payment_intent: ["customer", "latest_charge"],
  charge: ["balance_transaction", "customer", "failure_balance_transaction", "payment_intent", "refunds"],
  refund: ["balance_transaction", "charge", "failure_balance_transaction", "payment_intent"],
  balance_transaction: ["source"],
};

const DEEPEST = 4;

export function expandAnswer(world: World, answer: object, paths: readonly string[]): object {
  if (paths.length === 0) return answer;
  const copy = structuredClone(answer) as Json;
  for (const path of paths) {
    const steps = path.split(".");
    const depth = steps[0] === "data" ? steps.length - 1 : steps.length;
    if (depth > DEEPEST) {
      throw badParam(`You cannot expand more than ${DEEPEST} levels of a property.`, "expand");
    }
    walk(world, copy, steps, path);
  }
  return copy;
}

function walk(world: World, at: Json, steps: readonly string[], path: string): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (at["object"] === "list") {
    if (step !== "data") throw cannotExpand(path, step);
    for (const item of at["data"] as Json[]) walk(world, item, rest, path);
    return;
  }
  if (!EXPANDABLE[String(at["object"])]?.includes(step)) throw cannotExpand(path, step);
  const known = at[step];
  const value = typeof known === "object" ? known : (includedList(world, at, step) ?? known);
  if (value === null || value === undefined) return;
  // Two paths may share a beginning; what is already an object is walked, not replaced.
  const next = typeof value === "string" ? structuredClone(lookUp(world, value)) : value;
  if (next === undefined) return;
  at[step] = next;
  walk(world, next as Json, rest, path);
}

/** Lists that are left out of an object until they are asked for. */
function includedList(world: World, at: Json, step: string): object | undefined {
  const id = String(at["id"]);
  if (step === "line_items") {
    const data = world.state.checkouts[id]?.lineItems ?? [];
    return listOf(structuredClone(data), `/v1/checkout/sessions/${id}/line_items`);
  }
  if (step === "refunds") {
    const refunds = Object.values(world.state.refunds).filter((refund) => refund.charge === id);
    return listOf(structuredClone(refunds.toReversed()), `/v1/charges/${id}/refunds`);
  }
  return undefined;
}

function listOf(data: object[], url: string): object {
  return { object: "list", data, has_more: false, url };
}

function lookUp({ state }: World, id: string): object | undefined {
  return (
    state.customers[id] ??
    state.paymentIntents[id] ??
    state.charges[id] ??
    state.refunds[id] ??
    state.balanceTransactions[id]
  );
}

function cannotExpand(path: string, step: string): Error {
  const message = `This property cannot be expanded (${step}). You may want to try expanding a different property. (path: ${path})`;
  return badParam(message, "expand");
}
