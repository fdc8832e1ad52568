// The doors of a payment as a plain program meets them: addresses, field names, statuses.
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { placePayer, type Payer } from "#tests/world/paying.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { startStandin, type Standin } from "#tests/world/stripe/standin.ts";
import { signPayload } from "#tests/world/stripe/webhooks.ts";

let standin: Standin;
let portal: Portal;
beforeAll(async () => {
  standin = await startStandin();
  const payments = { STRIPE_API_BASE: standin.url, STRIPE_WEBHOOK_SECRET: standin.webhookSecret };
  portal = await openPortal(payments);
  portal.app.clock.set(new Date());
});
afterAll(async () => {
  await portal.close();
  await standin.close();
});

async function signedIn(): Promise<Payer & { readonly headers: Record<string, string> }> {
  const payer = await placePayer(portal.app, { principal: 10_000n, interest: 2_000n });
  const { prisma } = portal.app.db;
  const token = await prisma.$transaction((tx) => openSession(tx, portal.app, payer.actor.borrowerId));
  await prisma.borrower.update({ where: { id: payer.actor.borrowerId }, data: { language: "en" } });
  return { ...payer, headers: { Cookie: `__Host-anhuan=s.${token}` } };
}

type Visitor = Awaited<ReturnType<typeof signedIn>>;

const payPage = ({ accountId }: Payer) => `/my/accounts/${accountId}/pay`;
const post = (visitor: Visitor, body: string) => portal.post(payPage(visitor), body, visitor.headers);

async function get(visitor: Visitor, path: string): Promise<{ status: number; page: string; headers: Headers }> {
  const response = await fetch(`${portal.origin}${path}`, { headers: visitor.headers, redirect: "manual" });
  return { status: response.status, page: await response.text(), headers: response.headers };
}

/** Pays at the provider and answers the address of the payment. */
async function payFor(visitor: Visitor, body: string): Promise<string> {
  const checkout = (await post(visitor, body)).headers.get("Location") ?? "";
  const session = new URL(checkout).pathname.split("/").at(-1) ?? "";
  const paid = await standin.control.pay({ session, method: "card" });
  const back = new URL((paid.success_url ?? "").replace("{CHECKOUT_SESSION_ID}", session));
  return back.pathname + back.search;
}

test("posting a choice and an amount leads straight to the provider's page", async () => {
  const visitor = await signedIn();
  for (const body of ["choice=other&amount=100", "choice=full&amount=", "choice=full", "choice=due"]) {
    const response = await post(visitor, body);
    expect([response.status, response.headers.get("Location")]).toEqual([303, expect.stringContaining(standin.url)]);
  }
});

test("the preview says where each part goes, what is left and who is paid, and its button states the amount", async () => {
  const visitor = await signedIn();
  const { status, page } = await get(visitor, `${payPage(visitor)}?choice=other&amount=100`);
  expect(status).toBe(200);
  expect(page).toMatch(/<button[^>]*><span>Pay <span[^>]*data-amount="10000"[^>]*>¥100\.00<\/span>/);
  expect(page).toContain("River Bank Co., Ltd");
  expect(page).toContain("Nothing is ever taken without your consent");
  expect(page).toMatch(/data-amount="2000"[^>]*data-name="to_interest"/);
  expect(page).toMatch(/data-amount="8000"[^>]*data-name="to_principal"/);
  expect(page).toMatch(/data-amount="2000"[^>]*data-name="balance_after"/);
});

test("catalogue 38, 39: what cannot be paid is 422 with the form, the reason and what was typed", async () => {
  const visitor = await signedIn();
  const refusals = [
    ["choice=other&amount=120.01", "¥120.00"],
    ["choice=other&amount=3.99", "¥4.00"],
    ["choice=other&amount=119", "¥116.00"],
    ["choice=other&amount=12x", "in figures"],
    ["choice=other&amount=", "Enter an amount"],
    ["amount=", "Choose an amount"],
    ["choice=everything", "Choose an amount"],
  ] as const;
  for (const [body, said] of refusals) {
    const posted = await post(visitor, body);
    const page = await posted.text();
    expect([body, posted.status]).toEqual([body, 422]);
    expect(page).toContain(said);
    expect(page).toContain("<title>Error: ");
    expect((await get(visitor, `${payPage(visitor)}?${body}`)).status).toBe(422);
  }
  const typed = await post(visitor, "choice=other&amount=120.01");
  expect(await typed.text()).toContain('value="120.01"');
});

