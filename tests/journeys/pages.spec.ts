// What holds for every page of a borrower, in both languages: nothing that a screen reader trips over, no script, no
// sideways scroll on the smallest phone, targets that a thumb can hit, and a first view of at most 10 kB.
import { expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { photo } from "../world/papers.ts";
import { fictionalReader } from "../world/people.ts";
import {
  answerAsDesk,
  askForCode,
  chooseOwnTerms,
  expectStatus,
  propose,
  signPlan,
  writeBudget,
} from "./hardship-steps.ts";
import { expectWhole, watchPolicy, weigh } from "./page-checks.ts";
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
  "/my/data?looked=all",
  "/my/messages",
  "$",
  "$/pay",
  "$/pay?choice=other&amount=100",
  "$/statement",
  "$/dispute",
];

/** Of a proposal that is being written. */
const draftPages = ["/household", "/income", "/spending", "/options", "/evidence", "/check"];

/** What a page may bring. */
interface Allowed {
  readonly scripts?: number;
}

/** What each page's policy had to stop. */
const stoppedOn = new WeakMap<Page, readonly string[]>();

async function checkPage(page: Page, address: string, allowed: Allowed = {}): Promise<void> {
  const { scripts: mostScripts = 0 } = allowed;
  const { bytes, scripts } = await weigh(page, portal(address));
  console.log(
    `${String(bytes).padStart(6)} bytes  ${await page.locator("html").getAttribute("lang")}  ${address.replace(/[0-9a-f-]{36}/, "ID")}`,
  );
  expect.soft(bytes, `${address}: bytes of the first view`).toBeLessThanOrEqual(maxFirstViewBytes);
  expect.soft(scripts, `${address}: scripts`).toBe(mostScripts);
  await expectWhole(page, address, { targets: false });
  expect.soft(stoppedOn.get(page), `${address}: stopped by its policy`).toEqual([]);
  const small = await page
    .locator("main button:visible, main input:visible:not([type=radio], [type=checkbox]), main select:visible")
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
  expect.soft(small, `${address}: targets under 44 px`).toEqual([]);
}

async function openContext(browser: Browser, locale: string, colorScheme: "light" | "dark"): Promise<BrowserContext> {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width: 320, height: 640 } });
  context.on("page", (page) => stoppedOn.set(page, watchPolicy(page)));
  return context;
}

for (const [index, language] of (["zh-CN", "en"] as const).entries()) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${language}, ${colorScheme}: every public page is light, whole and readable by everyone`, async ({
      browser,
    }) => {
      const context = await openContext(browser, language, colorScheme);
      const page = await context.newPage();
      for (const address of publicPages) await checkPage(page, address);
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

/** Terms of one's own with a preview; the one page that brings a script. */
const ownTerms = [
  "kind=instalments",
  "kind=instalments&every=own&dates=2027-03-01&dates=2027-06-01&dates=2027-09-01",
  "kind=stepped",
  "kind=pause",
  "kind=waiver",
  "kind=instalments&every=month&firstOn=never&count=0",
];

for (const [index, language] of (["zh-CN", "en"] as const).entries()) {
  const colorScheme = index === 0 ? "dark" : "light";

  test(`${language}: every page on the way to a plan is light, whole and readable by everyone`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openContext(browser, language, colorScheme);
    const page = await context.newPage();
    const person = fictionalReader(language, 43);
    await signIn(page, person);
    const draft = await writeBudget(page, { pay: "6000", housing: "3000" });
    for (const address of draftPages.slice(0, 4)) await checkPage(page, draft + address);
    for (const terms of ownTerms) await checkPage(page, `${draft}/options?${terms}`, { scripts: 1 });
    await chooseOwnTerms(page, draft, 48, true);
    await checkPage(page, draft);
    await answerAsDesk(browser, page, { answer: "ask", question: "income_proof" });
    await page.goto(portal(`${draft}/evidence`));
    await page.locator('[name="kind"][value="income"]').check();
    const files = [1, 2, 3].map(async (each) => ({
      name: `slip-${each}.jpg`,
      mimeType: "image/jpeg",
      buffer: await photo(),
    }));
    await page.locator('[name="files"]').setInputFiles(await Promise.all(files));
    await page.locator('main form[enctype="multipart/form-data"] button').click();
    for (const address of ["/evidence", ""]) await checkPage(page, draft + address);
    await page.locator('[name="answer"]').fill("slip");
    await page.locator('[name="intent"][value="answer"]').click();
    await answerAsDesk(browser, page, { answer: "counter", months: 36 });
    for (const address of ["", "/options"]) await checkPage(page, draft + address);
    await page.goto(portal(draft));
    await page.locator('[name="intent"][value="accept"]').click();
    await checkPage(page, draft);
    const plan = draft.replace("hardship", "plans");
    await checkPage(page, `${plan}/agreement`);
    await askForCode(page, person);
    await checkPage(page, `${plan}/agreement?step=code`);
    await context.close();
  });

  test(`${language}: every page of a running plan is light, whole and readable by everyone`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openContext(browser, language, colorScheme);
    const page = await context.newPage();
    const person = fictionalReader(language, 44);
    const draft = await propose(page, person, "instalments");
    await checkPage(page, draft);
    const plan = await signPlan(page, person);
    for (const address of [
      "",
      "/agreement",
      "/change",
      "/change?kind=skip&seq=1",
      "/change?kind=move&seq=1&to=2020-01-01",
    ])
      await checkPage(page, plan + address);
    await page.goto(portal(`${plan}/agreement`));
    const check = await page.locator('main a[href^="/certificates/"]').getAttribute("href");
    await checkPage(page, check ?? "");
    await checkPage(page, "/my");
    await context.close();
  });

  test(`${language}: a page with a reason why not yet is light, whole and readable by everyone`, async ({
    browser,
  }) => {
    const context = await openContext(browser, language, colorScheme);
    const page = await context.newPage();
    const draft = await propose(page, fictionalReader(language, 45), "waiver", { pay: "3000", housing: "3500" });
    await expectStatus(page, "in_review");
    const reasons = ["reduction_not_agreed", "below_budget"];
    await answerAsDesk(browser, page, { answer: "decline", reasons, months: 24, second: true });
    await checkPage(page, draft);
    await context.close();
  });
}
