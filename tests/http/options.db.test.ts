// The options of a proposal and the page of a proposal, as a plain program meets them: in each state, in both
// languages, and without doing anything twice.
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Language } from "#app/i18n/languages.ts";
import { decideProposal } from "#app/modules/hardship/decide-proposal.server.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import { expireProposals } from "#app/modules/hardship/expire-proposals.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import {
  beyondAtOnce,
  desk,
  fillBudget,
  monthly,
  roomyBudget,
  sendDraft,
  view,
  writeDraft,
  type Written,
} from "#tests/world/proposals.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

class Visitor {
  readonly written: Written;
  private readonly cookie: string;

  private constructor(written: Written, cookie: string) {
    this.written = written;
    this.cookie = cookie;
  }

  static async of(written: Written, language: Language = "en"): Promise<Visitor> {
    const { app } = portal;
    const { borrowerId } = written.actor;
    await app.db.prisma.borrower.update({ where: { id: borrowerId }, data: { language } });
    const token = await app.db.prisma.$transaction((tx) => openSession(tx, app, borrowerId));
    return new Visitor(written, `__Host-anhuan=s.${token}`);
  }

  get home(): string {
    return `/my/hardship/${this.written.proposalId}`;
  }

  async get(path: string): Promise<{ status: number; page: string; headers: Headers; to: string | null }> {
    const headers = { Cookie: this.cookie };
    const response = await fetch(portal.origin + path, { headers, redirect: "manual" });
    const { status } = response;
    return { status, page: await response.text(), headers: response.headers, to: response.headers.get("Location") };
  }

  async post(path: string, fields: Record<string, string>): Promise<{ status: number; page: string; to: string | null }> {
    const body = new URLSearchParams(fields).toString();
    const response = await portal.post(path, body, { Cookie: this.cookie });
    return { status: response.status, page: await response.text(), to: response.headers.get("Location") };
  }

  async act(intent: string, more: Record<string, string> = {}) {
    return this.post(this.home, { intent, version: String((await view(portal.app, this.written)).version), ...more });
  }

  async statusNow(): Promise<string> {
    return (await view(portal.app, this.written)).status;
  }
}

async function decide(written: Written, answer: Answer): Promise<void> {
  const { version } = await view(portal.app, written);
  const decided = await decideProposal(portal.app, desk, written.proposalId, answer, version);
  if (!decided.ok) throw new Error(`not decided: ${decided.refusal.kind}`);
}

const draft = async (language?: Language): Promise<Visitor> => Visitor.of(await writeDraft(portal.app), language);
const sent = async (language?: Language): Promise<Visitor> =>
  Visitor.of(await sendDraft(portal.app, beyondAtOnce), language);
const countered = async (language?: Language): Promise<Visitor> => {
  const visitor = await sent(language);
  await decide(visitor.written, { kind: "counter", terms: monthly(24) });
  return visitor;
};

const textOf = (page: string): string =>
  page
    .replace(/<style[\s\S]*?<\/style>/, "")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&#x27;", "'");
