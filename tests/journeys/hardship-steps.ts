// The way to an arrangement, in steps that several journeys share: plain forms, as a person fills them in.
import { expect, type Page } from "@playwright/test";
import type { FictionalAccount } from "../world/people.ts";
import { countMessages, nextCode, portal, signIn } from "./visitor.ts";

/** Presses the main button of a page, which stands in its last form. */
export async function goOn(page: Page): Promise<void> {
  await page.locator('main form[method="post"] button:not([name])').last().click();
}

async function fillRow(page: Page, key: string, amount: string): Promise<void> {
  const tick = page.locator(`[name="${key}"]`);
  if (!(await tick.isChecked())) await tick.check();
  await page.locator(`[name="${key}_amount"]`).fill(amount);
}

export interface HouseholdMoney {
  readonly pay: string;
  readonly housing: string;
}

/** From /my to the page of offers; answers the draft's address. */
export async function writeBudget(page: Page, money: HouseholdMoney): Promise<string> {
  await page.locator('main a[href^="/my/hardship"]').first().click();
  const box = page.locator('[name="account"]').first();
  if (!(await box.isChecked())) await box.check();
  await goOn(page);
  await expect(page).toHaveURL(/\/household$/);
  const draft = new URL(page.url()).pathname.replace(/\/household$/, "");
  await goOn(page);
  await expect(page).toHaveURL(/\/income$/);
  await fillRow(page, "pay", money.pay);
  await goOn(page);
  await expect(page).toHaveURL(/\/spending$/);
  await fillRow(page, "housing", money.housing);
  await goOn(page);
  await expect(page).toHaveURL(/\/options/);
  return draft;
}

/** Chooses a listed offer and sends the proposal. */
export async function sendOffer(page: Page, option: string): Promise<void> {
  await page.locator(`[name="option"][value="${option}"]`).check();
  await goOn(page);
  await expect(page).toHaveURL(/\/check$/);
  await goOn(page);
  await expect(page).toHaveURL(/\/my\/hardship\/[0-9a-f-]{36}$/);
}

/** From the agreed proposal to the running plan, with the code that arrives. */
export async function signPlan(page: Page, person: FictionalAccount): Promise<string> {
  await page.locator('main a[href$="/agreement"]').first().click();
  await expect(page).toHaveURL(/\/agreement$/);
  const known = await countMessages(person.mobile);
  await goOn(page);
  await expect(page).toHaveURL(/step=code/);
  await page.locator('[name="code"]').fill(await nextCode(person.mobile, known));
  await page.locator('main form:has([name="code"]) button').first().click();
  await expect(page).toHaveURL(/\/my\/plans\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** Sign-in and budget, then the offer named. */
export async function propose(
  page: Page,
  person: FictionalAccount,
  option: string,
  money: HouseholdMoney = { pay: "6000", housing: "3000" },
): Promise<string> {
  await signIn(page, person);
  const draft = await writeBudget(page, money);
  await sendOffer(page, option);
  return draft;
}

export async function statusOf(page: Page, address: string): Promise<string | null> {
  await page.goto(portal(address));
  return page.locator("main [data-status]").first().getAttribute("data-status");
}
