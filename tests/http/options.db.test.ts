// The options of a proposal, as a plain program meets them: offers, and terms of one's own at an address of theirs.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Language } from "#app/i18n/languages.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { ProposalVisitor, query, textOf, type Fields } from "#tests/world/proposal-visitor.ts";
import { beyondAtOnce, fillBudget, monthly, roomyBudget, sendDraft, writeDraft } from "#tests/world/proposals.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const draft = async (language?: Language) => ProposalVisitor.of(portal, await writeDraft(portal.app), language);
const sent = async () => ProposalVisitor.of(portal, await sendDraft(portal.app, beyondAtOnce));

describe("the offers", () => {
  test("what works with the budget is said first and comes first, and nothing is chosen beforehand", async () => {
    const visitor = await draft();
    const { status, page } = await visitor.get(`${visitor.home}/options`);
    expect(status).toBe(200);
    expect(page).not.toMatch(/<input[^>]*type="radio"[^>]*checked/);
    const text = textOf(page);
    expect(text).toContain("about ¥2,400.00 is left each month");
    expect(text.indexOf("Works with your budget")).toBeLessThan(text.indexOf("A person answers by"));
    expect(text).toContain("Agreed at once when sent");
    expect(text).toMatch(/Against paying now.*If you miss one/s);
    // The tag of what fits stands on every card before the first that does not fit.
    const cards = page.split('type="radio"').slice(1);
    const fits = cards.map((card) => card.includes("Works with your budget"));
    expect(fits.lastIndexOf(true)).toBeLessThan(fits.includes(false) ? fits.indexOf(false) : fits.length);
  });

  test("one that is chosen leads to the check, and no choice at all says so", async () => {
    const visitor = await draft();
    const none = await visitor.post(`${visitor.home}/options`, {});
    expect([none.status, none.page.includes("<title>Error: ")]).toEqual([422, true]);
    expect((await visitor.post(`${visitor.home}/options`, { option: "unheard-of" })).status).toBe(422);
    const chosen = await visitor.post(`${visitor.home}/options`, { option: "pause" });
    expect([chosen.status, chosen.to]).toEqual([303, `${visitor.home}/check`]);
    expect((await visitor.viewNow()).terms?.kind).toBe("pause");
  });

  test("a budget with nothing left leads to a pause and small payments first, and to free advice", async () => {
    const visitor = await draft("zh-CN");
    await fillBudget(portal.app, visitor.written.actor, visitor.written.proposalId, {
      ...roomyBudget,
      income: { pay: { kind: "amount", amountMinor: 300_000n, period: "month" } },
    });
    const { page } = await visitor.get(`${visitor.home}/options`);
    const text = textOf(page);
    expect(text).toContain("必要的开支已经用完了每月的收入");
    expect(text).toContain("免费的咨询");
    expect(page.split('type="radio"')[1]).toContain('value="pause"');
  });

  test("once it is sent, the options lead to where it stands", async () => {
    const visitor = await sent();
    const { status, to } = await visitor.get(`${visitor.home}/options`);
    expect([status, to]).toEqual([303, visitor.home]);
    expect((await visitor.post(`${visitor.home}/options`, { option: "pause" })).to).toBe(visitor.home);
  });
});

