import type { Stripe } from "stripe";
import { expect, test } from "vitest";
import { checkoutParams, GOOD_CARD, rehearse, submit, type Rehearsal } from "./rehearsal.ts";

async function openPage({ stripe }: Rehearsal, changes: Stripe.Checkout.SessionCreateParams = {}) {
  const session = await stripe.checkout.sessions.create(checkoutParams(changes));
  const text = async (suffix = "") => (await fetch(`${session.url}${suffix}`)).text();
  return { id: session.id, url: session.url ?? "", text };
}

/** The redirect of an answer, as an absolute address. */
function next(answer: Response, from: string): string {
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get("location") ?? "", from).href;
}

function returnAddress(id: string): string {
  return `https://portal.example/pay/return?session=${id}`;
}

test("the page speaks the session's language, says it is not Stripe, and runs no script", async () => {
  const rehearsal = await rehearse();
  const zh = await openPage(rehearsal, { locale: "zh" });
  expect(await zh.text()).toContain("这不是 Stripe");
  expect(await zh.text()).toContain("支付 ¥820.00");
  const en = await openPage(rehearsal, { locale: "en" });
  expect(await en.text()).toContain("This is not Stripe");
  expect(await en.text()).toContain("Pay ¥820.00");
  expect(await en.text("?lang=zh")).toContain('<html lang="zh-CN">');
  expect(await en.text()).not.toMatch(/<script|javascript:|\son\w+=/i);
});

test("its policy allows no script, and the forms may lead back to the portal", async () => {
  const { url } = await openPage(await rehearse());
  const policy = (await fetch(url)).headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("script-src");
  expect(policy).toContain("form-action 'self' https://portal.example");
});

test("every field has a label, and cancel leads to the portal", async () => {
  const { text } = await openPage(await rehearse());
  const page = await text();
  for (const id of ["number", "exp", "cvc", "method-card", "method-alipay", "method-wechat_pay"]) {
    expect(page).toContain(`id="${id}"`);
    expect(page).toContain(`<label for="${id}">`);
  }
  expect(page).toContain('href="https://portal.example/pay/cancelled"');
});

test("a good card leads to the return address with the session's id", async () => {
  const rehearsal = await rehearse();
  const { id, url } = await openPage(rehearsal);
  expect(next(await submit(url, GOOD_CARD), url)).toBe(returnAddress(id));
  expect((await rehearsal.stripe.checkout.sessions.retrieve(id)).payment_status).toBe("paid");
  // The second click of an impatient payer pays nothing and arrives at the same place.
  expect(next(await submit(url, GOOD_CARD), url)).toBe(returnAddress(id));
  expect((await rehearsal.stripe.charges.list()).data).toHaveLength(1);
});

test("a declined card comes back to the page with the reason, and the retry pays", async () => {
  const rehearsal = await rehearse();
  const { id, url } = await openPage(rehearsal, { locale: "en" });
  const declined = await submit(url, { ...GOOD_CARD, number: "4000000000009995" });
  const back = next(declined, url);
  expect(await (await fetch(back)).text()).toContain("insufficient funds");
  expect(next(await submit(back, GOOD_CARD), url)).toBe(returnAddress(id));
});

test("3DS is a page of its own: fail returns to the form, complete pays", async () => {
  const rehearsal = await rehearse();
  const { id, url } = await openPage(rehearsal, { locale: "en" });
  const secured = { ...GOOD_CARD, number: "4000002500003155" };
  const bank = next(await submit(url, secured), url);
  expect(new URL(bank).pathname).toBe(`/c/pay/${id}/3ds`);
  expect(next(await submit(bank, { action: "fail" }), url)).toBe(`${url}?lang=en`);
  const again = next(await submit(url, secured), url);
  expect(next(await submit(again, { action: "complete" }), url)).toBe(returnAddress(id));
});

