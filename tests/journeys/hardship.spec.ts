// From "I cannot pay all of it" to an arrangement, as people go through it: agreed at once, answered by a person, looked
// at again, left. In both languages, with and without JavaScript.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { photo } from "../world/papers.ts";
import { fictionalReader, type FictionalAccount } from "../world/people.ts";
import {
  answerAsDesk,
  chooseOwnTerms,
  expectStatus,
  goOn,
  propose,
  signPlan,
  statusOf,
  withdraw,
  writeBudget,
} from "./hardship-steps.ts";
import { amountNamed, portal, signIn } from "./visitor.ts";

/** Everybody's pages, counted from the first. */
function countPages(page: Page): { readonly seen: string[] } {
  const seen: string[] = [];
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) seen.push(new URL(frame.url()).pathname.replace(/[0-9a-f-]{36}/, "ID"));
  });
  return { seen };
}

for (const [index, language] of (["zh-CN", "en"] as const).entries()) {
  for (const javaScriptEnabled of [true, false]) {
    test(`${language}, ${javaScriptEnabled ? "with" : "without"} JavaScript: from sign-in to a signed plan in at most 14 pages`, async ({
      browser,
    }) => {
      const context = await browser.newContext({
        locale: language,
        javaScriptEnabled,
        viewport: { width: 360, height: 740 },
      });
      const page = await context.newPage();
      const { seen } = countPages(page);
      const person = fictionalReader(language, 32 + index * 2 + (javaScriptEnabled ? 0 : 1));
      await propose(page, person, "instalments");
      expect(await page.locator("main [data-status]").first().getAttribute("data-status")).toBe("approved");
      const plan = await signPlan(page, person);
      await expect(page.locator("main [data-status]").first()).toHaveAttribute("data-status", "live");
      const pages = seen.filter((address) => address !== "blank");
      console.log(`${pages.length} pages: ${pages.join(" ")}`);
      expect(pages.length).toBeLessThanOrEqual(14);
      // What is owed is what the plan asks for, to the last fen, where no interest runs away from it.
      expect(await amountNamed(page, "plan_agreed")).toBe(
        (await amountNamed(page, "plan_left")) + (await amountNamed(page, "plan_paid")),
      );
      await page.goto(portal("/my"));
      await expect(page.locator(`main a[href="${plan}"]`).first()).toBeVisible();
      await context.close();
    });
  }
}

interface Walk {
  readonly browser: Browser;
  readonly page: Page;
  readonly person: FictionalAccount;
  readonly scripted: boolean;
}

const roomy = { pay: "6000", housing: "3000" };

/** A journey in both languages, in one of them without a script; each language has a person of its own. */
function inBothLanguages(
  name: string,
  count: number,
  scriptedIn: "zh-CN" | "en",
  walk: (walk: Walk) => Promise<void>,
): void {
  for (const language of ["zh-CN", "en"] as const) {
    const scripted = language === scriptedIn;
    test(`${language}, ${scripted ? "with" : "without"} JavaScript: ${name}`, async ({ browser }) => {
      const context = await browser.newContext({
        locale: language,
        javaScriptEnabled: scripted,
        viewport: { width: 360, height: 740 },
      });
      const page = await context.newPage();
      await walk({ browser, page, person: fictionalReader(language, count), scripted });
      await context.close();
    });
  }
}

inBothLanguages("terms of one's own, another offer, yes to it, signed", 37, "zh-CN", async (walk) => {
  const { browser, page, person, scripted } = walk;
  await signIn(page, person);
  const draft = await writeBudget(page, roomy);
  await chooseOwnTerms(page, draft, 48, scripted);
  await expectStatus(page, "in_review");
  await answerAsDesk(browser, page, { answer: "counter", months: 24 });
  await expectStatus(page, "countered");
  await page.locator('[name="intent"][value="accept"]').click();
  await expectStatus(page, "accepted");
  await signPlan(page, person);
  await expectStatus(page, "live");
  await expect(page.locator("#schedule tbody tr").first()).toBeVisible();
});

