// What the payer sees. Plain forms: no script at all, as on the portal.

import { renderSVG } from "uqr";
import { formatAmount } from "./money.ts";
import { Html, html } from "./page-html.ts";
import { STYLE } from "./page-style.ts";
import { reasonFor, WORDS, type Language } from "./page-words.ts";
import type { PaymentIntent } from "./wire.ts";
import { METHODS, type Checkout, type Method } from "./world.ts";

export interface View {
  checkout: Checkout;
  language: Language;
}

export type Field = "method" | "number" | "exp" | "cvc";
export type Typed = Partial<Record<Field, string>>;

const TEST_NUMBERS: readonly (readonly [string, Record<Language, string>])[] = [
  ["4242 4242 4242 4242", { zh: "成功", en: "succeeds" }],
  ["4000 0025 0000 3155", { zh: "需要银行验证", en: "asks your bank (3DS)" }],
  ["4000 0000 0000 0002", { zh: "拒绝", en: "declined" }],
  ["4000 0000 0000 9995", { zh: "余额不足", en: "insufficient funds" }],
  ["4000 0000 0000 0069", { zh: "卡已过期", en: "expired card" }],
  ["4000 0000 0000 0127", { zh: "安全码错误", en: "wrong security code" }],
];

export function renderPage(language: Language, title: string, body: Html, other: string): string {
  const words = WORDS[language];
  const otherLanguage = language === "zh" ? "en" : "zh-CN";
  return html`<!doctype html>
    <html lang="${language === "zh" ? "zh-CN" : "en"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <div class="banner" role="note">${words.banner}</div>
        <main>
          <p class="lang"><a href="${other}" lang="${otherLanguage}">${words.other}</a></p>
          ${body}
        </main>
      </body>
    </html>`.text;
}

function amountOf({ checkout, language }: View): string {
  const { amount_total: total, currency } = checkout.session;
  return formatAmount(total ?? 0, currency ?? "usd", language);
}

function summary(view: View): Html {
  const { checkout, language } = view;
  const rows = checkout.lineItems.map((item) => {
    const amount = formatAmount(item.amount_total, item.currency, language);
    return html`<li><span>${item.description ?? ""}</span><span>${amount}</span></li>`;
  });
  return html`<div class="box">
    <div class="muted">${WORDS[language].total}</div>
    <p class="amount">${amountOf(view)}</p>
    <ul class="items">
      ${rows}
    </ul>
  </div>`;
}

function cancelLink({ checkout, language }: View): Html {
  const url = checkout.session.cancel_url;
  return url === null ? html`` : html`<p class="center"><a href="${url}">${WORDS[language].cancel}</a></p>`;
}

export function renderCheckout(view: View, intent: PaymentIntent | undefined, typed: Typed, wrong: Typed): Html {
  const words = WORDS[view.language];
  const { id, payment_method_types: types } = view.checkout.session;
  const methods = METHODS.filter((method) => types.includes(method));
  const chosen = methods.find((method) => method === typed.method) ?? methods[0];
  return html`<h1>${words.title}</h1>
    ${summary(view)} ${renderProblem(view.language, intent, wrong)}
    <form class="box" method="post" action="/c/pay/${id}?lang=${view.language}">
      <fieldset>
        <legend>${words.how}</legend>
        ${methods.map((method) => renderChoice(view.language, method, method === chosen))}
      </fieldset>
      ${methods.includes("card") ? renderCardFields(view.language, typed, wrong) : html``}
      <button name="action" value="pay">${words.pay} ${amountOf(view)}</button>
    </form>
    ${cancelLink(view)} ${methods.includes("card") ? renderTestNumbers(view.language) : html``}`;
}

function renderProblem(language: Language, intent: PaymentIntent | undefined, wrong: Typed): Html {
  const words = WORDS[language];
  const problems = Object.entries(wrong);
  if (problems.length > 0) {
    const links = problems.map(([field, text]) => {
      const target = field === "method" ? "method-card" : field;
      return html`<li><a href="#${target}">${text}</a></li>`;
    });
    return html`<div class="box" role="alert">
      <p class="wrong">${words.check}</p>
      <ul>
        ${links}
      </ul>
    </div>`;
  }
  const error = intent?.last_payment_error;
  if (!error) return html``;
  const reason = reasonFor(error.decline_code ?? error.code, language);
  return html`<div class="box" role="alert"><p class="wrong">${reason} ${words.retry}</p></div>`;
}

