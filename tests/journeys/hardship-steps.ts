// The way to an arrangement, in steps that several journeys share: plain forms, as a person fills them in.
import { expect, type Browser, type Page } from "@playwright/test";
import type { FictionalAccount } from "../world/people.ts";
import { dayInAbout } from "./days.ts";
import { agreeSecond, caseOf, giveAnswer, openDesk, previewAnswer, takeCase, type DeskAnswer } from "./desk-steps.ts";
import { countMessages, nextCode, portal, signIn } from "./visitor.ts";

/** Presses the main button of a page, which stands in its last form. */
export async function goOn(page: Page): Promise<void> {
  await page.locator('main form[method="post"] button:not([name])').last().click();
}

/** Ticks a row of a budget and writes its amount. */
export async function fillRow(page: Page, key: string, amount: string): Promise<void> {
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

/** On the page of the agreement: read, and asked for a code; answers the code that arrives. */
export async function askForCode(page: Page, person: FictionalAccount): Promise<string> {
  await expect(page).toHaveURL(/\/agreement$/);
  const known = await countMessages(person.mobile);
  await goOn(page);
  await expect(page).toHaveURL(/step=code/);
  return nextCode(person.mobile, known);
}

/** From the agreed proposal to the running plan, with the code that arrives. */
export async function signPlan(page: Page, person: FictionalAccount): Promise<string> {
  await page.locator('main a[href$="/agreement"]').first().click();
  await page.locator('[name="code"]').fill(await askForCode(page, person));
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

/** Monthly payments of one's own, seen before they are chosen; with a script the preview comes by itself. */
export async function chooseOwnTerms(page: Page, draft: string, count: number, scripted: boolean): Promise<void> {
  await page.goto(portal(`${draft}/options?kind=instalments`));
  const boxes = page.locator("form#own-terms");
  await boxes.locator('[name="every"][value="month"]').check();
  await boxes.locator('[name="firstOn"]').fill(dayInAbout(20));
  await boxes.locator('[name="amount"]').fill("");
  await boxes.locator('[name="count"]').fill(String(count));
  const exact = page.locator('#preview [name="count"]');
  await expect(exact).not.toHaveValue(String(count));
  if (!scripted) await boxes.locator("button").click();
  await expect(exact).toHaveValue(String(count));
  await page.locator('#preview form[method="post"] button').click();
  await expect(page).toHaveURL(/\/check$/);
  await goOn(page);
  await expect(page).toHaveURL(/\/my\/hardship\/[0-9a-f-]{36}$/);
}

/** Opens what is folded away. */
export async function withdraw(page: Page): Promise<void> {
  await page.locator('details:has([name="intent"][value="withdraw"]) summary').click();
  await page.locator('[name="intent"][value="withdraw"]').click();
}

/** Somebody of the desk takes the proposal that is open on the page, and answers it; `by` where it matters who. */
export async function answerAsDesk(browser: Browser, page: Page, given: DeskAnswer, by = 0): Promise<void> {
  const desk = await openDesk(browser, "senior_agent", "zh-CN", by, { javaScriptEnabled: false });
  const address = caseOf(page);
  await takeCase(desk, address);
  await previewAnswer(desk, address, given);
  await giveAnswer(desk, given.second ? "second" : "borrower");
  await desk.context().close();
  if (given.second) {
    const second = await openDesk(browser, "senior_agent", "zh-CN", by + 2, { javaScriptEnabled: false });
    await agreeSecond(second, address);
    await second.context().close();
  }
  await page.reload();
}

/** Where the proposal or plan on the page stands. */
export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.locator("main [data-status]").first()).toHaveAttribute("data-status", status);
}

export async function statusOf(page: Page, address: string): Promise<string | null> {
  await page.goto(portal(address));
  return page.locator("main [data-status]").first().getAttribute("data-status");
}
