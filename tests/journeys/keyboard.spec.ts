// Everything by keyboard alone: the order is that of the page, where one is can be seen, and nothing is out of reach.
import { expect, test, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { expectStatus } from "./hardship-steps.ts";
import { expectReachable, pressAt, tabTo } from "./keys.ts";
import { countMessages, nextCode, openAccount, portal, signIn } from "./visitor.ts";

// Without motion the page is where it scrolls to at once.
test.use({
  javaScriptEnabled: false,
  viewport: { width: 360, height: 740 },
  contextOptions: { reducedMotion: "reduce" },
});

test("from the first step to the second, and past the head by the skip link", async ({ page }) => {
  await expectReachable(page, "/start");
  await page.goto(portal("/start"));
  await page.keyboard.press("Tab");
  await expect(page.locator('a[href="#main"]')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(portal("/start#main"));
  await page.keyboard.press("Tab");
  await expect(page.locator("main a, main button, main input").first()).toBeFocused();
  while (!(await page.locator('[name="reference"]').evaluate((field) => field === document.activeElement))) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type(fictionalReader("en", 16).accountNumber);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(portal("/verify"));
});

test("an amount is chosen, seen and paid by keys", async ({ page }) => {
  await signIn(page, fictionalReader("en", 17));
  const account = await openAccount(page);
  for (const address of [
    "/my",
    account,
    `${account}/pay`,
    `${account}/pay?choice=other&amount=60`,
    `${account}/dispute`,
  ]) {
    await expectReachable(page, address);
  }
  await page.goto(portal(`${account}/pay`));
  const choices = page.locator('[name="choice"]');
  while (!(await choices.first().evaluate((field) => field === document.activeElement)))
    await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowUp");
  await expect(page.locator('[name="choice"][value="full"]')).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/choice=full/);
  const pay = page.locator('main form[method="post"] button');
  while (!(await pay.evaluate((button) => button === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/c\/pay\//);
});

/** Ticks a row, and writes its amount into the box that unfolds. */
async function typeRow(page: Page, name: string, amount: string): Promise<void> {
  await tabTo(page, page.locator(`[name="${name}"]`));
  await page.keyboard.press("Space");
  await tabTo(page, page.locator(`[name="${name}_amount"]`));
  await page.keyboard.type(amount);
}

test("the shortest way to a signed plan, by keys", async ({ page }) => {
  const person = fictionalReader("en", 46);
  const goOn = page.locator('main form[method="post"] button:not([name])').last();
  await signIn(page, person);
  await pressAt(page, page.locator('main a[href^="/my/hardship"]').first(), /\/my\/hardship/);
  await pressAt(page, goOn, /\/household$/);
  const draft = new URL(page.url()).pathname.replace(/\/household$/, "");
  await pressAt(page, goOn, /\/income$/);
  await typeRow(page, "pay", "6000");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/spending$/);
  await typeRow(page, "housing", "3000");
  await pressAt(page, goOn, /\/options$/);
  await tabTo(page, page.locator('[name="option"]').first());
  await page.keyboard.press("Space");
  const wanted = page.locator('[name="option"][value="instalments"]');
  for (let presses = 0; presses < 12 && !(await wanted.isChecked()); presses += 1)
    await page.keyboard.press("ArrowDown");
  await pressAt(page, goOn, /\/check$/);
  for (const step of ["household", "income", "spending", "options", "options?kind=instalments", "check", "evidence"]) {
    await expectReachable(page, `${draft}/${step}`);
  }
  await page.goto(portal(`${draft}/check`));
  await pressAt(page, goOn, new RegExp(`${draft}$`));
  await expectStatus(page, "approved");
  await pressAt(page, page.locator('main a[href$="/agreement"]').first(), /\/agreement$/);
  const known = await countMessages(person.mobile);
  await pressAt(page, goOn, /step=code/);
  await tabTo(page, page.locator('[name="code"]'));
  await page.keyboard.type(await nextCode(person.mobile, known));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/my\/plans\/[0-9a-f-]{36}$/);
  await expectStatus(page, "live");
  const plan = new URL(page.url()).pathname;
  for (const address of [draft, plan, `${plan}/agreement`, `${plan}/change`, `${plan}/change?kind=skip&seq=1`]) {
    await expectReachable(page, address);
  }
});
