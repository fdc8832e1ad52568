// Everything by keyboard alone: the order is that of the page, where one is can be seen, and nothing is out of reach.
import { expect, test, type Locator, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { expectStatus } from "./hardship-steps.ts";
import { countMessages, nextCode, openAccount, portal, signIn } from "./visitor.ts";

// Without motion the page is where it scrolls to at once.
test.use({
  javaScriptEnabled: false,
  viewport: { width: 360, height: 740 },
  contextOptions: { reducedMotion: "reduce" },
});

interface Stop {
  readonly name: string;
  readonly seen: boolean;
}

/** Where the keyboard is now, and whether anybody could see it. */
async function stopAt(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return { name: "", seen: true };
    // The ring of a choice is drawn around the whole of it.
    const choice = ["radio", "checkbox"].includes(at.getAttribute("type") ?? "");
    const ringed = [at, ...(choice && at.parentElement ? [at.parentElement] : [])];
    const ring = ringed
      .map((each) => getComputedStyle(each))
      .some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
    const { top, left, width, height } = at.getBoundingClientRect();
    const inView = top > -1 && left > -1 && top < innerHeight && width > 0 && height > 0;
    const index = [...document.querySelectorAll("a, button, input, textarea, select, summary")].indexOf(at);
    return {
      name: `${index} ${at.tagName} ${at.getAttribute("name") ?? at.textContent?.trim()}`,
      seen: inView && ring,
    };
  });
}

/** What can be worked on this page, in its order; of a group of choices the keyboard stops at the chosen one or the first. */
async function workable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const groups = new Set<string>();
    return [...document.querySelectorAll("a, button, input, textarea, select, summary")].flatMap((each, index) => {
      if (each.getAttribute("type") === "hidden" || !each.checkVisibility()) return [];
      if (each.getAttribute("type") === "radio") {
        const group = each.getAttribute("name") ?? "";
        const chosen = document.querySelector(`[name="${group}"]:checked`);
        if (groups.has(group) || (chosen && chosen !== each)) return [];
        groups.add(group);
      }
      return [`${index} ${each.tagName} ${each.getAttribute("name") ?? each.textContent?.trim()}`];
    });
  });
}

async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await stopAt(page);
    if (stop.name === "" || stop.name === stops[0]?.name) break;
    // A box for a date has a stop for the day, the month and the year.
    if (stop.name !== stops.at(-1)?.name) stops.push(stop);
  }
  return stops;
}

async function expectReachable(page: Page, address: string): Promise<void> {
  await page.goto(portal(address));
  const expected = await workable(page);
  const stops = await tabThrough(page);
  expect(stops.map(({ name }) => name)).toEqual(expected);
  expect(stops.filter(({ seen }) => !seen)).toEqual([]);
}

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

/** Goes on with the Tab key until this has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await wanted.evaluate((each) => each === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`out of reach: ${String(wanted)}`);
}

async function pressAt(page: Page, wanted: Locator, leadsTo: RegExp): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(leadsTo);
}

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