describe("terms of one's own", () => {
  const half = { kind: "instalments", every: "month", firstOn: "2026-12-10", amount: "500" };

  test("have an address that shows what they come to: an amount finds its number of payments", async () => {
    const visitor = await draft();
    const { status, page } = await visitor.get(`${visitor.home}/options?${query(half)}`);
    expect(status).toBe(200);
    expect(textOf(page)).toMatch(/¥\d{3}\.\d{2} a month, 2\d payments/);
    expect((await visitor.viewNow()).terms).toEqual(monthly(12));
    // What is chosen is what was shown.
    const shown = Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>;
    const chosen = await visitor.post(`${visitor.home}/options`, shown);
    expect([chosen.status, chosen.to]).toEqual([303, `${visitor.home}/check`]);
    expect((await visitor.viewNow()).terms).toMatchObject({ kind: "instalments", upfrontMinor: 0n });
  });

  test("that cannot be had are 422 with what would do, and what was typed stays", async () => {
    const visitor = await draft();
    for (const [fields, words] of [
      [{ ...half, amount: "1" }, "The amount can be ¥"],
      [{ ...half, amount: "" }, "Enter a number"],
      [{ ...half, amount: "abc" }, "Enter an amount"],
      [{ ...half, firstOn: "2026-13-40" }, "Enter a date"],
      [{ ...half, firstOn: "2026-11-01" }, "at the earliest"],
      [{ ...half, firstOn: "2027-12-10" }, "at the latest"],
      [{ ...half, count: "3" }, "either the amount or the number"],
      [{ ...half, amount: "", count: "999" }, "60 months at most"],
      [{ kind: "pause", firstOn: "2026-11-23", months: "40" }, "6 months at most"],
      [{ kind: "waiver", firstOn: "2026-12-10", count: "12" }, "which part"],
      [{ kind: "token", amount: "0", firstOn: "2026-12-10", months: "3" }, "at the least"],
      [{ kind: "instalments", every: "own", dates: ["2026-12-20", "2026-12-10"] }, "from the first to the last"],
      [{ kind: "instalments", every: "hour" }, "how often"],
      [{ kind: "instalments", firstOn: "x".repeat(200) }, "too long"],
      [{ kind: "nonsense", every: "month" }, "Choose a kind"],
    ] as [Fields, string][]) {
      const { status, page } = await visitor.get(`${visitor.home}/options?${query(fields)}`);
      expect([words, status, textOf(page).includes(words)]).toEqual([words, 422, true]);
      expect(page).toContain("<title>Error: ");
      const posted = await visitor.post(`${visitor.home}/options`, fields);
      expect([words, posted.status]).toEqual([words, 422]);
    }
    const { page } = await visitor.get(`${visitor.home}/options?${query({ ...half, amount: "12x" })}`);
    expect(page).toContain('value="12x"');
  });

  test("every kind opens with boxes that can be sent as they are, and can be chosen", async () => {
    const visitor = await draft("zh-CN");
    const kinds = {
      full_by_date: { firstOn: "2027-01-15" },
      instalments: { every: "fortnight", firstOn: "2026-12-04", count: "20", upfront: "1000" },
      stepped: { every: "month", firstOn: "2026-12-10", count: "18", months: "6", amount: "200" },
      token: { firstOn: "2026-12-10", months: "6", amount: "10" },
      pause: { firstOn: "2026-11-23", months: "2" },
      settlement: { every: "month", firstOn: "2026-12-10", count: "2", amount: "9000" },
    };
    for (const [kind, fields] of Object.entries(kinds)) {
      const opened = await visitor.get(`${visitor.home}/options?kind=${kind}`);
      expect([kind, opened.status]).toEqual([kind, 200]);
      const shown = await visitor.get(`${visitor.home}/options?${query({ kind, ...fields })}`);
      expect([kind, shown.status]).toEqual([kind, 200]);
      const chosen = await visitor.post(`${visitor.home}/options`, { kind, ...fields });
      expect([kind, chosen.status]).toEqual([kind, 303]);
      expect((await visitor.viewNow()).terms?.kind).toBe(kind);
    }
    const own = { kind: "instalments", every: "own", dates: ["2026-12-20", "2027/2/1", "", "2027-06-30"] };
    expect((await visitor.post(`${visitor.home}/options`, own)).status).toBe(303);
    expect((await visitor.viewNow()).quote?.instalments.map(({ dueOn }) => dueOn)).toEqual([
      "2026-12-20",
      "2027-02-01",
      "2027-06-30",
    ]);
  });

  test("bring the one script there is: under the nonce of that answer alone, small, and without words", async () => {
    const visitor = await draft();
    const own = await visitor.get(`${visitor.home}/options?kind=instalments`);
    const policy = own.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? "none";
    const scripts = [...own.page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts).toHaveLength(1);
    expect(scripts[0]).toContain('src="/preview.js"');
    expect(scripts[0]).toContain(`nonce="${nonce}"`);
    expect(policy).not.toContain("unsafe");
    for (const path of [visitor.home, `${visitor.home}/options`, "/my"]) {
      const other = await visitor.get(path);
      expect([path, other.page.includes("<script")]).toEqual([path, false]);
      expect(other.headers.get("content-security-policy")).not.toContain("script-src");
    }
    const file = readFileSync(new URL("../../public/preview.js", import.meta.url));
    expect(gzipSync(file).byteLength).toBeLessThan(2048);
    expect((await visitor.get("/preview.js")).headers.get("content-type")).toContain("javascript");
  });
});
