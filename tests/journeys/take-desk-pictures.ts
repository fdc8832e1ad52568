// The desk's pages for its manuals: the demo's people wait there, and one of the demo's staff answers them.
import type { Page } from "@playwright/test";
import type { Language } from "#app/i18n/languages.ts";
import { signInAs } from "./colleague.ts";
import { portal } from "./visitor.ts";

export type Shoot = (page: Page, name: string) => Promise<void>;

/** Who sits at the desk, and whose proposal they take: one for each language, so that neither is in the other's way. */
const desks = {
  "zh-CN": { email: "gu.qing@desk.example", creditor: "HXCARD" },
  en: { email: "maria.lind@desk.example", creditor: "RIVER" },
} as const satisfies Record<Language, unknown>;

async function claim(page: Page): Promise<void> {
  const form = page.locator('main form:has([name="intent"][value="claim"]) button').first();
  if ((await form.count()) > 0) await form.click();
  await page.waitForLoadState();
}

async function takeCase(page: Page, creditor: string, end: string, shoot: Shoot): Promise<void> {
  await page.goto(portal(`/desk?view=all&creditor=${creditor}`));
  const address = await page.locator('main a[href^="/desk/cases/"]').first().getAttribute("href");
  await page.goto(portal(address ?? ""));
  await claim(page);
  await page.goto(portal(address ?? ""));
  await shoot(page, `case${end}`);
  await page.goto(portal(`${address}/counter`));
  await shoot(page, `counter${end}`);
  await page.goto(portal(`${address}/decide`));
  await shoot(page, `decide${end}`);
  await page.locator('main a[href*="answer=counter"], main a[href*="answer=approve"]').first().click();
  await page.waitForLoadState();
  await shoot(page, `preview${end}`);
  await page.goto(portal(address?.replace("/desk/cases/", "/desk/messages/") ?? ""));
  await shoot(page, `messages${end}`);
}

/** An objection, taken for the picture and given back. */
async function takeDispute(page: Page, end: string, shoot: Shoot): Promise<void> {
  await page.goto(portal("/desk/disputes"));
  await shoot(page, `requests${end}`);
  await page.locator('main a[href^="/desk/disputes/"]').first().click();
  await page.waitForLoadState();
  const address = page.url();
  await claim(page);
  await page.goto(address);
  await shoot(page, `dispute${end}`);
  await page.locator('main form:has([name="intent"][value="release"]) button').first().click();
  await page.waitForLoadState();
}

export async function takeDeskPictures(page: Page, language: Language, end: string, shoot: Shoot): Promise<void> {
  const { email, creditor } = desks[language];
  await page.goto(portal(`/staff/sign-in?lang=${language}`));
  await shoot(page, `staff-sign-in${end}`);
  await signInAs(page, email);
  await page.goto(portal(`/desk?view=all&lang=${language}`));
  await shoot(page, `queue${end}`);
  await takeCase(page, creditor, end, shoot);
  await takeDispute(page, end, shoot);
  for (const [name, address] of [
    ["supervision", "/desk/supervision"],
    ["staff", "/staff"],
  ] as const) {
    await page.goto(portal(address));
    await shoot(page, `${name}${end}`);
  }
  await page.context().clearCookies();
  await signInAs(page, "ellen.voss@desk.example");
  await page.goto(portal(`/ops/audit?action=work&lang=${language}`));
  await shoot(page, `audit${end}`);
}
