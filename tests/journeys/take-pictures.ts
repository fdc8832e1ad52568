// `npm run pictures`: goes through the portal as a borrower in both languages and takes the pictures of the manuals, so
// that they always show the real pages. Starts a demo of its own. `npm run pictures -- DIR` takes every page in every
// look into a folder, for whoever wants to see them all.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import sharp from "sharp";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import { photo } from "../world/papers.ts";
import { fictionalReader, type FictionalAccount } from "../world/people.ts";
import { askForCode, fillRow, goOn } from "./hardship-steps.ts";
import { openPortal } from "./start-portal.ts";
import { takeDeskPictures } from "./take-desk-pictures.ts";
import { countMessages, nextCode, openAccount, portal, signIn } from "./visitor.ts";

const [folder] = process.argv.slice(2);
const images = folder ?? path.resolve(import.meta.dirname, "../../docs/images");
/** What the manuals do not show. */
const leftOut = folder ? [] : ["privacy", "accessibility", "start-error", "account-after", "agreement-signed"];
const executablePath = findBrowser();

async function shoot(page: Page, name: string): Promise<void> {
  if (leftOut.some((left) => name.startsWith(left))) return;
  const picture = await page.screenshot({ fullPage: true });
  // A page of ours has few colours: a palette keeps the repository light and shows the same.
  await sharp(picture)
    .png({ palette: true, colours: 64 })
    .toFile(path.join(images, `${name}.png`));
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

/** The manuals show a phone in daylight, and the desk on a desk. */
const looks = folder ? everyLook : everyLook.slice(0, 1);
const deskLooks: readonly Look[] = folder
  ? [
      { suffix: "desk", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
      { suffix: "desk-phone-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
    ]
  : [{ suffix: "desk", viewport: { width: 1280, height: 900 }, colorScheme: "light" }];

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
  await page.goto(portal("/my/messages"));
  await shoot(page, `my-messages${end}`);
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

/** Goes on, to the page whose address ends like this, and takes it. */
async function goOnTo(page: Page, ends: RegExp, name: string): Promise<void> {
  await goOn(page);
  await page.waitForURL(ends);
  await shoot(page, name);
}

/** The shortest way to a signed plan, each page as it is when it is filled in; then what follows from it. */
async function takeWayToPlan(page: Page, person: FictionalAccount, end: string): Promise<void> {
  await signIn(page, person);
  await page.goto(portal("/my/hardship"));
  await goOnTo(page, /\/household$/, `household${end}`);
  const draft = new URL(page.url()).pathname.replace(/\/household$/, "");
  await goOn(page);
  await fillRow(page, "pay", "6000");
  await shoot(page, `income${end}`);
  await goOn(page);
  await fillRow(page, "housing", "3000");
  await shoot(page, `spending${end}`);
  await goOnTo(page, /\/options$/, `options${end}`);
  await page.goto(portal(`${draft}/options?kind=instalments`));
  await shoot(page, `own-terms${end}`);
  await page.goto(portal(`${draft}/evidence`));
  await page.locator('[name="kind"][value="income"]').check();
  const files = { name: "slip.jpg", mimeType: "image/jpeg", buffer: await photo() };
  await page.locator('[name="files"]').setInputFiles(files);
  await page.locator('main form[enctype="multipart/form-data"] button').click();
  await shoot(page, `evidence${end}`);
  await page.goto(portal(`${draft}/options`));
  await page.locator('[name="option"][value="instalments"]').check();
  await goOnTo(page, /\/check$/, `check${end}`);
  await goOnTo(page, /\/my\/hardship\/[0-9a-f-]{36}$/, `proposal${end}`);
  await page.locator('main a[href$="/agreement"]').first().click();
  await shoot(page, `agreement${end}`);
  await page.locator('[name="code"]').fill(await askForCode(page, person));
  await shoot(page, `agreement-code${end}`);
  await page.locator('main form:has([name="code"]) button').first().click();
  await page.waitForURL(/\/my\/plans\/[0-9a-f-]{36}$/);
  await shoot(page, `plan${end}`);
  const plan = page.url();
  await page.goto(`${plan}/change?kind=skip&seq=1`);
  await shoot(page, `plan-change${end}`);
  await page.goto(`${plan}/agreement`);
  await shoot(page, `agreement-signed${end}`);
  await page.locator('main a[href^="/certificates/"]').click();
  await shoot(page, `certificate${end}`);
}

type Taking = (page: Page, end: string) => Promise<void>;

async function inLook({ suffix, viewport, colorScheme }: Look, language: "zh-CN" | "en", take: Taking): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme, locale: language });
  const page = await context.newPage();
  try {
    await take(page, `-${suffix}${language === "en" ? "" : "-zh"}`);
  } catch (error) {
    await shoot(page, `stopped-${suffix}-${language}`);
    console.error(`${language} ${suffix}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
  await context.close();
}

const stop = await openPortal({ colleagues: false });
await mkdir(images, { recursive: true });
const browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) });
try {
  let count = 24;
  for (const language of ["zh-CN", "en"] as const) {
    for (const look of looks) {
      await inLook(look, language, async (page, end) => {
        await takeJourney(page, count, language, end);
        await page.context().clearCookies();
        await takeWayToPlan(page, fictionalReader(language, count + 12), end);
      });
      count += 1;
    }
    for (const look of deskLooks) {
      await inLook(look, language, (page, end) => takeDeskPictures(page, language, end, shoot));
    }
  }
} finally {
  await browser.close();
  await stop();
}
