// What only a browser can show: that it keeps to the headers, and that our own forms still say where they come from.
import { createServer } from "node:http";
import { chromium, type Browser, type Page } from "@playwright/test";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import { freePort } from "#app/platform/free-port.server.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  portal = await openPortal();
  const executablePath = findBrowser();
  browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) });
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});
beforeEach(async () => {
  const context = await browser.newContext({ locale: "en" });
  page = await context.newPage();
  // An array of its own: a page that is left behind may still complain.
  const heard: string[] = [];
  complaints = heard;
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(message.text());
  });
});

/** Puts a form onto the page as if it had been served with it, and sends it. */
async function sendForm(action: string): Promise<{ status: number; origin: string | undefined }> {
  const [request] = await Promise.all([
    page.waitForRequest((candidate) => candidate.method() === "POST"),
    page.evaluate((target) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = target;
      document.body.append(form);
      form.submit();
    }, action),
  ]);
  const response = await request.response();
  return { status: response?.status() ?? 0, origin: (await request.allHeaders())["origin"] };
}

test("a form of our own names its origin although no referrer ever leaves, and is let in", async () => {
  await page.goto(`${portal.origin}/help`);
  const sent = await sendForm("/sign-out");
  expect(sent.origin).toBe(portal.origin);
  expect(sent.status).not.toBe(403);
});

test("catalogue 70: the browser sends no referrer to anybody else, and the form of another site is refused", async () => {
  const seen: (string | undefined)[] = [];
  const port = await freePort();
  const other = createServer((request, response) => {
    seen.push(request.headers.referer);
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>elsewhere</title><body>");
  }).listen(port, "127.0.0.1");
  await page.goto(`${portal.origin}/help`);
  await page.evaluate((target) => {
    const link = document.createElement("a");
    link.href = target;
    document.body.append(link);
    link.click();
  }, `http://localhost:${port}/`);
  await page.waitForURL(`http://localhost:${port}/`);
  expect([seen.length > 0, seen[0]]).toEqual([true, undefined]);
  const sent = await sendForm(`${portal.origin}/sign-out`);
  expect(sent).toEqual({ status: 403, origin: `http://localhost:${port}` });
  other.close();
});

test("catalogue 22, 71: public pages break no rule of the policy and leave nothing in the browser's storage", async () => {
  for (const path of ["/", "/start", "/help", "/genuine", "/privacy", "/accessibility", "/no-such-page"]) {
    await page.goto(portal.origin + path);
    const kept = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
    expect([path, kept]).toEqual([path, 0]);
  }
  // A missing page is an error to the browser's console, and nothing else is.
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
});

test("an injected style, script or picture does nothing", async () => {
  await page.goto(`${portal.origin}/help`);
  const ran = await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<p id="probe" style="color: rgb(1, 2, 3)">x</p>');
    const script = document.createElement("script");
    script.textContent = "document.title = 'ran'";
    document.head.append(script);
    const probe = document.querySelector("#probe");
    return { title: document.title, color: probe && getComputedStyle(probe).color };
  });
  expect(ran.title).not.toBe("ran");
  expect(ran.color).not.toBe("rgb(1, 2, 3)");
  expect(complaints.filter((text) => text.includes("Content Security Policy")).length).toBeGreaterThanOrEqual(2);
});
