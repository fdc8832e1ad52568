// Everything by keyboard alone: the order is that of the page, where one is can be seen, and nothing is out of reach.
import { expect, test, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { openAccount, portal, signIn } from "./visitor.ts";

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
    const ringed = [at, ...(at.getAttribute("type") === "radio" && at.parentElement ? [at.parentElement] : [])];
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

/** What can be worked on this page, in its order; of a group of choices the keyboard stops at one. */
async function workable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const groups = new Set<string>();
    return [...document.querySelectorAll("a, button, input, textarea, select, summary")].flatMap((each, index) => {
      if (each.getAttribute("type") === "hidden" || !each.checkVisibility()) return [];
      if (each.getAttribute("type") === "radio") {
        const group = each.getAttribute("name") ?? "";
        if (groups.has(group)) return [];
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
    stops.push(stop);
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
