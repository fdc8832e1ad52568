import { chromium } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
import { test } from "vitest";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import { decideProposal } from "#app/modules/hardship/decide-proposal.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { openPortal } from "#tests/world/portal.ts";
import { beyondAtOnce, desk, monthly, sendDraft, view, writeDraft, fillBudget, roomyBudget } from "#tests/world/proposals.ts";

test("look", async () => {
  const portal = await openPortal();
  const { app } = portal;
  const executablePath = findBrowser();
  const browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) });
  const decide = async (w: any, answer: any) => { const { version } = await view(app, w); const d = await decideProposal(app, desk, w.proposalId, answer, version); if (!d.ok) throw new Error(JSON.stringify(d.refusal, (_, v) => String(v))); return w; };
  const cases: Record<string, any> = {
    draft: await writeDraft(app),
    tight: await writeDraft(app),
    review: await sendDraft(app, beyondAtOnce),
    question: await decide(await sendDraft(app, beyondAtOnce), { kind: "ask", question: "amount_possible" }),
    offer: await decide(await sendDraft(app, beyondAtOnce), { kind: "counter", terms: monthly(24) }),
    agreed: await sendDraft(app),
    declined: await decide(await sendDraft(app, beyondAtOnce), { kind: "decline", reasons: ["term_too_long", "below_budget"], acceptable: monthly(24) }),
  };
  await fillBudget(app, cases.tight.actor, cases.tight.proposalId, { ...roomyBudget, income: { pay: { kind: "amount", amountMinor: 300000n, period: "month" } } });
  const addresses: [string, string, string][] = [
    ["options", "draft", "/options"],
    ["tight", "tight", "/options"],
    ["own", "draft", "/options?kind=instalments"],
    ["ownerr", "draft", "/options?kind=instalments&every=month&firstOn=2026-11-01&amount=abc"],
    ["owndates", "draft", "/options?kind=instalments&every=own&dates=2026-12-20&dates=2027-02-01&dates="],
    ["weekly", "draft", "/options?kind=instalments&every=week&firstOn=2026-12-01&count=150"],
    ["stepped", "draft", "/options?kind=stepped"],
    ...Object.keys(cases).filter((c) => c !== "tight").map((c): [string, string, string] => ["p-" + c, c, ""]),
    ["o-offer", "offer", "/options"],
  ];
  for (const [language, width, scheme] of [["zh-CN", 320, "light"], ["en", 320, "dark"], ["zh-CN", 1100, "light"]] as const) {
    for (const [name, who, path] of addresses) {
      if (process.env["ONLY"] && !process.env["ONLY"].split(",").includes(name)) continue;
      const w = cases[who];
      await app.db.prisma.borrower.update({ where: { id: w.actor.borrowerId }, data: { language } });
      const token = await app.db.prisma.$transaction((tx) => openSession(tx, app, w.actor.borrowerId));
      const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme: scheme, locale: language, extraHTTPHeaders: { Cookie: `__Host-anhuan=s.${token}` } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (m) => m.type() === "error" && complaints.push(m.text()));
      const client = await context.newCDPSession(page);
      await client.send("Network.enable");
      let bytes = 0;
      client.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; if (name === "own") console.log("    part", encodedDataLength); });
      await page.goto(`${portal.origin}/my/hardship/${w.proposalId}${path}`, { waitUntil: "networkidle" });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      const small = await page.locator("main button:visible, main a:visible, main summary:visible, main input:visible:not([type=radio],[type=checkbox],[type=hidden])").evaluateAll((els) => els.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 70)));
      const { violations } = await new AxeBuilder({ page }).analyze();
      console.log(name, language, width, bytes, "overflow", overflow, small.join("|"), violations.map((v) => v.id + ": " + v.nodes[0]?.html.slice(0, 100)).join(" ; "), complaints.join(" | "));
      await page.screenshot({ path: `/tmp/look3/${name}-${language}-${width}.png`, fullPage: true });
      if (name === "own" && width === 320) {
        await page.fill("#amount", "300");
        await page.waitForTimeout(1200);
        console.log("  live:", await page.locator("#preview-line").innerText(), page.url());
        await page.screenshot({ path: `/tmp/look3/live-${language}.png` });
        await page.fill("#amount", "abc");
        await page.waitForTimeout(1200);
        console.log("  live:", await page.locator("#preview-line").innerText(), complaints.join());
      }
      await context.close();
    }
  }
  await browser.close();
  await portal.close();
}, 300_000);
