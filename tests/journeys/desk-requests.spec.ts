// What else reaches the desk: questions and files, objections, and what is asked about a person. Each side reads its own
// language, and the borrower can see who looked.
import { expect, test, type Browser, type Page } from "@playwright/test";
import type { Language } from "#app/i18n/languages.ts";
import { colleagueOf } from "../world/colleagues.ts";
import { photo } from "../world/papers.ts";
import { fictionalReader, type FictionalAccount } from "../world/people.ts";
import { objectToAmount, openDeskAs, takeRequest, wordsOf } from "./desk-steps.ts";
import { amountNamed, portal, signIn } from "./visitor.ts";

async function openPhone(browser: Browser, person: FictionalAccount): Promise<Page> {
  const { language: locale } = person;
  const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

const lastLetter = (page: Page) => page.locator("main ol > li").last();

test("a question with a photo is answered in Chinese, which says so, and once more in a ready text in English", async ({
  browser,
}) => {
  const borrower = await openPhone(browser, fictionalReader("en", 53));
  await borrower.goto(portal("/my/messages"));
  await borrower.locator('#ask [name="text"]').fill("Could you look at my slip?");
  await borrower.locator("#ask button").click();
  await expect(borrower).toHaveURL(/\/my\/messages\/[0-9a-f-]{36}$/);
  const thread = new URL(borrower.url()).pathname;
  const id = thread.split("/").at(-1) ?? "";
  await borrower.locator('[name="text"]').fill("Here it is.");
  const slip = { name: "slip.jpg", mimeType: "image/jpeg", buffer: await photo() };
  await borrower.locator('[name="files"]').setInputFiles(slip);
  await borrower.locator('form[enctype="multipart/form-data"] button').click();
  await expect(lastLetter(borrower)).toContainText("Here it is.");

  const desk = await openDeskAs(browser, colleagueOf("agent", "zh-CN", 2), { javaScriptEnabled: false });
  await takeRequest(desk, id);
  await desk.locator(`main a[href="/desk/messages/${id}"]`).click();
  const file = lastLetter(desk).locator(`a[href^="/desk/messages/${id}/files/"]`);
  // It is looked through before anybody can open it.
  await expect(async () => {
    await desk.reload();
    await expect(file).toBeVisible({ timeout: 10 });
  }).toPass({ intervals: [200] });
  const given = await desk.request.get(portal((await file.getAttribute("href")) ?? ""));
  expect([given.status(), given.headers()["content-type"]]).toEqual([200, "image/jpeg"]);
  expect(given.headers()["content-disposition"]).not.toContain("slip");
  const own = "您好，照片很清楚，谢谢。";
  await desk.locator('[name="template"][value="own"]').check();
  await desk.locator('[name="text"]').fill(own);
  await desk.locator('[name="language"]').selectOption("zh-CN");
  await desk.locator('[name="close"]').uncheck();
  await desk.locator('[name="intent"][value="send"]').click();
  await expect(lastLetter(desk)).toContainText(own);

  await borrower.goto(portal("/my"));
  await borrower.locator('main a[href="/my/messages"]').first().click();
  await borrower.locator(`main a[href="${thread}"]`).click();
  await expect(lastLetter(borrower).locator(`[lang="zh-CN"]`)).toHaveText(own);
  await expect(lastLetter(borrower).locator('[data-language="zh-CN"]')).toHaveText(/written in Chinese/);
  await borrower.locator('[name="intent"][value="language"]').click();
  await expect(borrower.locator("main ol > li")).toHaveCount(4);

  await desk.goto(portal(`/desk/messages/${id}`));
  await expect(desk.locator("main ol > li")).toHaveCount(4);
  await desk.locator('[name="template"][value="please_add_papers"]').check();
  await desk.locator('[name="papers"]').first().check();
  await desk.locator('[name="intent"][value="preview"]').click();
  const preview = desk.locator('#preview [lang="en"]');
  const words = wordsOf(await preview.textContent());
  await desk.locator('[name="intent"][value="send"]').click();
  await expect(desk).toHaveURL(portal(`/desk/messages/${id}`));
  await borrower.reload();
  expect(wordsOf(await lastLetter(borrower).textContent())).toContain(words);
  await expect(lastLetter(borrower).locator("[data-language]")).toHaveCount(0);
  for (const page of [borrower, desk]) await page.context().close();
});

for (const language of ["zh-CN", "en"] as const) {
  const other: Language = language === "en" ? "zh-CN" : "en";

  test(`${language}: an objection holds the account, is decided at the desk in the other language, and the letter is read in one's own`, async ({
    browser,
  }) => {
    const borrower = await openPhone(browser, fictionalReader(language, 54));
    const { account, id } = await objectToAmount(borrower);
    await borrower.goto(portal(account));
    expect(await amountNamed(borrower, "due")).toBe(0n);
    await borrower.goto(portal(`${account}/pay`));
    await expect(borrower.locator("main form")).toHaveCount(0);

    const desk = await openDeskAs(browser, colleagueOf("agent", other, 3), { javaScriptEnabled: false });
    await takeRequest(desk, id);
    await expect(desk.locator('[data-status="held"]')).toBeVisible();
    await desk.locator('[name="outcome"][value="not_upheld"]').check();
    await desk.locator('form:has([name="outcome"]) button').click();
    for (const reason of ["contract_shows_amount", "interest_as_agreed"])
      await desk.locator(`[name="reasons"][value="${reason}"]`).check();
    await desk.locator('form:has([name="reasons"]) button').click();
    const letter = desk.locator(`[data-letter="${language}"]`);
    await expect(letter).toHaveAttribute("lang", language);
    const words = wordsOf(await letter.textContent());
    expect(words.length).toBeGreaterThan(80);
    await expect(desk.locator("html")).toHaveAttribute("lang", other);
    await desk.locator('[name="intent"][value="decide"]').click();
    await expect(desk).toHaveURL(portal(`/desk/disputes/${id}?decided`));
    await expect(desk.locator('[data-status="held"]')).toHaveCount(0);

    await borrower.goto(portal(`${account}/dispute`));
    await borrower.locator('main a[href*="?case="]').first().click();
    await expect(borrower.locator("html")).toHaveAttribute("lang", language);
    expect(wordsOf(await borrower.locator("main").textContent())).toContain(words);
    await borrower.goto(portal(account));
    expect(await amountNamed(borrower, "due")).toBeGreaterThan(0n);
    await borrower.goto(portal(`${account}/pay`));
    await expect(borrower.locator("main form").first()).toBeVisible();
    for (const page of [borrower, desk]) await page.context().close();
  });
}

test("a number is shown in full for a reason; it is on record, and the borrower reads that it was, without a name", async ({
  browser,
}) => {
  const person = fictionalReader("zh-CN", 55);
  const borrower = await openPhone(browser, person);
  const { id } = await objectToAmount(borrower);
  const agent = colleagueOf("agent", "en", 2);
  const desk = await openDeskAs(browser, agent, { javaScriptEnabled: false });
  await takeRequest(desk, id);
  await desk.locator('main a[href^="/desk/borrowers/"]').first().click();
  await expect(desk.locator("main")).not.toContainText(person.mobile.slice(3));
  const subject = `borrower:${new URL(desk.url()).pathname.split("/").at(-1)}`;
  await desk.locator('details:has([value="unmask"]) summary').click();
  await desk.locator('[name="field"][value="phone"]').check();
  await desk.locator('[name="intent"][value="unmask"]').click();
  // Without a reason nothing is shown.
  await expect(desk).toHaveTitle(/^Error: /);
  await expect(desk.locator("[data-unmasked]")).toHaveCount(0);
  await desk.locator('[name="reason"][value="caller_check"]').check();
  await desk.locator('[name="intent"][value="unmask"]').click();
  await expect(desk.locator('[data-unmasked="phone"]')).toContainText(person.mobile.slice(-4));
  await expect(desk.locator('[data-unmasked="phone"]')).toContainText(person.mobile.slice(3, 7));
  await desk.goto(desk.url());
  await expect(desk.locator("[data-unmasked]")).toHaveCount(0);

  const auditor = await openDeskAs(browser, colleagueOf("auditor", "en", 0));
  await auditor.goto(portal(`/ops/audit?subject=${subject}`));
  const record = auditor.locator("main tbody tr").filter({ hasText: "borrower.unmasked" });
  await expect(record).toHaveCount(1);
  await expect(record).toContainText("caller_check");
  await expect(record).not.toContainText(person.mobile.slice(-4));

  await borrower.goto(portal("/my/data?looked=all"));
  const looked = borrower.locator("main li, main div").filter({ hasText: "看了您的完整手机号" }).last();
  await expect(looked).toContainText("为了核对来电的人");
  await expect(borrower.locator("main")).not.toContainText(agent.name);
  await expect(borrower.locator("main")).not.toContainText(agent.email);
  for (const page of [borrower, desk, auditor]) await page.context().close();
});