function renderChoice(language: Language, method: Method, checked: boolean): Html {
  const mark = new Html(checked ? "checked" : "");
  return html`<div class="choice">
    <input type="radio" name="method" id="method-${method}" value="${method}" ${mark} />
    <label for="method-${method}">${WORDS[language][method]}</label>
  </div>`;
}

function renderCardFields(language: Language, typed: Typed, wrong: Typed): Html {
  const words = WORDS[language];
  const field = (name: "number" | "exp" | "cvc", autocomplete: string) => {
    const error = wrong[name];
    const described = error === undefined ? "" : ` aria-invalid="true" aria-describedby="${name}-wrong"`;
    // The number and the code are never written back into a page.
    const value = name === "exp" ? (typed.exp ?? "") : "";
    return html`<div class="field">
      <label for="${name}">${words[name]}</label>
      <input
        id="${name}"
        name="${name}"
        inputmode="numeric"
        autocomplete="${autocomplete}"
        value="${value}"
        ${new Html(described)}
      />
      ${error === undefined ? html`` : html`<p class="wrong" id="${name}-wrong">${error}</p>`}
    </div>`;
  };
  return html`<div class="card-fields">
    ${field("number", "off")}
    <div class="pair">${field("exp", "off")}${field("cvc", "off")}</div>
  </div>`;
}

function renderTestNumbers(language: Language): Html {
  const rows = TEST_NUMBERS.map(
    ([number, says]) =>
      html`<tr>
        <td>${number}</td>
        <td>${says[language]}</td>
      </tr>`,
  );
  return html`<details class="muted">
    <summary>${WORDS[language].tests}</summary>
    <table>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </details>`;
}

export type Step = "3ds" | "alipay" | "wechat_pay";

/** The pages of the payer's bank or wallet: what happened is one of the buttons. */
export function renderStep(view: View, step: Step): Html {
  const words = WORDS[view.language];
  const { id, url } = view.checkout.session;
  const titles = { "3ds": words.bankTitle, alipay: words.alipay, wechat_pay: words.wechat_pay };
  const texts = { "3ds": words.bankText, alipay: words.alipayText, wechat_pay: words.wechatText };
  const code = step === "wechat_pay" ? renderSVG(`${url ?? ""}/wechat_pay`) : null;
  const buttons = BUTTONS[step].map(([action, word], index) => {
    const look = index === 0 ? "loud" : "quiet";
    return html`<button name="action" value="${action}" class="${look}">${words[word]}</button>`;
  });
  return html`<h1>${titles[step]}</h1>
    ${summary(view)}
    <form class="box" method="post" action="/c/pay/${id}/${step}?lang=${view.language}">
      <p>${texts[step]}</p>
      ${code === null ? html`` : html`<div class="qr">${new Html(code)}</div>`} ${buttons}
    </form>
    <p class="center"><a href="/c/pay/${id}?lang=${view.language}">${words.back}</a></p>
    ${cancelLink(view)}`;
}

const BUTTONS = {
  "3ds": [
    ["complete", "complete"],
    ["fail", "failBank"],
  ],
  alipay: [
    ["authorise", "authorise"],
    ["fail", "fail"],
    ["later", "later"],
  ],
  wechat_pay: [
    ["paid", "paid"],
    ["failed", "failed"],
    ["expired", "expired"],
    ["rejected", "rejected"],
    ["later", "later"],
  ],
} as const;

export function renderClosed(view: View, successUrl: string): Html {
  const words = WORDS[view.language];
  const done = view.checkout.session.status === "complete";
  const next = done ? successUrl : view.checkout.session.cancel_url;
  return html`<h1>${words.closedTitle}</h1>
    <p>${done ? words.doneText : words.expiredText}</p>
    ${next === null ? html`` : html`<p><a href="${next}">${words.continue}</a></p>`}`;
}