const query = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

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
    expect(text).toMatch(/Compared with paying now.*If you miss one/s);
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
    expect((await view(portal.app, visitor.written)).terms?.kind).toBe("pause");
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
    expect((await view(portal.app, visitor.written)).terms).toEqual(monthly(12));
    // What is chosen is what was shown.
    const shown = Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>;
    const chosen = await visitor.post(`${visitor.home}/options`, shown);
    expect([chosen.status, chosen.to]).toEqual([303, `${visitor.home}/check`]);
    expect((await view(portal.app, visitor.written)).terms).toMatchObject({ kind: "instalments", upfrontMinor: 0n });
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
      [{ kind: "instalments", every: "own", dates: "2026-12-20 2026-12-10" }, "from the first to the last"],
      [{ kind: "instalments", every: "hour" }, "how often"],
      [{ kind: "instalments", firstOn: "x".repeat(200) }, "too long"],
      [{ kind: "nonsense", every: "month" }, "Choose a kind"],
    ] as [Record<string, string>, string][]) {
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
      expect((await view(portal.app, visitor.written)).terms?.kind).toBe(kind);
    }
    const own = { kind: "instalments", every: "own", dates: "2026-12-20\n2027/2/1\n2027-06-30" };
    expect((await visitor.post(`${visitor.home}/options`, own)).status).toBe(303);
    expect((await view(portal.app, visitor.written)).quote?.instalments.map(({ dueOn }) => dueOn)).toEqual([
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

describe("the page of a proposal", () => {
  const seen = async (visitor: Visitor) => {
    const { status, page } = await visitor.get(visitor.home);
    const tags = [...page.matchAll(/data-status="(\w+)"/g)].map(([, name]) => name);
    return { status, tags, text: textOf(page), page, title: /<h1>([^<]*)/.exec(page)?.[1] };
  };

  test("a draft goes on where it was left, and can be given up", async () => {
    const visitor = await draft();
    const { tags, page } = await seen(visitor);
    expect(tags).toEqual(["draft"]);
    expect(page).toContain(`href="${visitor.home}/check"`);
    expect((await visitor.act("withdraw")).to).toBe(visitor.home);
    expect(await visitor.statusNow()).toBe("withdrawn");
  });

  test("under review it says who reads it, by when, with a reference, in both languages", async () => {
    for (const [language, by, title] of [
      ["en", /by \d+ \w+ 2026/, "A person is reading your proposal"],
      ["zh-CN", /最晚在2026年\d+月\d+日给您答复/, "您的方案正在由工作人员阅读"],
    ] as const) {
      const visitor = await sent(language);
      const shown = await seen(visitor);
      expect([shown.status, shown.tags, shown.title]).toEqual([200, ["in_review"], title]);
      expect(shown.text).toMatch(/A-[2-9A-Z]{4}-[2-9A-Z]{4}/);
      expect(shown.text).toMatch(by);
      expect(shown.page).toContain('aria-current="step"');
    }
  });

  test("withdrawing twice, or from a page that is old, does nothing more", async () => {
    const visitor = await sent();
    const { version } = await view(portal.app, visitor.written);
    const form = { intent: "withdraw", version: String(version) };
    expect((await visitor.post(visitor.home, form)).status).toBe(303);
    const events = (await view(portal.app, visitor.written)).events.length;
    const again = await visitor.post(visitor.home, form);
    expect([again.status, again.to]).toEqual([303, visitor.home]);
    expect((await view(portal.app, visitor.written)).events).toHaveLength(events);
    expect((await seen(visitor)).tags).toEqual(["withdrawn"]);
  });

  test("catalogue 57: what is posted from an older version is 409, with the page as it is now", async () => {
    const visitor = await countered();
    const { version } = await view(portal.app, visitor.written);
    const stale = await visitor.post(visitor.home, { intent: "accept", version: String(version - 1) });
    expect([stale.status, textOf(stale.page).includes("Nothing was done twice")]).toEqual([409, true]);
    expect(await visitor.statusNow()).toBe("countered");
    const nonsense = await visitor.post(visitor.home, { intent: "approve", version: String(version) });
    expect(nonsense.status).toBe(422);
  });

  test("a question is answered in words, kept when it cannot be sent, and read anew by a date", async () => {
    const visitor = await sent();
    await decide(visitor.written, { kind: "ask", question: "amount_possible" });
    const asked = await seen(visitor);
    expect(asked.tags).toEqual(["info_requested"]);
    expect(asked.page).toContain(`${visitor.home}/evidence`);
    const empty = await visitor.act("answer", { answer: " " });
    expect([empty.status, empty.page.includes('href="#answer"')]).toEqual([422, true]);
    const long = await visitor.act("answer", { answer: "a".repeat(2001) });
    expect([long.status, long.page.includes("aaaa")]).toEqual([422, true]);
    expect((await visitor.act("answer", { answer: "About 300 would be right." })).status).toBe(303);
    const { questions, answerBy, status } = await view(portal.app, visitor.written);
    expect([questions[0]?.answer, status, answerBy !== undefined]).toEqual([
      "About 300 would be right.",
      "in_review",
      true,
    ]);
  });

  test("an offer stands beside one's own and what the budget allows; yes leads to the agreement", async () => {
    const visitor = await countered();
    const shown = await seen(visitor);
    expect(shown.tags).toEqual(["countered"]);
    for (const words of ["Yours", "Ours", "By your budget", "This offer stands until"]) {
      expect(shown.text).toContain(words);
    }
    expect((await visitor.act("accept")).to).toBe(visitor.home);
    const agreed = await seen(visitor);
    expect([agreed.tags, agreed.title]).toEqual([["accepted"], "Your plan is agreed"]);
    expect(agreed.page).toContain(`/my/plans/${visitor.written.proposalId}/agreement`);
    expect(agreed.text).toMatch(/read the agreement by \d+ \w+ 202\d/);
  });

  test("an offer can be answered with another one, as often as the pack says and not more", async () => {
    const visitor = await countered();
    for (const left of [2, 1]) {
      const { page, status } = await visitor.get(`${visitor.home}/options`);
      expect([left, status]).toEqual([left, 200]);
      const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? "";
      const terms = { kind: "instalments", every: "month", firstOn: "2026-12-10", count: String(40 + left) };
      expect((await visitor.post(`${visitor.home}/options`, terms)).to).toBe(`${visitor.home}?changed=1`);
      const answered = await visitor.post(`${visitor.home}/options`, { ...terms, version });
      expect([answered.status, answered.to]).toEqual([303, visitor.home]);
      expect(await visitor.statusNow()).toBe("in_review");
      const twice = await visitor.post(`${visitor.home}/options`, { ...terms, version });
      expect(twice.to).toBe(visitor.home);
      await decide(visitor.written, { kind: "counter", terms: monthly(24) });
    }
    const { status, to } = await visitor.get(`${visitor.home}/options`);
    expect([status, to]).toEqual([303, visitor.home]);
    expect((await seen(visitor)).text).toContain("No further suggestion is possible");
  });

  test("agreed at once, or better than asked for, it says so and leads to the agreement", async () => {
    const atOnce = await Visitor.of(await sendDraft(portal.app));
    const shown = await seen(atOnce);
    expect([shown.tags, shown.text.includes("within our rules")]).toEqual([["approved"], true]);
    const visitor = await sent("zh-CN");
    await decide(visitor.written, { kind: "counter", terms: monthly(60) });
    const better = await seen(visitor);
    expect([better.tags, better.text.includes("对您更好")]).toEqual([["approved"], true]);
  });

  test("a decline gives the reason and what would do: one press takes it, another asks again", async () => {
    const visitor = await sent("zh-CN");
    await decide(visitor.written, { kind: "decline", reasons: ["term_too_long"], acceptable: monthly(24) });
    const shown = await seen(visitor);
    expect([shown.tags, shown.title]).toEqual([["declined"], "这个方案暂时不能接受"]);
    expect(shown.text).toContain("可以接受的方案");
    expect(shown.text).toContain("免费的咨询");
    const taken = await visitor.act("take");
    expect(taken.to).toMatch(/^\/my\/hardship\/[0-9a-f-]{36}\/check$/);
    const next = { ...visitor.written, proposalId: taken.to?.split("/")[3] ?? "" };
    expect((await view(portal.app, next)).terms).toEqual(monthly(24));
    // The same draft, however often it is pressed.
    expect((await visitor.act("again")).to).toBe(`/my/hardship/${next.proposalId}`);
  });

  test("a decline without terms that would do still has a way on", async () => {
    const visitor = await sent();
    await decide(visitor.written, { kind: "decline", reasons: ["information_missing"] });
    const { text } = await seen(visitor);
    expect(text).toContain("Change it and ask again");
    expect(text).not.toContain("A plan that we could agree");
    expect((await visitor.act("again")).status).toBe(303);
  });

  test("what somebody else proposed is nowhere", async () => {
    const [visitor, other] = [await sent(), await sent()];
    for (const path of ["", "/options", "/options?kind=pause"]) {
      expect([path, (await visitor.get(other.home + path)).status]).toEqual([path, 404]);
    }
    expect((await visitor.post(other.home, { intent: "withdraw", version: "3" })).status).toBe(404);
    expect((await visitor.post(`${other.home}/options`, { option: "pause" })).status).toBe(404);
    expect(await other.statusNow()).toBe("in_review");
  });

  test("an offer whose time has passed says so, and can be begun anew", async () => {
    const visitor = await countered();
    portal.app.clock.advance(20 * 24 * 60 * 60_000);
    const late = await visitor.act("accept");
    expect([late.status, await visitor.statusNow()]).not.toEqual([303, "accepted"]);
    await expireProposals(portal.app);
    const fresh = await Visitor.of(visitor.written);
    const shown = await seen(fresh);
    expect([shown.tags, shown.title]).toEqual([["expired"], "The time for this plan has passed"]);
    expect((await fresh.act("again")).to).toMatch(/^\/my\/hardship\//);
  });
});
