// The pages of an answer in a browser: an offer that follows what is typed, by keyboard alone, and the same without a
// script; nothing that a reader of the screen would stumble over, on a desk and on a phone.
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import type { Language } from "#app/i18n/languages.ts";
import { answerProposal } from "#app/modules/review/answer-proposal.server.ts";
import { caseOf } from "#tests/world/answer-pages.ts";
import { claim, sendOwing, sendWithCare } from "#tests/world/answers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { beyondAtOnce, sendDraft, valueOf, view } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let browser: Browser;
beforeAll(async () => {
  portal = await openPortal();
  const executablePath = findBrowser();
  browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await portal.close();
});

async function open(staff: TestStaff, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const [name = "", value = ""] = staff.cookie.split("=");
  await context.addCookies([{ name, value, url: portal.origin.replace("http:", "https:"), secure: true }]);
  const page = await context.newPage();
  await page.goto(portal.origin + path);
  return page;
}

const line = (page: Page) => page.locator("#preview-line");

async function onDesk(language: Language = "en") {
  const agent = await addStaff(portal.app, "agent", { language });
  const written = await sendWithCare(portal.app);
  await claim(portal.app, agent.actor, written);
  return { agent, written };
}

test("with the script the three plans follow what is typed; a refusal is said in its place", async () => {
  const { agent, written } = await onDesk();
  const page = await open(agent, `${caseOf(written)}/counter`);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.fill("#count", "24");
  await page.waitForFunction(() => document.querySelector("#preview-line")?.textContent?.includes("24 payments"));
  expect(await page.locator("#preview [data-binds]").getAttribute("data-binds")).toBe("at-once");
  expect(new URL(page.url()).searchParams.get("count")).toBe("24");
  expect(complaints).toEqual([]);
  await page.fill("#count", "90");
  await page.waitForFunction(() => document.querySelector("#preview-line")?.textContent?.includes("60 months at most"));
  expect(await page.locator("#preview form").count()).toBe(0);
  await page.context().close();
});

test("by keyboard alone, without a script, from the suggestion's place to an answer that is given", async () => {
  const { agent, written } = await onDesk();
  const page = await open(agent, `${caseOf(written)}/counter?kind=instalments`, { javaScriptEnabled: false });
  await page.locator("#amount").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("500");
  await page.keyboard.press("Enter");
  await page.waitForURL(/amount=500/);
  expect(await line(page).innerText()).toBe("¥500.00 a month, 24 payments");
  await page.getByRole("button", { name: "See what the customer would read" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-preview=zh-CN]").waitFor();
  await page.getByRole("button", { name: "Send this offer" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === caseOf(written));
  expect((await view(portal.app, written)).status).toBe("approved");
  await page.context().close();
});

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
    ...(wide > 0 ? [`${wide} pixels too wide`] : []),
  ];
}

test.each([
  ["en", 1280, "light"],
  ["zh-CN", 390, "dark"],
] as const)(
  "in %s at %i pixels, %s: nothing stands in the way of anybody",
  async (language, width, colorScheme) => {
    const { app } = portal;
    const agent = await addStaff(app, "agent", { language });
    const senior = await addStaff(app, "senior_agent", { language });
    const one = await sendOwing(app, { principal: 1_200_000n, interest: 60_000n, fee: 2_000n }, beyondAtOnce);
    const two = await sendDraft(app, beyondAtOnce);
    for (const each of [one, two]) await claim(app, agent.actor, each);
    const { version } = await view(app, two);
    valueOf(await answerProposal(app, agent.actor, two.proposalId, { kind: "approve" }, { version }));
    const here = caseOf(one);
    const paths = [
      `${here}/decide`,
      `${here}/decide?answer=approve`,
      `${here}/decide?answer=ask`,
      `${here}/decide?answer=ask&look=1&question=household`,
      `${here}/decide?answer=decline&look=1`,
      `${here}/decide?answer=decline&look=1&reasons=term_too_long&acceptable=best`,
      `${here}/counter?kind=waiver`,
      `${here}/counter?kind=instalments&every=month&firstOn=2026-12-10&count=99`,
    ];
    const seen: Record<string, string[]> = {};
    const options = { viewport: { width, height: 800 }, colorScheme };
    for (const [staff, path] of [
      ...paths.map((path) => [agent, path] as const),
      [senior, `${caseOf(two)}/second`] as const,
    ]) {
      const page = await open(staff, path, options);
      const faults = await faultsOf(page);
      if (faults.length > 0) seen[path] = faults;
      await page.context().close();
    }
    expect(seen).toEqual({});
  },
  120_000,
);
