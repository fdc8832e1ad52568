// `npm run pictures`: goes through the portal as a borrower in both languages and takes the pictures of the manuals, so
// that they always show the real pages. Starts a demo of its own. `npm run pictures -- DIR` takes every page in every
// look into a folder, for whoever wants to see them all.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import { fictionalReader } from "../world/people.ts";
import startPortal from "./start-portal.ts";
import { countMessages, nextCode, openAccount, portal } from "./visitor.ts";

const [folder] = process.argv.slice(2);
const images = folder ?? path.resolve(import.meta.dirname, "../../docs/images");
/** What the manuals do not show. */
const leftOut = folder ? [] : ["privacy", "accessibility", "start-error", "account-after"];
const executablePath = findBrowser();

async function shoot(page: Page, name: string): Promise<void> {
  if (leftOut.some((left) => name.startsWith(left))) return;
  await page.screenshot({ path: path.join(images, `${name}.png`), fullPage: true });
}

interface Look {
  readonly suffix: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: "light" | "dark";
}

const everyLook: readonly Look[] = [
  { suffix: "phone", viewport: { width: 360, height: 740 }, colorScheme: "light" },
  { suffix: "phone-dark", viewport: { width: 320, height: 640 }, colorScheme: "dark" },
  { suffix: "desktop", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
];

/** The manuals show a phone in daylight. */
const looks = folder ? everyLook : everyLook.slice(0, 1);

async function press(page: Page): Promise<void> {
  await page.locator("main form button").first().click();
}

async function takeJourney(page: Page, count: number, language: "zh-CN" | "en", end: string): Promise<void> {
  const person = fictionalReader(language, count);
  const known = await countMessages(person.mobile);
  for (const address of ["", "genuine", "help", "privacy", "accessibility", "not-me", "verify/help"]) {
    await page.goto(portal(`/${address}`));
    await shoot(page, `${address.replace("/", "-") || "home"}${end}`);
  }
  await page.goto(portal("/start"));
  await shoot(page, `start${end}`);
  await press(page);
  await shoot(page, `start-error${end}`);
  await page.locator('[name="reference"]').fill(person.accountNumber);
  await press(page);
  await page.locator('[name="fullName"]').fill(person.fullName);
  await page.locator('[name="idLast6"]').fill(person.idLast6);
  await shoot(page, `verify${end}`);
  await press(page);
  await page.locator('[name="code"]').fill(await nextCode(person.mobile, known));
  await shoot(page, `verify-code${end}`);
  await press(page);
  await shoot(page, `my${end}`);
  const account = await openAccount(page);
  await shoot(page, `account${end}`);
  for (const address of ["statement", "dispute", "pay"]) {
    await page.goto(portal(`${account}/${address}`));
    await shoot(page, `${address}${end}`);
  }
  await page.goto(portal("/my/hardship"));
  await shoot(page, `hardship${end}`);
  await page.goto(portal("/my/data"));
  await shoot(page, `data${end}`);
  await page.goto(portal(`${account}/pay?choice=other&amount=100`));
  await shoot(page, `pay-preview${end}`);
  await page.locator('main form[method="post"] button').first().click();
  await shoot(page, `checkout${end}`);
  await page.locator('[name="number"]').fill("4242424242424242");
  await page.locator('[name="exp"]').fill("12/34");
  await page.locator('[name="cvc"]').fill("123");
  await page.locator('button[name="action"][value="pay"]').first().click();
  await page.locator("[data-status]").first().waitFor();
  await shoot(page, `payment${end}`);
  await page.goto(`${page.url().split("?")[0]}/receipt`);
  await shoot(page, `receipt${end}`);
  await page.goto(portal(account));
  await shoot(page, `account-after${end}`);
}

const stop = await startPortal();
await mkdir(images, { recursive: true });
const browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) });
try {
  let count = 24;
  for (const language of ["zh-CN", "en"] as const) {
    for (const { suffix, viewport, colorScheme } of looks) {
      const context = await browser.newContext({ viewport, colorScheme, locale: language });
      const page = await context.newPage();
      try {
        await takeJourney(page, count++, language, `-${suffix}${language === "en" ? "" : "-zh"}`);
      } catch (error) {
        await shoot(page, `stopped-${suffix}-${language}`);
        console.error(`${language} ${suffix}: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await stop();
}
