// What only a browser can show: that it makes and uses a passkey from what our pages ask, under our headers.
import { chromium, type Browser } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import { issueFirstLink } from "#app/modules/staff/staff-links.server.ts";
import { freePort } from "#app/platform/free-port.server.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
let origin: string;
let browser: Browser;
beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  portal = await openPortal({ PORT: String(port), PUBLIC_ORIGIN: origin });
  const executablePath = findBrowser();
  const args = [...browserFlags, "--host-resolver-rules=MAP localhost 127.0.0.1"];
  browser = await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});

const device = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

test("from the set-up link to a passkey, out, and in again with it alone", async () => {
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options: device });
  await page.goto(`${origin}/staff/set-up/${await issueFirstLink(portal.app)}`);
  await page.getByLabel("Name").fill("Chen Wenjing");
  await page.getByLabel("Work e-mail").fill("wenjing@desk.example");
  await page.getByRole("radio", { name: "Passkey" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("A name for this device").fill("Laptop");
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await page.waitForURL(`${origin}/staff`);
  await expect.poll(() => page.getByText("Laptop").isVisible()).toBe(true);
  await page.locator("header").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${origin}/staff/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`${origin}/staff`);
  await expect.poll(() => page.getByText("Operator").first().isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

test("without the script there is the password, and no button that does nothing", async () => {
  const context = await browser.newContext({ locale: "en", javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${origin}/staff/sign-in`);
  expect(await page.getByRole("button").allTextContents()).toEqual(["Continue"]);
  expect(await page.getByText("No button here?").isVisible()).toBe(true);
});
