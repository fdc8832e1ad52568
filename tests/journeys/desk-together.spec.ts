// Several people at one desk: nobody works on what somebody else has, and nobody agrees alone to what takes two.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { newId } from "#app/kernel/ids.ts";
import { colleagueOf, elsewhere } from "../world/colleagues.ts";
import { fictionalReader } from "../world/people.ts";
import {
  agreeSecond,
  caseOf,
  expectAsPreviewed,
  giveAnswer,
  openDeskAs,
  readPreview,
  showTerms,
  takeCase,
} from "./desk-steps.ts";
import { dayInAbout } from "./days.ts";
import { expectStatus, propose } from "./hardship-steps.ts";
import { portal } from "./visitor.ts";

/** Sends a proposal that waits for a person; their page. */
async function sendProposal(browser: Browser, count: number, language: "zh-CN" | "en" = "zh-CN"): Promise<Page> {
  const page = await browser.newPage({
    locale: language,
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  });
  await propose(page, fictionalReader(language, count), "waiver");
  await expectStatus(page, "in_review");
  return page;
}

const claimButton = 'main form:has([value="claim"]) button';

test("two press for the same case at the same moment: one has it, the other reads who", async ({ browser }) => {
  const borrower = await sendProposal(browser, 51);
  const address = caseOf(borrower);
  const here = colleagueOf("agent", "zh-CN", 1);
  const there = colleagueOf("agent", "en", 1);
  const [one, two] = [await openDeskAs(browser, here), await openDeskAs(browser, there)];
  for (const desk of [one, two]) await desk.goto(portal(address));
  await Promise.all([one, two].map((desk) => desk.locator(claimButton).click()));
  await Promise.all([one, two].map((desk) => expect(desk.locator("[data-holder], h1").first()).toBeVisible()));
  const oneHasIt = (await one.locator('[data-holder="self"]').count()) === 1;
  const { has, reads, name } = oneHasIt
    ? { has: one, reads: two, name: here.name }
    : { has: two, reads: one, name: there.name };
  await expect(has.locator('[data-holder="self"]')).toBeVisible();
  // First what came of the press itself, then the page on which it would be answered.
  await expect(reads.locator("main")).toContainText(name);
  await expect(reads.locator('[data-holder="self"]')).toHaveCount(0);
  await reads.goto(portal(`${address}/decide?answer=approve`));
  await expect(reads.locator("main")).toContainText(name);
  await expect(reads.locator('main form[method="post"]')).toHaveCount(0);
  for (const page of [borrower, one, two]) await page.context().close();
});

/** Presses a button as if it said something else, with fields that no page of ours has. */
async function pressForged(page: Page, intent: string, fields: Readonly<Record<string, string>>): Promise<number> {
  const button = page.locator('main form[action$="/second"] button').first();
  await button.evaluate(
    (element, forged) => {
      element.setAttribute("value", forged.intent);
      for (const [name, value] of Object.entries(forged.fields)) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name, value });
        element.closest("form")?.append(field);
      }
    },
    { intent, fields },
  );
  const [answer] = await Promise.all([
    page.waitForResponse((each) => each.request().method() === "POST"),
    button.click(),
  ]);
  return answer.status();
}

test("a part that settles the whole waits: not the same person in another browser, nor with a forged field; another one agrees, and only then the borrower sees it", async ({
  browser,
}) => {
  const borrower = await sendProposal(browser, 52, "en");
  const before = await borrower.locator("main").innerText();
  const address = caseOf(borrower);
  const [proposer, second] = [colleagueOf("senior_agent", "zh-CN", 1), colleagueOf("senior_agent", "zh-CN", 3)];
  const desk = await openDeskAs(browser, proposer);
  await takeCase(desk, address);
  await desk.goto(portal(`${address}/counter?kind=settlement`));
  const boxes = desk.locator("form#own-terms");
  await boxes.locator('[name="every"][value="month"]').check();
  await boxes.locator('[name="firstOn"]').fill(dayInAbout(12));
  await boxes.locator('[name="amount"]').fill("3600");
  await boxes.locator('[name="count"]').fill("3");
  await showTerms(desk);
  await desk.locator('#preview [name="as"][value="counter"]').click();
  const previewed = await readPreview(desk);
  await giveAnswer(desk, "second");

  const elsewhereToo = await openDeskAs(browser, proposer, { otherSession: true });
  await elsewhereToo.goto(portal(`${address}/second`));
  const own = elsewhereToo.locator('form[action$="/second"] [name="intent"]');
  await expect(own).toHaveCount(1);
  await expect(own).toHaveAttribute("value", "withdraw");
  for (const fields of [{}, { proposedBy: newId(), actor: newId(), staffId: newId() }]) {
    expect(await pressForged(elsewhereToo, "approve", fields)).toBe(422);
    await elsewhereToo.goto(portal(`${address}/second`));
  }
  await borrower.reload();
  await expectStatus(borrower, "in_review");
  expect(await borrower.locator("main").innerText()).toBe(before);

  const eyes = await openDeskAs(browser, second);
  await eyes.goto(portal("/desk?view=second"));
  await eyes.locator(`main a[href="${address}"]`).first().click();
  await eyes.locator(`main a[href="${address}/second"]`).first().click();
  expect((await readPreview(eyes)).words).toBe(previewed.words);
  await agreeSecond(eyes, address);
  await borrower.reload();
  await expectStatus(borrower, "countered");
  await expectAsPreviewed(borrower, previewed);
  for (const page of [borrower, desk, elsewhereToo, eyes]) await page.context().close();
});

test("to a colleague of another portfolio the addresses of a case are like any that there are not", async ({
  browser,
}) => {
  const desk = await openDeskAs(browser, colleagueOf("agent", "en", 0));
  await desk.goto(portal("/desk?view=all&creditor=RIVER"));
  const address = (await desk.locator('main a[href^="/desk/cases/"]').first().getAttribute("href")) ?? "";
  const stranger = await openDeskAs(browser, elsewhere);
  await stranger.goto(portal("/desk?view=all"));
  await expect(stranger.locator(`main a[href="${address}"]`)).toHaveCount(0);
  const id = address.split("/").at(-1) ?? "";
  for (const pattern of ["/desk/cases/ID", "/desk/cases/ID/decide", "/desk/cases/ID/counter", "/desk/messages/ID"]) {
    const seen = [];
    for (const each of [id, newId()]) {
      const answer = await stranger.goto(portal(pattern.replace("ID", each)));
      seen.push([answer?.status(), (await stranger.locator("body").innerText()).replaceAll(each, "ID")]);
    }
    expect([pattern, seen[0]?.[0]]).toEqual([pattern, 404]);
    expect(seen[0]).toEqual(seen[1]);
  }
  for (const page of [desk, stranger]) await page.context().close();
});
