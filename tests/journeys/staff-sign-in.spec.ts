// A colleague's first day: from the one-time link to an own way in, out again, and in by it.
import { expect, test, type Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { invitedOf } from "../world/colleagues.ts";
import { setUpLink } from "./desk-steps.ts";
import { portal } from "./visitor.ts";

/** What an authenticator app shows for the secret that was typed into it, so many seconds from now. */
function codeOf(secret: string, seconds = 0): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + seconds * 1000 });
}

const goOn = (page: Page): Promise<void> => page.locator('main form[method="post"] button').last().click();

async function signOut(page: Page): Promise<void> {
  await page.locator('header form[action="/staff/sign-out"] button').click();
  await expect(page).toHaveURL(portal("/staff/sign-in"));
  expect((await page.request.get(portal("/desk"), { maxRedirects: 0 })).status()).toBe(303);
}

for (const [count, language] of (["zh-CN", "en"] as const).entries()) {
  test(`${language}: from the link to a password and a code, with codes for bad days, out, and in again; the link works once`, async ({
    browser,
  }) => {
    // Nothing of it needs a script.
    const page = await browser.newPage({ locale: language, javaScriptEnabled: false });
    const link = portal(setUpLink(count));
    const password = `quiet lanterns over the canal ${count}`;
    await page.goto(link);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await page.locator('[name="way"][value="password"]').check();
    await page.locator('[name="newPassword"]').fill(password);
    await goOn(page);
    await expect(page).toHaveURL(`${link}?step=code`);
    const secret = (await page.locator("main code").innerText()).replaceAll(/\s/g, "");
    await page.locator('[name="code"]').fill(codeOf(secret));
    await goOn(page);
    await expect(page).toHaveURL(`${link}?step=codes`);
    const codes = await page.locator("main li").allInnerTexts();
    expect(new Set(codes).size).toBe(10);
    await page.locator('[name="kept"]').check();
    await goOn(page);
    await expect(page).toHaveURL(portal("/staff"));
    await expect(page.locator("header")).toContainText(invitedOf(count).name);

    await signOut(page);
    expect((await page.goto(link))?.status()).toBe(404);
    await page.goto(portal("/staff/sign-in"));
    await page.locator('[name="email"]').fill(invitedOf(count).email);
    await page.locator('[name="password"]').fill(password);
    await page.locator('form:has([name="password"]) button').click();
    // The code of the set-up is used up: this is the one that the app shows next.
    await page.locator('[name="code"]').fill(codeOf(secret, 30));
    await goOn(page);
    await expect(page).toHaveURL(portal("/desk"));

    await signOut(page);
    await page.locator('[name="email"]').fill(invitedOf(count).email);
    await page.locator('[name="password"]').fill(password);
    await page.locator('form:has([name="password"]) button').click();
    await page.locator('[name="code"]').fill(codes[3] ?? "");
    await goOn(page);
    await expect(page).toHaveURL(portal("/staff?recovery=used"));
    await page.close();
  });

  test(`${language}: from the link to a passkey, out, and in again by it`, async ({ browser }) => {
    const context = await browser.newContext({ locale: language });
    const page = await context.newPage();
    const device = await context.newCDPSession(page);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const link = portal(setUpLink(count + 2));
    await page.goto(link);
    await page.locator('[name="way"][value="passkey"]').check();
    await goOn(page);
    await expect(page).toHaveURL(`${link}?step=passkey`);
    await page.locator('[name="device"]').fill(language === "en" ? "This laptop" : "这台电脑");
    await page.locator("form[data-options] button").click();
    await expect(page).toHaveURL(portal("/staff"));
    await signOut(page);
    await page.locator("form[data-options] button").click();
    await expect(page).toHaveURL(portal("/desk"));
    await expect(page.locator("header")).toContainText(invitedOf(count + 2).name);
    await context.close();
  });
}