test("the bank's page is not there when no card waits for it", async () => {
  const { url } = await openPage(await rehearse(), { locale: "en" });
  const answer = await submit(`${url}/3ds`, { action: "complete" });
  expect(next(answer, url)).toBe(`${url}?lang=en`);
});

test("Alipay: refused returns to the form, authorised pays", async () => {
  const rehearsal = await rehearse();
  const { id, url } = await openPage(rehearsal, { locale: "zh" });
  const alipay = next(await submit(url, { method: "alipay", action: "pay" }), url);
  const back = next(await submit(alipay, { action: "fail" }), url);
  expect(await (await fetch(back)).text()).toContain("没有扣款");
  await submit(url, { method: "alipay", action: "pay" });
  expect(next(await submit(alipay, { action: "authorise" }), url)).toBe(returnAddress(id));
});

test("WeChat Pay shows a code as a picture and takes paid, failed and expired", async () => {
  const rehearsal = await rehearse();
  const { id, url } = await openPage(rehearsal, { locale: "zh" });
  const scan = async () => next(await submit(url, { method: "wechat_pay", action: "pay" }), url);
  expect(await (await fetch(await scan())).text()).toContain("<svg");
  expect(next(await submit(await scan(), { action: "failed" }), url)).toBe(`${url}?lang=zh`);
  expect(next(await submit(await scan(), { action: "expired" }), url)).toBe(`${url}?lang=zh`);
  expect(next(await submit(await scan(), { action: "paid" }), url)).toBe(returnAddress(id));
});

test("a wallet that answers later sends the payer back with an unpaid session", async () => {
  const rehearsal = await rehearse();
  const { id, url } = await openPage(rehearsal);
  const alipay = next(await submit(url, { method: "alipay", action: "pay" }), url);
  expect(next(await submit(alipay, { action: "later" }), url)).toBe(returnAddress(id));
  const session = await rehearsal.stripe.checkout.sessions.retrieve(id);
  expect(session).toMatchObject({ status: "complete", payment_status: "unpaid" });
});

test.for([
  ["number", "4242"],
  ["exp", "12/20"],
  ["exp", "13/34"],
  ["cvc", "12"],
] as const)("a %s of %s is marked and nothing is charged", async ([field, value]) => {
  const rehearsal = await rehearse();
  const { url } = await openPage(rehearsal);
  const answer = await submit(url, { ...GOOD_CARD, [field]: value });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain(`aria-describedby="${field}-wrong"`);
  expect(page).not.toContain(GOOD_CARD.number);
  expect((await rehearsal.stripe.paymentIntents.list()).data).toEqual([]);
});

test("a method that the session does not offer is refused", async () => {
  const { url, text } = await openPage(await rehearse(), {
    allowed_payment_method_types: ["card"],
  });
  expect(await text()).not.toContain('id="method-alipay"');
  expect((await submit(url, { method: "alipay", action: "pay" })).status).toBe(422);
});

test("an expired session takes no money and shows the way back", async () => {
  const rehearsal = await rehearse();
  const { id, url, text } = await openPage(rehearsal, { locale: "en" });
  await rehearsal.stripe.checkout.sessions.expire(id);
  expect(await text()).toContain("has expired");
  expect(await (await submit(url, GOOD_CARD)).text()).toContain("has expired");
  expect((await rehearsal.stripe.charges.list()).data).toEqual([]);
});

test("what a product is called is text, never markup", async () => {
  const rehearsal = await rehearse();
  const name = '<img src=x onerror="alert(1)">';
  const { text } = await openPage(rehearsal, {
    line_items: [
      {
        quantity: 1,
        price_data: { currency: "cny", unit_amount: 5000, product_data: { name } },
      },
    ],
  });
  expect(await text()).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
});

test("a page that does not exist is a 404 page", async () => {
  const { standin } = await rehearse();
  expect((await fetch(`${standin.url}/c/pay/cs_test_none`)).status).toBe(404);
});
