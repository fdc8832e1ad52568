// What people of the desk do, as steps that the journeys are told in. Who works there is in tests/world/colleagues.ts;
// each journey has colleagues of its own where it matters who they are.
import { expect, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { Language } from "#app/i18n/languages.ts";
import { colleagueOf, type Colleague, type ColleagueAtTheDoor, type Colleagues } from "../world/colleagues.ts";
import { dayInAbout } from "./days.ts";
import { openAccount, portal } from "./visitor.ts";

function readColleagues(): Colleagues {
  return JSON.parse(process.env["PORTAL_COLLEAGUES"] ?? "") as Colleagues;
}

/** Somebody who is not signed in yet, by language. */
export function colleagueAtTheDoor(language: Language): ColleagueAtTheDoor {
  const found = readColleagues().atTheDoor.find((each) => each.language === language);
  if (!found) throw new Error("nobody waits at the door");
  return found;
}

export function setUpLink(count: number): string {
  return `/staff/set-up/${readColleagues().links[count] ?? ""}`;
}

interface Look extends BrowserContextOptions {
  /** A second browser of the same person. */
  readonly otherSession?: boolean;
}

/** A browser in which this colleague is signed in, in their own language. */
export async function openDeskAs(
  browser: Browser,
  who: Colleague,
  { otherSession, ...look }: Look = {},
): Promise<Page> {
  const found = readColleagues().signedIn.find(({ email }) => email === who.email);
  if (!found) throw new Error(`nobody works here as ${who.email}`);
  const context = await browser.newContext({
    locale: found.language,
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...look,
  });
  const [name = "", value = ""] = found.cookies[otherSession ? 1 : 0].split("=");
  const { hostname } = new URL(portal("/"));
  await context.addCookies([
    { name, value, domain: hostname, path: "/", secure: true, httpOnly: true, sameSite: "Lax" },
  ]);
  return context.newPage();
}

export function openDesk(
  browser: Browser,
  role: StaffRole,
  language: Language,
  count: number,
  look?: Look,
): Promise<Page> {
  return openDeskAs(browser, colleagueOf(role, language, count), look);
}

/** Where the desk works on the proposal that its borrower has open. */
export function caseOf(borrower: Page): string {
  return new URL(borrower.url()).pathname.replace(/^\/my\/hardship\//, "/desk/cases/");
}

/** Opens a case, and takes it where nobody has it. */
export async function takeCase(desk: Page, address: string): Promise<void> {
  await desk.goto(portal(address));
  const own = desk.locator('[data-holder="self"]');
  if ((await own.count()) === 0) await desk.locator('main form:has([value="claim"]) button').first().click();
  await expect(own).toBeVisible();
}

/** Terms of the desk's own on the page of another offer, seen before they are chosen. */
export async function chooseCounter(desk: Page, months: number, firstOn = dayInAbout(12)): Promise<void> {
  const boxes = desk.locator("form#own-terms");
  await boxes.locator('[name="every"][value="month"]').check();
  await boxes.locator('[name="firstOn"]').fill(firstOn);
  await boxes.locator('[name="amount"]').fill("");
  await boxes.locator('[name="count"]').fill(String(months));
}

/** Without a script its own button shows what terms come to. */
export async function showTerms(desk: Page): Promise<void> {
  await desk.locator("form#own-terms button").click();
}

export interface DeskAnswer {
  readonly answer: "approve" | "counter" | "ask" | "decline";
  /** Of an offer; or of what would be accepted, where it is declined. */
  readonly months?: number;
  readonly question?: string;
  readonly reasons?: readonly string[];
  /** Somebody else agrees before it is given. */
  readonly second?: boolean;
}

async function putTogether(desk: Page, address: string, months: number, as: "counter" | "decline"): Promise<void> {
  await desk.goto(portal(`${address}/counter?kind=instalments`));
  await chooseCounter(desk, months);
  await showTerms(desk);
  await desk.locator(`#preview [name="as"][value="${as}"]`).click();
}

/** From a case at hand to the preview of an answer to it. */
export async function previewAnswer(desk: Page, address: string, given: DeskAnswer): Promise<void> {
  const { answer, months, question, reasons = [] } = given;
  if (months !== undefined) await putTogether(desk, address, months, answer === "counter" ? "counter" : "decline");
  else await desk.goto(portal(`${address}/decide?answer=${answer}`));
  if (question !== undefined) await desk.locator(`[name="question"][value="${question}"]`).check();
  for (const reason of reasons) await desk.locator(`[name="reasons"][value="${reason}"]`).check();
  if (answer === "ask" || answer === "decline") await desk.locator('main form[method="get"] button').first().click();
  await expect(desk.locator("[data-preview]")).toBeVisible();
}

/** Gives the answer whose preview is shown; to the borrower, or to the second person where it takes two. */
export async function giveAnswer(desk: Page, to: "borrower" | "second" = "borrower"): Promise<void> {
  await desk.locator('main form[method="post"][action*="/decide?"] button').click();
  await expect(desk).toHaveURL(to === "second" ? /\/second$/ : /\/desk\/cases\/[0-9a-f-]{36}(?:\?told=\w+)?$/);
}

/** The second person agrees. */
export async function agreeSecond(desk: Page, address: string): Promise<void> {
  await desk.goto(portal(`${address}/second`));
  await desk.locator('[name="intent"][value="approve"]').click();
  await expect(desk).toHaveURL(/\/desk\/cases\/[0-9a-f-]{36}(?:\?told=\w+)?$/);
}

export interface Previewed {
  readonly language: string | null;
  readonly words: string;
}

/** As they are read, whatever white space lies between them. */
export const wordsOf = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, "");

/** What the desk is shown of what its borrower will read. */
export async function readPreview(desk: Page): Promise<Previewed> {
  const preview = desk.locator("[data-preview]");
  return { language: await preview.getAttribute("lang"), words: wordsOf(await preview.textContent()) };
}

/** The borrower reads just that, from its title on. */
export async function expectAsPreviewed(borrower: Page, { language, words }: Previewed): Promise<void> {
  expect(words.length).toBeGreaterThan(80);
  await expect(borrower.locator("html")).toHaveAttribute("lang", language ?? "");
  expect(wordsOf(await borrower.locator("main").textContent())).toContain(words);
}

/** Objects to an amount; the account, and what the desk calls the objection. */
export async function objectToAmount(borrower: Page): Promise<{ account: string; id: string }> {
  const account = await openAccount(borrower);
  await borrower.locator(`main a[href="${account}/dispute"]`).first().click();
  await borrower.locator('[name="reason"][value="amount"]').check();
  await borrower.locator('main form[method="post"] button').click();
  const thread = await borrower.locator('main a[href^="/my/messages/"]').first().getAttribute("href");
  return { account, id: thread?.split("/").at(-1) ?? "" };
}

/** Takes what somebody asked; its page. */
export async function takeRequest(desk: Page, id: string): Promise<void> {
  await desk.goto(portal(`/desk/disputes/${id}`));
  await desk.locator('[name="intent"][value="claim"]').click();
  await expect(desk.locator('[name="intent"][value="release"]')).toBeVisible();
}
