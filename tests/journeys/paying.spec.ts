// Ways to pay that do not go through at the first try, or take another road: the cause in plain words, nothing taken
// where nothing was, and another way.
import { expect, test, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { amountNamed, openAccount, portal, signIn } from "./visitor.ts";

async function goToCheckout(page: Page, index: number): Promise<{ address: string; before: bigint }> {
  await signIn(page, fictionalReader("zh-CN", index));
  const address = await openAccount(page);
  const before = await amountNamed(page, "balance");
  await page.goto(portal(`${address}/pay?choice=other&amount=60`));
  await page.locator('main form[method="post"] button', { hasText: "¥60.00" }).click();
  await expect(page).toHaveURL(/\/c\/pay\//);
  return { address, before };
}

async function payByCard(page: Page, number: string): Promise<void> {
  await page.locator('[name="number"]').fill(number);
  await page.locator('[name="exp"]').fill("12/34");
  await page.locator('[name="cvc"]').fill("123");
  await page.locator('button[name="action"][value="pay"]').first().click();
}

async function expectPaid(page: Page, address: string, before: bigint, paidMinor: bigint): Promise<void> {
  if (paidMinor > 0n) await expect(page.locator('[data-status="settled"]').first()).toBeVisible();
  await page.goto(portal(address));
  expect(await amountNamed(page, "balance")).toBe(before - paidMinor);
}

test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

test("a declined card takes nothing, and another card pays in the same visit", async ({ page }) => {
  const { address, before } = await goToCheckout(page, 10);
  await payByCard(page, "4000000000009995");
  await expect(page).toHaveURL(/\/c\/pay\//);
  await payByCard(page, "4242424242424242");
  await expectPaid(page, address, before, 6000n);
});

test("a card that asks for a confirmation pays once it is confirmed", async ({ page }) => {
  const { address, before } = await goToCheckout(page, 11);
  await payByCard(page, "4000002500003155");
  await page.locator('button[name="action"][value="complete"]').click();
  await expectPaid(page, address, before, 6000n);
});

test("Alipay pays", async ({ page }) => {
  const { address, before } = await goToCheckout(page, 12);
  await page.locator('[name="method"][value="alipay"]').check();
  await page.locator('button[name="action"][value="pay"]').first().click();
  await page.locator('button[name="action"][value="authorise"]').click();
  await expectPaid(page, address, before, 6000n);
});

test("WeChat Pay pays", async ({ page }) => {
  const { address, before } = await goToCheckout(page, 13);
  await page.locator('[name="method"][value="wechat_pay"]').check();
  await page.locator('button[name="action"][value="pay"]').first().click();
  await page.locator('button[name="action"][value="paid"]').click();
  await expectPaid(page, address, before, 6000n);
});

test("going back from the payment page leaves the balance as it was and offers another way", async ({ page }) => {
  const { address, before } = await goToCheckout(page, 14);
  await page.locator('a[href*="/my/"]').first().click();
  await expect(page.locator("h1")).toBeVisible();
  await expectPaid(page, address, before, 0n);
});

test("an amount above the balance is explained, and what was typed is kept", async ({ page }) => {
  await signIn(page, fictionalReader("zh-CN", 15));
  const address = await openAccount(page);
  await page.goto(portal(`${address}/pay`));
  await page.locator('[name="choice"][value="other"]').check();
  await page.locator('[name="amount"]').fill("9,999,999.00");
  await page.locator("main form button").first().click();
  await expect(page).toHaveTitle(/^错误：/);
  await expect(page.locator('[name="amount"]')).toHaveValue("9,999,999.00");
  await expect(page.locator('[name="amount"]')).toHaveAttribute("aria-invalid", "true");
});
