// What holds for every page of a borrower, in both languages: nothing that a screen reader trips over, no script, no
// sideways scroll on the smallest phone, targets that a thumb can hit, and a first view of at most 10 kB.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { beginDraft, openAccount, portal, signIn } from "./visitor.ts";

const maxFirstViewBytes = 10_240;
const publicPages = [
  "/",
  "/start",
  "/verify/help",
  "/not-me",
  "/genuine",
  "/help",
  "/privacy",
  "/accessibility",
  "/no-such-page",
];
const privatePages = [
  "/my",
  "/my/hardship",
  "/my/data",
  "$",
  "$/pay",
  "$/pay?choice=other&amount=100",
  "$/statement",
  "$/dispute",
];

/** Of a proposal that is being written. */
const draftPages = ["/household", "/income", "/spending", "/options", "/evidence", "/check"];

/** Dense tables for a desk: whole and readable like the others, and not on anybody's small phone plan. */
const operatorPages = ["/ops/policies/cn-2026-11", "/ops/policies/cn-2026-11?with=uk-2026-11"];
const maxOperatorBytes = 40_960;

interface Weighed {
  readonly bytes: number;
  readonly scripts: number;
}

/** Opens a page as a first visitor does, without anything kept, and weighs every byte that came. */
async function weigh(page: Page, url: string): Promise<Weighed> {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  let scripts = 0;
  client.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  client.on("Network.responseReceived", ({ type }) => {
    if (type === "Script") scripts += 1;
  });
  await page.goto(url, { waitUntil: "networkidle" });
  await client.detach();
  return { bytes, scripts };
}

async function checkPage(page: Page, address: string, maxBytes = maxFirstViewBytes): Promise<void> {
  const { bytes, scripts } = await weigh(page, portal(address));
  console.log(
    `${String(bytes).padStart(6)} bytes  ${await page.locator("html").getAttribute("lang")}  ${address.replace(/[0-9a-f-]{36}/, "ID")}`,
  );
  expect.soft(bytes, `${address}: bytes of the first view`).toBeLessThanOrEqual(maxBytes);
  expect.soft(scripts, `${address}: scripts`).toBe(0);
  expect.soft(await page.locator("h1").count(), `${address}: one h1`).toBe(1);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${address}: sideways scroll at 320 px`).toBeLessThanOrEqual(0);
  const small = await page
    .locator("main button:visible, main input:visible:not([type=radio], [type=checkbox]), main select:visible")
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
  expect.soft(small, `${address}: targets under 44 px`).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`),
      `${address}: axe`,
    )
    .toEqual([]);
}

function openContext(browser: Browser, locale: string, colorScheme: "light" | "dark"): Promise<BrowserContext> {
  return browser.newContext({ locale, colorScheme, viewport: { width: 320, height: 640 } });
}

for (const [index, language] of (["zh-CN", "en"] as const).entries()) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${language}, ${colorScheme}: every public page is light, whole and readable by everyone`, async ({
      browser,
    }) => {
      const context = await openContext(browser, language, colorScheme);
      const page = await context.newPage();
      for (const address of publicPages) await checkPage(page, address);
      for (const address of operatorPages) await checkPage(page, address, maxOperatorBytes);
      await context.close();
    });
  }

  test(`${language}: every page of a signed-in borrower is light, whole and readable by everyone`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const context = await openContext(browser, language, index === 0 ? "light" : "dark");
    const page = await context.newPage();
    await signIn(page, fictionalReader(language, 20));
    const account = await openAccount(page);
    for (const address of privatePages) await checkPage(page, address.replace("$", account));
    const draft = await beginDraft(page);
    for (const address of draftPages) await checkPage(page, draft + address);
    for (const address of ["/my", "/my/hardship"]) await checkPage(page, address);
    await context.close();
  });
}
