// The one page with a script, in a browser: with it what terms come to is shown while they are typed; without it the
// button shows the same.
import { chromium, type Browser, type Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { ProposalVisitor } from "#tests/world/proposal-visitor.ts";
import { writeDraft } from "#tests/world/proposals.ts";

let portal: Portal;
let browser: Browser;
beforeAll(async () => {
  portal = await openPortal();
  const executablePath = findBrowser();
  browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) });
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});

async function openOwn(javaScriptEnabled: boolean): Promise<{ page: Page; complaints: string[] }> {
  const visitor = await ProposalVisitor.of(portal, await writeDraft(portal.app));
  const context = await browser.newContext({
    javaScriptEnabled,
    viewport: { width: 320, height: 640 },
    locale: "en",
  });
  const [name = "", value = ""] = visitor.cookie.split("=");
  await context.addCookies([{ name, value, url: portal.origin.replace("http:", "https:"), secure: true }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(`${portal.origin}${visitor.home}/options?kind=instalments`);
  return { page, complaints };
}

const line = (page: Page) => page.locator("#preview-line");

test("with the script the line follows what is typed, the address too, and no rule of the policy is broken", async () => {
  const { page, complaints } = await openOwn(true);
  await page.fill("#amount", "300");
  await page.waitForFunction(
    () => document.querySelector("#preview-line")?.textContent === "¥300.00 a month, 40 payments",
  );
  expect(new URL(page.url()).searchParams.get("amount")).toBe("300");
  expect(await page.locator("#preview [data-amount]").count()).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  await page.fill("#amount", "three");
  await page.waitForFunction(() => document.querySelector("#preview-line")?.textContent?.startsWith("Enter an amount"));
  expect(await page.locator("#preview form").count()).toBe(0);
  // The answer's 422 is all that the console hears of it.
  expect(complaints.filter((text) => !text.includes("422"))).toEqual([]);
  await page.fill("#amount", "500");
  await page.locator("#preview button").click();
  expect(new URL(page.url()).pathname).toMatch(/\/check$/);
});

test("without the script the button shows the same", async () => {
  const { page } = await openOwn(false);
  await page.fill("#amount", "300");
  await page.locator("#own-terms button").click();
  expect(await line(page).innerText()).toBe("¥300.00 a month, 40 payments");
  await page.locator("#preview button").click();
  expect(new URL(page.url()).pathname).toMatch(/\/check$/);
});
