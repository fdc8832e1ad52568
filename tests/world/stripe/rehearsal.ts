// What the stand-in's own tests share: a started stand-in with the unmodified SDK pointed at it, a
// receiver of webhooks, and a payer with a browser's manners but no browser.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Stripe } from "stripe";
import { onTestFinished } from "vitest";
import { startStandin, type Standin, type StandinOptions } from "./standin.ts";

export interface Rehearsal {
  standin: Standin;
  stripe: Stripe;
  control: Standin["control"];
}

export function clientFor(standin: Standin, options: Partial<Stripe.StripeConfig> = {}): Stripe {
  return new Stripe(standin.secretKey, {
    host: standin.host,
    port: standin.port,
    protocol: "http",
    telemetry: false,
    ...options,
  });
}

export async function rehearse(options: StandinOptions = {}): Promise<Rehearsal> {
  const standin = await startStandin(options);
  onTestFinished(() => standin.close());
  return { standin, stripe: clientFor(standin), control: standin.control };
}

/** A checkout as the portal would ask for it: ¥820.00 towards one debt. */
export function checkoutParams(changes: Stripe.Checkout.SessionCreateParams = {}): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    success_url: "https://portal.example/pay/return?session={CHECKOUT_SESSION_ID}",
    cancel_url: "https://portal.example/pay/cancelled",
    client_reference_id: "attempt-1",
    metadata: { attempt_id: "attempt-1" },
    payment_intent_data: { metadata: { attempt_id: "attempt-1" } },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: "cny",
          unit_amount: 82_000,
          product_data: { name: "还款 ····0001" },
        },
      },
    ],
    ...changes,
  };
}

export interface Received {
  headers: IncomingMessage["headers"];
  body: string;
  event: Stripe.Event;
}

export interface Receiver {
  url: string;
  received: Received[];
  types: () => string[];
  /** The statuses of the next answers; 200 when none is left. */
  answers: number[];
  /** How long it takes to answer, and how many requests it has held at the same moment. */
  delayMs: number;
  mostAtOnce: number;
}

export async function receiveWebhooks(): Promise<Receiver> {
  const receiver: Receiver = {
    url: "",
    received: [],
    types: () => receiver.received.map(({ event }) => event.type),
    answers: [],
    delayMs: 0,
    mostAtOnce: 0,
  };
  let atOnce = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      receiver.received.push({
        headers: request.headers,
        body,
        event: JSON.parse(body) as Stripe.Event,
      });
      atOnce += 1;
      receiver.mostAtOnce = Math.max(receiver.mostAtOnce, atOnce);
      setTimeout(() => {
        atOnce -= 1;
        response.writeHead(receiver.answers.shift() ?? 200).end();
      }, receiver.delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  receiver.url = `http://127.0.0.1:${port}/hooks/stripe`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return receiver;
}

/** Sends a form of the hosted page and does not follow the redirect. */
export function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
}

export const GOOD_CARD = {
  method: "card",
  number: "4242424242424242",
  exp: "12/34",
  cvc: "123",
  action: "pay",
};

/** What a call was refused with; fails when it was not refused. */
export async function refusal(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}
