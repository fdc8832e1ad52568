// The hosted page's doors: read the form, do one thing in `paying.ts`, answer with 303. A reload
// therefore never pays twice, and the page that follows shows what the intent says.

import type { IncomingMessage, ServerResponse } from "node:http";
import { tick } from "./api.ts";
import { plainNumber } from "./cards.ts";
import { html } from "./page-html.ts";
import { policyFor } from "./page-style.ts";
import {
  renderCheckout,
  renderClosed,
  renderPage,
  renderStep,
  type Step,
  type Typed,
  type View,
} from "./page-views.ts";
import { chooseLanguage, WORDS, type Language } from "./page-words.ts";
import { answerWallet, authenticate, openWallet, payByCard, type WalletAnswer } from "./paying.ts";
import { idOf } from "./wire.ts";
import { now, type Checkout, type World } from "./world.ts";

interface PageContext {
  world: World;
  changed: () => void;
}

type Shown = { status: number; body: string } | { location: string };

const PATH = /^\/c\/pay\/(cs_[A-Za-z0-9_]+)(?:\/(3ds|alipay|wechat_pay))?$/;

const WALLET_ACTIONS: Record<string, WalletAnswer> = {
  authorise: "authorise",
  paid: "authorise",
  fail: "fail",
  failed: "fail",
  expired: "expire",
  rejected: "reject",
  later: "later",
};

export async function handlePage(
  context: PageContext,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const { world } = context;
  const url = new URL(request.url ?? "/", "http://stand-in");
  tick(world);
  const match = PATH.exec(url.pathname);
  const checkout = world.state.checkouts[match?.[1] ?? ""];
  const language = chooseLanguage(
    url.searchParams.get("lang"),
    checkout?.session.locale ?? null,
    request.headers["accept-language"],
  );
  const step = match?.[2] as Step | undefined;
  const shown = checkout
    ? show(world, { checkout, language }, step, request.method === "POST" ? body : null)
    : showMissing(language);
  context.changed();
  write(response, checkout, shown);
}

function write(response: ServerResponse, checkout: Checkout | undefined, shown: Shown): void {
  const { success_url: success, cancel_url: cancel } = checkout?.session ?? {};
  const headers = {
    "cache-control": "no-store",
    "content-security-policy": policyFor([success ?? null, cancel ?? null]),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  if ("location" in shown) {
    response.writeHead(303, { ...headers, location: shown.location }).end();
    return;
  }
  const type = "text/html; charset=utf-8";
  response.writeHead(shown.status, { ...headers, "content-type": type }).end(shown.body);
}

function showMissing(language: Language): Shown {
  const words = WORDS[language];
  const body = html`<h1>${words.closedTitle}</h1>
    <p>${words.missingText}</p>`;
  const other = `?lang=${language === "zh" ? "en" : "zh"}`;
  return { status: 404, body: renderPage(language, words.closedTitle, body, other) };
}

/** `form` is null when the page is only looked at. */
function show(world: World, view: View, step: Step | undefined, form: string | null): Shown {
  const { session, waitingCard } = view.checkout;
  const intent = world.state.paymentIntents[idOf(session.payment_intent)];
  if (session.status !== "open") {
    // A second click on "Pay" belongs where the first one went.
    if (form !== null && session.status === "complete") return { location: successUrl(view) };
    return page(view, renderClosed(view, successUrl(view)));
  }
  const waits =
    intent?.status === "requires_action" &&
    (step === "3ds" ? waitingCard !== null : intent.next_action?.type.startsWith(step ?? "-"));
  if (step !== undefined && !waits) return { location: checkoutUrl(view) };
  if (form === null) {
    return step === undefined ? page(view, renderCheckout(view, intent, {}, {})) : page(view, renderStep(view, step));
  }
  const fields = new URLSearchParams(form);
  return step === undefined ? pay(world, view, fields) : finishStep(world, view, step, fields);
}

function page(view: View, body: ReturnType<typeof html>, status = 200): Shown {
  const other = `/c/pay/${view.checkout.session.id}?lang=${view.language === "zh" ? "en" : "zh"}`;
  return { status, body: renderPage(view.language, WORDS[view.language].title, body, other) };
}

function checkoutUrl({ checkout, language }: View): string {
  return `/c/pay/${checkout.session.id}?lang=${language}`;
}

function successUrl({ checkout }: View): string {
  const { success_url: url, id } = checkout.session;
  return (url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", id);
}

function pay(world: World, view: View, fields: URLSearchParams): Shown {
  const { checkout, language } = view;
  const typed: Typed = {
    method: fields.get("method") ?? "",
    number: fields.get("number") ?? "",
    exp: fields.get("exp") ?? "",
    cvc: fields.get("cvc") ?? "",
  };
  const wrong = checkForm(world, view, typed);
  if (Object.keys(wrong).length > 0) {
    return page(view, renderCheckout(view, undefined, typed, wrong), 422);
  }
  const { method } = typed;
  if (method === "alipay" || method === "wechat_pay") {
    openWallet(world, checkout, method);
    return { location: `/c/pay/${checkout.session.id}/${method}?lang=${language}` };
  }
  const result = payByCard(world, checkout, typed.number ?? "");
  if (result === "paid") return { location: successUrl(view) };
  if (result === "declined") return { location: checkoutUrl(view) };
  return { location: `/c/pay/${checkout.session.id}/3ds?lang=${language}` };
}

function checkForm(world: World, { checkout, language }: View, typed: Typed): Typed {
  const words = WORDS[language];
  const { method = "", number = "", exp = "", cvc = "" } = typed;
  if (!checkout.session.payment_method_types.includes(method)) return { method: words.badMethod };
  if (method !== "card") return {};
  return {
    ...(/^\d{12,19}$/.test(plainNumber(number)) ? {} : { number: words.badNumber }),
    ...(isToCome(exp, now(world)) ? {} : { exp: words.badExp }),
    ...(/^\d{3,4}$/.test(cvc.trim()) ? {} : { cvc: words.badCvc }),
  };
}

/** A card is good until the end of the month on it. */
function isToCome(exp: string, moment: number): boolean {
  const match = /^\s*(\d{1,2})\s*\/?\s*(?:20)?(\d{2})\s*$/.exec(exp);
  const month = Number(match?.[1]);
  if (!match || month < 1 || month > 12) return false;
  return Date.UTC(2000 + Number(match[2]), month) > moment * 1000;
}

function finishStep(world: World, view: View, step: Step, fields: URLSearchParams): Shown {
  const { checkout } = view;
  const action = fields.get("action") ?? "";
  if (step === "3ds") {
    const result = authenticate(world, checkout, action === "complete");
    return { location: result === "paid" ? successUrl(view) : checkoutUrl(view) };
  }
  const answer = WALLET_ACTIONS[action];
  if (answer === undefined) return page(view, renderStep(view, step), 422);
  answerWallet(world, checkout, step, answer);
  const done = checkout.session.status === "complete";
  return { location: done ? successUrl(view) : checkoutUrl(view) };
}
