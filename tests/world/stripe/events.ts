// Events: retrieve, and list as the sweeper reads it (created, types, starting_after).

import type { Stripe } from "stripe";
import { badParam, noSuch } from "./api-error.ts";
import { cutPage, PAGE_FIELDS, within, type Page } from "./paging.ts";
import { list, object, range, text, unserved, type Read } from "./spec.ts";
import type { StripeEvent } from "./wire.ts";
import type { World } from "./world.ts";

export const listEventsParams = object({
  ...PAGE_FIELDS,
  created: range(),
  delivery_success: unserved(),
  type: text(),
  types: list(text(), 20),
} satisfies Record<keyof Stripe.EventListParams, unknown>);

export function findEvent(world: World, id: string): StripeEvent {
  const event = world.state.events[id];
  if (!event) throw noSuch("event", id, "id");
  return event;
}

export function listEvents(world: World, params: Read<typeof listEventsParams>): Page<StripeEvent> {
  const { type, types } = params;
  if (type !== undefined && types !== undefined) {
    const message = "You may only specify one of these parameters: type, types.";
    throw badParam(message, "type", "parameters_exclusive");
  }
  const wanted = types ?? (type === undefined ? null : [type]);
  const found = Object.values(world.state.events).filter(
    (event) =>
      within(event.created, params.created) &&
      (wanted === null || wanted.some((pattern) => matches(event.type, pattern))),
  );
  return cutPage(found, params, "/v1/events");
}

/** `charge.*` asks for a whole family. */
function matches(type: string, pattern: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
