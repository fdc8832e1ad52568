// The keyboard alone: going from stop to stop, pressing what has the focus, and whether everything that can be worked is
// such a stop and can be seen to be.
import { expect, type Locator, type Page } from "@playwright/test";
import { portal } from "./visitor.ts";

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
  for (let presses = 0; presses < 160; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await stopAt(page);
    if (stop.name === "" || stop.name === stops[0]?.name) break;
    // A box for a date has a stop for the day, the month and the year.
    if (stop.name !== stops.at(-1)?.name) stops.push(stop);
  }
  return stops;
}

export async function expectReachable(page: Page, address: string): Promise<void> {
  await page.goto(portal(address));
  const expected = await workable(page);
  const stops = await tabThrough(page);
  expect(stops.map(({ name }) => name)).toEqual(expected);
  expect(stops.filter(({ seen }) => !seen)).toEqual([]);
}

/** Goes on with the Tab key until this has the focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await wanted.evaluate((each) => each === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`out of reach: ${String(wanted)}`);
}

export async function pressAt(page: Page, wanted: Locator, leadsTo: RegExp): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(leadsTo);
}