test("catalogue 17: a status, balance or account sent along changes nothing", async () => {
  const visitor = await signedIn();
  await post(visitor, `choice=other&amount=100&status=paid&balance=0&amountMinor=1&accountId=${newId()}`);
  const [attempt] = await portal.app.db.prisma.paymentAttempt.findMany({ where: { accountId: visitor.accountId } });
  expect(attempt).toMatchObject({ amountMinor: 10_000n, status: "open" });
});

test("catalogue 33: a field that comes twice is refused", async () => {
  const visitor = await signedIn();
  expect((await post(visitor, "choice=other&amount=100&amount=1")).status).toBe(422);
});

test("somebody else's account, a made-up one and no id at all are not there", async () => {
  const [mine, other] = [await signedIn(), await signedIn()];
  for (const path of [payPage(other), `/my/accounts/${newId()}/pay`, "/my/accounts/1/pay"]) {
    expect((await get(mine, path)).status).toBe(404);
    expect((await portal.post(path, "choice=full", mine.headers)).status).toBe(404);
  }
});

test("a disputed account and a settled one say so instead of taking money", async () => {
  const visitor = await signedIn();
  await portal.app.db.prisma.debtAccount.update({
    where: { id: visitor.accountId },
    data: { disputedAt: portal.app.clock.now() },
  });
  const refused = await post(visitor, "choice=full");
  expect([refused.status, (await refused.text()).includes("takes no payments for now")]).toEqual([422, true]);
  expect((await get(visitor, payPage(visitor))).status).toBe(200);
});

test("a preview that is out of date is shown again before anybody pays another amount", async () => {
  const visitor = await signedIn();
  const refused = await post(visitor, "choice=full&amount=&shown=11999");
  expect([refused.status, /is now <span[^>]*data-amount="12000"/.test(await refused.text())]).toEqual([422, true]);
});

test("from the provider one comes back to the payment, its receipt and the file; the session in the address is one's own", async () => {
  const [mine, other] = [await signedIn(), await signedIn()];
  const address = await payFor(mine, "choice=other&amount=100");
  const back = await get(mine, address);
  expect([back.status, back.page.includes('data-status="settled"')]).toEqual([200, true]);
  expect(back.page).toMatch(/data-amount="10000"[^>]*data-name="payment"/);
  const path = new URL(address, portal.origin).pathname;
  const receipt = await get(mine, `${path}/receipt`);
  expect(receipt.page).toContain("人民币壹佰元整");
  const file = await get(mine, `${path}/receipt.pdf`);
  expect([file.status, file.headers.get("Content-Type"), file.page.startsWith("%PDF-")]).toEqual([
    200,
    "application/pdf",
    true,
  ]);
  const theirs = await payFor(other, "choice=other&amount=100");
  const stolen = new URL(theirs, portal.origin).search;
  for (const wrong of [theirs, `${path}${stolen}`, `${new URL(theirs, portal.origin).pathname}/receipt`]) {
    expect((await get(mine, wrong)).status).toBe(404);
  }
});

test("while the provider is away the page says that nothing was taken", async () => {
  const visitor = await signedIn();
  await standin.control.faults.next({ method: "POST", kind: "429", times: 10 });
  const response = await post(visitor, "choice=other&amount=100");
  expect([response.status, (await response.text()).includes("No money has been taken")]).toEqual([503, true]);
  await standin.control.faults.clear();
});

test("case 28: the provider's door stores what is signed, and refuses the rest with 400", async () => {
  const event = {
    id: `evt_${newId()}`,
    object: "event",
    type: "payout.paid",
    livemode: false,
    created: 1,
    data: { object: {} },
  };
  const body = JSON.stringify(event);
  const hook = (signature: string, sent = body) =>
    fetch(`${portal.origin}/hooks/stripe`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Stripe-Signature": signature },
      body: sent,
    });
  const at = Math.floor(portal.app.clock.now().getTime() / 1000);
  const good = signPayload(body, [standin.webhookSecret], at);
  const huge = JSON.stringify({ ...event, filler: "x".repeat(300_000) });
  expect((await hook(good)).status).toBe(200);
  expect((await hook(good)).status).toBe(200);
  expect((await hook(signPayload(body, ["whsec_other"], at))).status).toBe(400);
  expect((await hook(signPayload(body, [standin.webhookSecret], at - 301))).status).toBe(400);
  expect((await hook(signPayload(huge, [standin.webhookSecret], at), huge)).status).toBe(400);
  expect(await portal.app.db.prisma.webhookEvent.count()).toBe(1);
});
