// The desk by keyboard alone, from the sign-in page to an answer that is given: with the letters that the pages know, and
// without a script, where there are no letters and everything is a plain form.
import { expect, test, type Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import type { Language } from "#app/i18n/languages.ts";
import { fictionalReader } from "../world/people.ts";
import { caseOf, colleagueAtTheDoor } from "./desk-steps.ts";
import { expectStatus, propose } from "./hardship-steps.ts";
import { expectReachable, pressAt, tabTo } from "./keys.ts";
import { portal } from "./visitor.ts";

/** Writes over what stands in a box. */
async function typeAt(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, page.locator(`#${name}`));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type(text);
}

async function signInByKeys(desk: Page, language: Language): Promise<void> {
  const { email, password, totpSecret } = colleagueAtTheDoor(language);
  await desk.goto(portal("/staff/sign-in"));
  await typeAt(desk, "email", email);
  await typeAt(desk, "password", password);
  await desk.keyboard.press("Enter");
  await tabTo(desk, desk.locator("#code"));
  await desk.keyboard.type(TOTP.generate({ secret: Secret.fromBase32(totpSecret) }));
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(portal("/desk"));
}

/** A letter counts from when the page's script is there. */
async function pressLetter(page: Page, letter: string): Promise<void> {
  await page.waitForLoadState();
  await page.keyboard.press(letter);
}

/** From the queue to the case at hand: letters where there is a script. */
async function takeByLetters(desk: Page, address: string): Promise<void> {
  const help = desk.locator("#desk-keys");
  await pressLetter(desk, "?");
  await expect(help).toHaveAttribute("open", "");
  await pressLetter(desk, "?");
  await expect(help).not.toHaveAttribute("open", "");
  const row = desk.locator(`a[data-row][href="${address}"]`);
  const rows = await desk.locator("a[data-row]").count();
  for (
    let pressed = 0;
    pressed < rows && !(await row.evaluate((link) => link === document.activeElement));
    pressed += 1
  )
    await pressLetter(desk, "j");
  await expect(row).toBeFocused();
  // There and back.
  await pressLetter(desk, "k");
  await expect(row).not.toBeFocused();
  await pressLetter(desk, "j");
  await expect(row).toBeFocused();
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(portal(address));
  await pressLetter(desk, "a");
  await expect(desk.locator('[data-holder="self"]')).toBeVisible();
  await pressLetter(desk, "c");
  await expect(desk).toHaveURL(portal(`${address}/counter`));
}

async function takeByTab(desk: Page, address: string): Promise<void> {
  await pressAt(desk, desk.locator(`main a[href="${address}"]`).first(), new RegExp(`${address}$`));
  await tabTo(desk, desk.locator('main form:has([value="claim"]) button').first());
  await desk.keyboard.press("Enter");
  await expect(desk.locator('[data-holder="self"]')).toBeVisible();
  await pressAt(desk, desk.locator(`main a[href="${address}/counter"]`).first(), /\/counter$/);
}

for (const [language, javaScriptEnabled] of [
  ["en", true],
  ["zh-CN", false],
] as const) {
  test(`${language}, ${javaScriptEnabled ? "with letters" : "without JavaScript"}: from the sign-in page to an answer that is given, by keys`, async ({
    browser,
  }) => {
    const borrower = await browser.newPage({ locale: language, javaScriptEnabled: false });
    await propose(borrower, fictionalReader(language, 92), "waiver");
    const address = caseOf(borrower);
    const context = await browser.newContext({
      locale: language,
      javaScriptEnabled,
      viewport: { width: 1280, height: 900 },
      reducedMotion: "reduce",
    });
    const desk = await context.newPage();
    await signInByKeys(desk, language);
    if (javaScriptEnabled) await takeByLetters(desk, address);
    else {
      await expectReachable(desk, "/desk");
      await takeByTab(desk, address);
      for (const rest of ["", "/decide", "/decide?answer=decline", "/counter"])
        await expectReachable(desk, address + rest);
    }
    await typeAt(desk, "amount", "");
    await typeAt(desk, "count", "18");
    if (!javaScriptEnabled) await desk.keyboard.press("Enter");
    await expect(desk.locator('#preview [name="count"]')).toHaveValue("18");
    await pressAt(desk, desk.locator('#preview [name="as"][value="counter"]'), /\/decide\?answer=counter/);
    const give = desk.locator('main form[method="post"][action*="/decide?"] button');
    await pressAt(desk, give, /told=answered$/);
    await borrower.reload();
    await expectStatus(borrower, "countered");
    await context.close();
    await borrower.close();
  });
}
