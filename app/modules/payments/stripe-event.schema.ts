// What is read of an event of Stripe's: which one, and which object to look at. Nothing else in it is believed.
import { z } from "zod";
import type { EventSubject, ProviderEvent } from "./payment-gateway.ts";

/** The events that say something about a payment; the others are stored when they come and never looked for. */
export const telling = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.processing",
  "payment_intent.canceled",
  "charge.succeeded",
  "charge.updated",
  "charge.failed",
] as const;

const subjects: Readonly<Record<string, EventSubject>> = {
  "checkout.session": "checkout",
  payment_intent: "intent",
  charge: "charge",
};

const identifier = z.string().regex(/^[\w-]{1,255}$/);

/** What is read of an event. A signature says who sent it, not that it makes sense. */
const SignedEvent = z
  .object({
    id: identifier,
    type: z.string().regex(/^[\w.]{1,255}$/),
    livemode: z.boolean(),
    api_version: z.string().max(255).nullish(),
    created: z.int().min(0).max(100_000_000_000),
    // Kinds that nobody reads here may have ids of other forms, or none.
    data: z.object({
      object: z.object({
        id: z
          .string()
          .regex(/^[^\p{C}]{1,255}$/u)
          .optional(),
        object: z.string().max(255).optional(),
      }),
    }),
  })
  .refine(({ type, data }) => !isTelling(type) || identifier.safeParse(data.object.id).success);

function isTelling(type: string): boolean {
  return telling.some((known) => known === type);
}

interface ReadableEvent {
  readonly id: string;
  readonly type: string;
  readonly livemode: boolean;
  readonly created: number;
  readonly api_version?: string | null | undefined;
  readonly data: { readonly object: object };
}

export function readEvent(event: ReadableEvent): ProviderEvent {
  const about = event.data.object as { id?: string; object?: string };
  return {
    id: event.id,
    type: event.type,
    live: event.livemode,
    apiVersion: event.api_version ?? undefined,
    // Kinds of events that nobody reads here (refunds, disputes, payouts) are stored as "other".
    subject: isTelling(event.type) ? (subjects[about.object ?? ""] ?? "other") : "other",
    objectId: about.id ?? "",
    createdAt: new Date(event.created * 1000),
  };
}

/** The event that was signed; undefined where its sender is right and its content is none that we could keep. */
export function readSignedEvent(event: unknown): ProviderEvent | undefined {
  const read = SignedEvent.safeParse(event);
  return read.success ? readEvent(read.data) : undefined;
}
