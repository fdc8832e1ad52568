// What a person does at the portal, as steps that the journeys are told in.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page } from "@playwright/test";
import type { FictionalAccount } from "../world/people.ts";

export function portal(address: string): string {
  return `${process.env["PORTAL_URL"]}${address}`;
}

interface OutboxLine {
  readonly to: string;
  readonly channel: string;
  readonly body: string;
}

async function readOutbox(): Promise<OutboxLine[]> {
  const file = path.join(process.env["PORTAL_DATA_DIR"] ?? "", "outbox.jsonl");
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as OutboxLine);
}

/** The newest code that was sent to this address after `known` messages. */
export async function nextCode(to: string, known: number): Promise<string> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const messages = (await readOutbox()).filter((message) => message.to === to);
    const code = /\d{6,}/.exec(messages.slice(known).at(-1)?.body ?? "")?.[0];
    if (code) return code;
    await sleep(100);
  }
  throw new Error("no code arrived");
}

export async function countMessages(to: string): Promise<number> {
  return (await readOutbox()).filter((message) => message.to === to).length;
}

/** Presses the button of the page's main form. */
export async function submit(page: Page): Promise<void> {
  await page.locator("main form button[type=submit], main form button:not([type])").first().click();
}

/** The first two steps: who one is. */
export async function claim(page: Page, person: FictionalAccount): Promise<void> {
  await page.goto(portal("/start"));
  await page.locator('[name="reference"]').fill(person.accountNumber);
  await submit(page);
  await expect(page).toHaveURL(/\/verify$/);
  await page.locator('[name="fullName"]').fill(person.fullName);
  await page.locator('[name="idLast6"]').fill(person.idLast6);
  await submit(page);
  await expect(page).toHaveURL(/\/verify\/code/);
}

/** From the first step to the page that was asked for, which is /my unless told, with the code that arrives. */
export async function signIn(page: Page, person: FictionalAccount, wanted = "/my"): Promise<void> {
  const known = await countMessages(person.mobile);
  await claim(page, person);
  await page.locator('[name="code"]').fill(await nextCode(person.mobile, known));
  await submit(page);
  await expect(page).toHaveURL(portal(wanted));
}

/** Minor units of the amount that carries this name on the page. */
export async function amountNamed(page: Page, name: string): Promise<bigint> {
  const text = await page.locator(`[data-name="${name}"]`).first().getAttribute("data-amount");
  return BigInt(text ?? "");
}

/** Opens the only account of the person and answers its address. */
export async function openAccount(page: Page): Promise<string> {
  const links = await page
    .locator('main a[href^="/my/accounts/"]')
    .evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
  const address = links.find((href) => /^\/my\/accounts\/[^/?]+$/.test(href));
  if (!address) throw new Error("no account is listed");
  await page.locator(`main a[href="${address}"]`).first().click();
  await expect(page).toHaveURL(portal(address));
  return address;
}

/** Begins a proposal for one's only account and answers its address. */
export async function beginDraft(page: Page): Promise<string> {
  await page.goto(portal("/my/hardship"));
  await page.locator('main form[action="/my/hardship"] button').click();
  await expect(page).toHaveURL(/\/household$/);
  return new URL(page.url()).pathname.replace(/\/household$/, "");
}
