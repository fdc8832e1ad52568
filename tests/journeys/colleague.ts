// How somebody of the demo's staff comes in, as steps that the journeys are told in.
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { portal } from "./visitor.ts";

interface SignInOfDay {
  readonly password: string;
  readonly code: string;
}

/** What the demo shows for this colleague at this moment. */
async function readSignIn(page: Page, email: string): Promise<SignInOfDay> {
  await page.goto(portal("/dev/staff"));
  const row = page.locator(`tr:has([data-code="${email}"])`);
  const [password = "", code = ""] = await row.locator("code").allTextContents();
  return { password: password.trim(), code: code.trim() };
}

/** Signs in with password and code. A code is taken once, so whoever was just here waits for the next one. */
export async function signInAs(page: Page, email: string): Promise<void> {
  for (let used = ""; ;) {
    const { password, code } = await readSignIn(page, email);
    if (code === used) {
      await sleep(500);
      continue;
    }
    await page.goto(portal("/staff/sign-in"));
    await page.locator('[name="email"]').fill(email);
    await page.locator('[name="password"]').fill(password);
    await page.locator('form:has([name="password"]) button').first().click();
    await page.locator('[name="code"]').fill(code);
    await page.locator('form:has([name="code"]) button').first().click();
    await page.waitForLoadState();
    if (!new URL(page.url()).pathname.startsWith("/staff/sign-in")) return;
    used = code;
  }
}