inBothLanguages("a question is answered with a photo, and the plan is agreed", 38, "en", async (walk) => {
  const { browser, page, person } = walk;
  const proposal = await propose(page, person, "waiver");
  await expectStatus(page, "in_review");
  await answerAsDesk(browser, page, { answer: "ask", question: "income_proof" });
  await expectStatus(page, "info_requested");
  await page.locator('main a[href$="/evidence"]').click();
  await page.locator('[name="kind"][value="income"]').check();
  await page
    .locator('[name="files"]')
    .setInputFiles({ name: "slip.jpg", mimeType: "image/jpeg", buffer: await photo() });
  await page.locator('main form[enctype="multipart/form-data"] button').click();
  const paper = page.locator("#papers [data-status]").first();
  // The page says to look again in a moment; a person does.
  await expect(async () => {
    await page.goto(portal(`${proposal}/evidence`));
    await expect(paper).toHaveAttribute("data-status", "ready", { timeout: 10 });
  }).toPass({ intervals: [200] });
  await page.goto(portal(proposal));
  await page.locator('[name="answer"]').fill("15 Nov: a photo of my slip");
  await page.locator('[name="intent"][value="answer"]').click();
  await expectStatus(page, "in_review");
  await answerAsDesk(browser, page, { answer: "approve" });
  await expectStatus(page, "approved");
});

inBothLanguages("not agreed yet, with a reason and what would be, then a second look", 39, "zh-CN", async (walk) => {
  const { browser, page, person, scripted } = walk;
  const first = await propose(page, person, "waiver");
  await answerAsDesk(browser, page, { answer: "decline", reasons: ["reduction_not_agreed"], months: 12 });
  await expectStatus(page, "declined");
  await expect(page.locator("main li").first()).not.toBeEmpty();
  // One takes what would be accepted, the other asks for a second look at a proposal of their own.
  if (scripted) {
    await page.locator('[name="intent"][value="take"]').click();
    await expect(page).toHaveURL(/\/check$/);
    await goOn(page);
    await expectStatus(page, "approved");
  } else {
    await page.locator('[name="intent"][value="again"]').click();
    await page.locator('main a[href*="/my/hardship/"]').first().click();
    await expect(page).toHaveURL(/\/options$/);
    await page.locator('[name="option"][value="waiver"]').check();
    await goOn(page);
    await goOn(page);
    await expectStatus(page, "in_review");
    // Whoever declined is not asked again.
    await answerAsDesk(browser, page, { answer: "approve" }, 1);
    await expectStatus(page, "approved");
  }
  expect(page.url()).not.toContain(first);
  expect(await statusOf(page, first)).toBe("superseded");
});

inBothLanguages("more goes out than comes in: a pause is agreed and signed", 40, "en", async ({ page, person }) => {
  await signIn(page, person);
  await writeBudget(page, { pay: "3000", housing: "3500" });
  // What asks for nothing comes first, and free advice is at hand.
  const [first] = await page
    .locator('[name="option"]')
    .evaluateAll((found) => found.map((each) => each.id && (each as HTMLInputElement).value));
  expect(["pause", "token"]).toContain(first);
  await page.locator('[name="option"][value="pause"]').check();
  await goOn(page);
  await goOn(page);
  await expectStatus(page, "approved");
  await signPlan(page, person);
  await expectStatus(page, "live");
  expect(await amountNamed(page, "plan_agreed")).toBe(0n);
});

inBothLanguages(
  "a proposal that was sent is withdrawn, and can be made again",
  41,
  "zh-CN",
  async ({ page, person }) => {
    const draft = await propose(page, person, "waiver");
    await expectStatus(page, "in_review");
    await withdraw(page);
    await expectStatus(page, "withdrawn");
    expect(await statusOf(page, draft)).toBe("withdrawn");
    await page.goto(portal("/my"));
    await expect(page.locator('main a[href^="/my/hardship"]').first()).toBeVisible();
  },
);

inBothLanguages("begun on one device, gone on with on another after signing out", 42, "en", async (walk) => {
  const { browser, page, person, scripted } = walk;
  await signIn(page, person);
  const draft = await writeBudget(page, roomy);
  await page.locator('form[action="/sign-out"] button').first().click();
  expect((await page.request.get(portal(draft), { maxRedirects: 0 })).status()).toBe(303);
  const context = await browser.newContext({ locale: person.language, javaScriptEnabled: !scripted });
  const other = await context.newPage();
  await signIn(other, person);
  await other.locator(`main a[href^="${draft}"]`).click();
  await expect(other).toHaveURL(portal(`${draft}/options`));
  await other.goto(portal(`${draft}/income`));
  await expect(other.locator('[name="pay_amount"]')).toHaveValue(/6,?000/);
  await context.close();
});
