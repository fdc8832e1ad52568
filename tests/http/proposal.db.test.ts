// The page of a proposal, as a plain program meets it: in each state, in both languages, and without doing anything
// twice.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Language } from "#app/i18n/languages.ts";
import { expireProposals } from "#app/modules/hardship/expire-proposals.server.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { ProposalVisitor, textOf } from "#tests/world/proposal-visitor.ts";
import { beyondAtOnce, monthly, sendDraft, view, writeDraft } from "#tests/world/proposals.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const draft = async () => ProposalVisitor.of(portal, await writeDraft(portal.app));
const sent = async (language?: Language) =>
  ProposalVisitor.of(portal, await sendDraft(portal.app, beyondAtOnce), language);
const countered = async () => (await sent()).decide({ kind: "counter", terms: monthly(24) });

const seen = async (visitor: ProposalVisitor) => {
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
  expect((await visitor.viewNow()).status).toBe("withdrawn");
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
  const { version } = await visitor.viewNow();
  const form = { intent: "withdraw", version: String(version) };
  expect((await visitor.post(visitor.home, form)).status).toBe(303);
  const events = (await visitor.viewNow()).events.length;
  const again = await visitor.post(visitor.home, form);
  expect([again.status, again.to]).toEqual([303, visitor.home]);
  expect((await visitor.viewNow()).events).toHaveLength(events);
  expect((await seen(visitor)).tags).toEqual(["withdrawn"]);
});

test("catalogue 57: what is posted from an older version is 409, with the page as it is now", async () => {
  const visitor = await countered();
  const { version } = await visitor.viewNow();
  const stale = await visitor.post(visitor.home, { intent: "accept", version: String(version - 1) });
  expect([stale.status, textOf(stale.page).includes("Nothing was done twice")]).toEqual([409, true]);
  expect((await visitor.viewNow()).status).toBe("countered");
  const nonsense = await visitor.post(visitor.home, { intent: "approve", version: String(version) });
  expect(nonsense.status).toBe(422);
});

test("a question is answered in words, kept when it cannot be sent, and read anew by a date", async () => {
  const visitor = await sent();
  await visitor.decide({ kind: "ask", question: "amount_possible" });
  const asked = await seen(visitor);
  expect(asked.tags).toEqual(["info_requested"]);
  expect(asked.page).toContain(`${visitor.home}/evidence`);
  const empty = await visitor.act("answer", { answer: " " });
  expect([empty.status, empty.page.includes('href="#answer"')]).toEqual([422, true]);
  const long = await visitor.act("answer", { answer: "a".repeat(2001) });
  expect([long.status, long.page.includes("aaaa")]).toEqual([422, true]);
  expect((await visitor.act("answer", { answer: "About 300 would be right." })).status).toBe(303);
  const { questions, answerBy, status } = await visitor.viewNow();
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
    expect((await visitor.viewNow()).status).toBe("in_review");
    const twice = await visitor.post(`${visitor.home}/options`, { ...terms, version });
    expect(twice.to).toBe(visitor.home);
    await visitor.decide({ kind: "counter", terms: monthly(24) });
  }
  const { status, to } = await visitor.get(`${visitor.home}/options`);
  expect([status, to]).toEqual([303, visitor.home]);
  expect((await seen(visitor)).text).toContain("No further suggestion is possible");
});

test("agreed at once, or better than asked for, it says so and leads to the agreement", async () => {
  const atOnce = await ProposalVisitor.of(portal, await sendDraft(portal.app));
  const shown = await seen(atOnce);
  expect([shown.tags, shown.text.includes("within our rules")]).toEqual([["approved"], true]);
  // Nobody is said to have read what no person had to read.
  expect(shown.text).not.toContain("A person reads it");
  const visitor = await sent("zh-CN");
  await visitor.decide({ kind: "counter", terms: monthly(60) });
  const better = await seen(visitor);
  expect([better.tags, better.text.includes("对您更好")]).toEqual([["approved"], true]);
});

test("a decline gives the reason and what would do: one press takes it, another asks again", async () => {
  const visitor = await sent("zh-CN");
  await visitor.decide({ kind: "decline", reasons: ["term_too_long"], acceptable: monthly(24) });
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
  await visitor.decide({ kind: "decline", reasons: ["information_missing"] });
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
  expect((await other.viewNow()).status).toBe("in_review");
});

test("an offer whose time has passed says so, and can be begun anew", async () => {
  const visitor = await countered();
  portal.app.clock.advance(20 * 24 * 60 * 60_000);
  const late = await visitor.act("accept");
  expect([late.status, (await visitor.viewNow()).status]).not.toEqual([303, "accepted"]);
  await expireProposals(portal.app);
  const fresh = await ProposalVisitor.of(portal, visitor.written);
  const shown = await seen(fresh);
  expect([shown.tags, shown.title]).toEqual([["expired"], "The time for this plan has passed"]);
  expect((await fresh.act("again")).to).toMatch(/^\/my\/hardship\//);
});
