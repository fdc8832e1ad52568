// A proposal is answered at the desk: by whoever takes the next one, in one language, for a borrower who reads it in the
// other. What the desk was shown before it pressed is what the borrower then reads.
import { expect, test, type Browser, type Page } from "@playwright/test";
import type { Language } from "#app/i18n/languages.ts";
import { colleagueOf, lonelyColleague } from "../world/colleagues.ts";
import { fictionalReader } from "../world/people.ts";
import {
  caseOf,
  chooseCounter,
  expectAsPreviewed,
  giveAnswer,
  openDeskAs,
  previewAnswer,
  readPreview,
  takeCase,
  type DeskAnswer,
} from "./desk-steps.ts";
import { chooseOwnTerms, expectStatus, goOn, propose, writeBudget } from "./hardship-steps.ts";
import { portal, signIn } from "./visitor.ts";

const otherThan = (language: Language): Language => (language === "en" ? "zh-CN" : "en");

async function openPhone(browser: Browser, locale: Language): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  return context.newPage();
}

/** Looks at what the borrower will read, gives it, and the borrower reads just that. */
async function answer(desk: Page, borrower: Page, given: DeskAnswer, status: string): Promise<void> {
  const address = caseOf(borrower);
  await previewAnswer(desk, address, given);
  const previewed = await readPreview(desk);
  await giveAnswer(desk);
  await borrower.reload();
  await expectStatus(borrower, status);
  await expectAsPreviewed(borrower, previewed);
}

for (const language of ["zh-CN", "en"] as const) {
  test(`${language}: the next one is taken, a question asked and answered, and another offer made that moves as it is typed`, async ({
    browser,
  }) => {
    const borrower = await openPhone(browser, language);
    await signIn(borrower, fictionalReader(language, 88));
    const draft = await writeBudget(borrower, { pay: "6000", housing: "3000" });
    await chooseOwnTerms(borrower, draft, 48, false);
    const address = caseOf(borrower);

    const desk = await openDeskAs(browser, lonelyColleague(otherThan(language)));
    await desk.goto(portal("/desk"));
    await expect(desk.locator("html")).toHaveAttribute("lang", otherThan(language));
    await desk.locator('main form:has([value="next"]) button').click();
    await expect(desk).toHaveURL(portal(address));
    await expect(desk.locator('[data-holder="self"]')).toBeVisible();

    await answer(desk, borrower, { answer: "ask", question: "amount_possible" }, "info_requested");
    await borrower.locator('[name="answer"]').fill(language === "en" ? "About 250" : "大约250元");
    await borrower.locator('[name="intent"][value="answer"]').click();
    await expectStatus(borrower, "in_review");

    await desk.goto(portal(address));
    await expect(desk.locator("#questions")).toContainText("250");
    await desk.locator(`main a[href="${address}/counter"]`).click();
    const plans = desk.locator("#preview table");
    await expect(plans.locator("thead th")).toHaveCount(4);
    for (const months of [30, 24]) {
      await chooseCounter(desk, months);
      // Nothing is pressed: the third plan follows what is typed.
      await expect(desk.locator('#preview [name="count"]')).toHaveValue(String(months));
      await expect(plans.locator("tbody tr").first().locator("td").last()).toContainText(String(months));
    }
    await desk.locator('#preview [name="as"][value="counter"]').click();
    const previewed = await readPreview(desk);
    await giveAnswer(desk);
    await borrower.reload();
    await expectStatus(borrower, "countered");
    await expectAsPreviewed(borrower, previewed);
    await borrower.locator('[name="intent"][value="accept"]').click();
    await expectStatus(borrower, "accepted");
    await borrower.context().close();
    await desk.context().close();
  });

  test(`${language}: handed to a senior, not agreed yet for two reasons, asked again, and agreed by somebody else`, async ({
    browser,
  }) => {
    const borrower = await openPhone(browser, language);
    await propose(borrower, fictionalReader(language, 50), "waiver");
    const address = caseOf(borrower);
    const colleagues = otherThan(language);

    const agent = await openDeskAs(browser, colleagueOf("agent", colleagues, 0), { javaScriptEnabled: false });
    await takeCase(agent, address);
    await agent.goto(portal(`${address}/decide`));
    await agent.locator('details:has([name="note"]) summary').click();
    await agent.locator('[name="note"]').fill("两项理由，请看一下");
    await agent.locator('form:has([name="note"]) button').click();
    await expect(agent).toHaveURL(/\/desk(?:\?told=\w+)?$/);

    const senior = await openDeskAs(browser, colleagueOf("senior_agent", colleagues, 2), { javaScriptEnabled: false });
    await takeCase(senior, address);
    await expect(senior.locator("main")).toContainText("两项理由");
    const reasons = ["reduction_not_agreed", "below_budget"];
    await answer(senior, borrower, { answer: "decline", reasons, months: 12 }, "declined");
    await expect(borrower.locator("main")).not.toContainText("两项理由");

    await borrower.locator('[name="intent"][value="again"]').click();
    await borrower.locator('main a[href*="/my/hardship/"]').first().click();
    await borrower.locator('[name="option"][value="waiver"]').check();
    await goOn(borrower);
    await goOn(borrower);
    await expectStatus(borrower, "in_review");

    const again = caseOf(borrower);
    expect(again).not.toBe(address);
    // Whoever declined is not offered it, and does not get it by sending the form all the same.
    await senior.goto(portal(again));
    await expect(senior.locator('[data-holder="none"]')).toBeVisible();
    await expect(senior.locator('form:has([value="claim"])')).toHaveCount(0);
    const forged = { form: { intent: "claim", item: again.split("/").at(-1) ?? "" }, headers: { Origin: portal("") } };
    expect((await senior.request.post(portal(again), forged)).status()).toBe(422);
    await takeCase(agent, again);
    await answer(agent, borrower, { answer: "approve" }, "approved");
    for (const page of [borrower, agent, senior]) await page.context().close();
  });
}
