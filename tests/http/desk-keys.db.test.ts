// The keys of the queue in a real browser: each does what a link or a button does as well.
import { chromium, type Browser, type Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import { seedDesk } from "#tests/bench/desk-rows.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let browser: Browser;
let page: Page;
let agent: TestStaff;
const complaints: string[] = [];
beforeAll(async () => {
  portal = await openPortal();
  portal.app.clock.set(new Date());
  agent = await addStaff(portal.app, "agent");
  await seedDesk(portal.app, { count: 30, creditors: ["RIVER"] });
  const executablePath = findBrowser();
  browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) });
  const context = await browser.newContext();
  const [name = "", value = ""] = agent.cookie.split(/=(.*)/);
  await context.addCookies([
    { name, value, url: portal.origin.replace("http:", "https:"), secure: true, httpOnly: true },
  ]);
  page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});

const rows = () => page.locator("a[data-row]").allTextContents();
const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");

test("j and k move from row to row, and Enter opens the row", async () => {
  await page.goto(`${portal.origin}/desk?view=unassigned`);
  const all = await rows();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await focused()).toBe(all[1]);
  await page.keyboard.press("k");
  expect(await focused()).toBe(all[0]);
  await page.keyboard.press("k");
  expect(await focused()).toBe(all[0]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/cases\//);
});

test("a takes the row with the focus, and without one nothing", async () => {
  await page.goto(`${portal.origin}/desk?view=unassigned`);
  await page.keyboard.press("a");
  const [first = "", second = ""] = await rows();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await page.waitForURL(/told=claim/);
  const held = await portal.app.db.prisma.workItem.findMany({ where: { assigneeId: agent.actor.staffId } });
  expect(held.map(({ reference }) => reference)).toEqual([second]);
  expect(first).not.toBe(second);
});

test("? opens and closes the help, which a click opens as well", async () => {
  await page.goto(`${portal.origin}/desk?view=unassigned`);
  const help = page.locator("#desk-keys");
  await page.keyboard.press("?");
  expect(await help.getAttribute("open")).not.toBeNull();
  await page.keyboard.press("?");
  expect(await help.getAttribute("open")).toBeNull();
  await help.locator("summary").click();
  expect(await help.getAttribute("open")).not.toBeNull();
});

test("the keys rest where something is being chosen, and stay off once they were switched off", async () => {
  await page.goto(`${portal.origin}/desk?view=unassigned`);
  await page.locator("select[name=sort]").focus();
  await page.keyboard.press("j");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SELECT");
  await page.locator("#desk-keys summary").click();
  await page.locator("#desk-keys-off").check();
  await page.reload();
  await page.keyboard.press("j");
  expect((await rows()).includes(await focused())).toBe(false);
  expect(complaints).toEqual([]);
});
