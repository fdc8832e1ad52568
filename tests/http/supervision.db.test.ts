// Supervision, the review of quality and the borrower's own log, as a plain program meets them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { giveAnswer, lockForAnswer } from "#app/modules/hardship/decide-proposal.server.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { qualityCriteria } from "#app/modules/review/quality.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { ProposalVisitor, textOf } from "#tests/world/proposal-visitor.ts";
import { beyondAtOnce, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let agent: TestStaff;
let senior: TestStaff;
let auditor: TestStaff;
let elsewhere: TestStaff;
let written: Written;
let eventId: string;

beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  app.clock.set(new Date());
  agent = await addStaff(app, "agent", { name: "Agent Apple" });
  senior = await addStaff(app, "senior_agent", { name: "Senior Plum" });
  auditor = await addStaff(app, "auditor", { name: "Auditor Fig" });
  elsewhere = await addStaff(app, "senior_agent", { creditors: ["HXCARD"], name: "Senior Quince" });
  written = await sendDraft(app, beyondAtOnce);
  const { proposalId: id, actor } = written;
  await app.db.prisma.workItem.update({ where: { id }, data: { assigneeId: agent.actor.staffId } });
  valueOf(await openAccess(app, agent.actor, { caseId: id }, "case"));
  const { version } = await view(app, written);
  await inTransaction(app.db, async (tx) => {
    const key = { id, borrowerId: actor.borrowerId };
    const answer = { kind: "decline", reasons: ["term_too_long"] } as const;
    const locked = valueOf(await lockForAnswer(tx, app, key, answer, version));
    await giveAnswer(tx, app, agent.actor, locked, { decidedBy: agent.actor.staffId });
  });
  eventId = (await app.db.prisma.proposalEvent.findFirstOrThrow({ where: { staffId: agent.actor.staffId } })).id;
});
afterAll(() => portal.close());

async function get(who: TestStaff, path: string) {
  const response = await fetch(portal.origin + path, { headers: { Cookie: who.cookie }, redirect: "manual" });
  return { status: response.status, page: await response.text() };
}

async function post(who: TestStaff, path: string, body: string) {
  const response = await portal.post(path, body, { Cookie: who.cookie });
  return { status: response.status, to: response.headers.get("Location"), page: await response.text() };
}

const sheet = (): string => `/desk/supervision/quality/${eventId}`;
const filled = qualityCriteria.map((criterion) => `${criterion}=2`).join("&");

describe("/desk/supervision", () => {
  test("is for those who supervise: an agent is told no, an auditor reads and sends nothing", async () => {
    expect((await get(agent, "/desk/supervision")).status).toBe(403);
    expect((await get(auditor, "/desk/supervision")).status).toBe(200);
    expect((await get(auditor, sheet())).status).toBe(200);
    expect((await post(auditor, sheet(), filled)).status).toBe(403);
    expect((await post(agent, sheet(), filled)).status).toBe(403);
    expect((await post(senior, "/desk/supervision", "")).status).toBe(405);
  });

  test("shows the desk's own figures, in both languages, and none of another portfolio", async () => {
    const { page } = await get(senior, "/desk/supervision?days=7&creditor=BJCF");
    expect(textOf(page)).toContain("Agent Apple");
    expect(page).toContain(sheet());
    expect(page).toMatch(/<option value="7" selected/);
    const reader = await addStaff(portal.app, "senior_agent", { language: "zh-CN", name: "Senior Pear" });
    const chinese = textOf((await get(reader, "/desk/supervision")).page);
    expect(chinese).toContain("答复是否及时");
    const other = await get(elsewhere, "/desk/supervision");
    expect([other.status, other.page.includes(sheet()), other.page.includes("term_too_long")]).toEqual([
      200,
      false,
      false,
    ]);
    expect(textOf(other.page)).not.toContain("It takes longer than");
  });

  test("leads to the audit only whom it lets in", async () => {
    const alert = { id: eventId, kind: "many-unassigned-opened", createdAt: portal.app.clock.now() };
    const subject = `staff:${agent.actor.staffId}:2026-11-23`;
    await portal.app.db.prisma.alert.create({ data: { ...alert, subject, facts: { people: "9", limit: "5" } } });
    expect((await get(senior, "/desk/supervision")).page).not.toContain("/ops/audit?who");
    expect((await get(auditor, "/desk/supervision")).page).toContain(`/ops/audit?who=staff:${agent.actor.staffId}`);
  });
});

describe("a score sheet", () => {
  test("of another portfolio, or of an answer that was not drawn, is not there", async () => {
    expect((await get(elsewhere, sheet())).status).toBe(404);
    expect((await post(elsewhere, sheet(), filled)).status).toBe(404);
    expect((await get(senior, `/desk/supervision/quality/${written.proposalId}`)).status).toBe(404);
  });

  test("shows the answer as it was, and not yet who gave it", async () => {
    const { page } = await get(senior, sheet());
    expect(page).toContain('data-status="decline"');
    expect(textOf(page)).toContain("It takes longer than the creditor can agree to now.");
    expect(page).toContain('data-name="surplus"');
    expect(textOf(page)).not.toContain("Agent Apple");
    const name = await portal.app.db.prisma.auditEvent.findFirst({
      where: { subject: `borrower:${written.actor.borrowerId}` },
      orderBy: { seq: "desc" },
    });
    expect(name?.facts).toMatchObject({ what: "quality" });
  });

  test("keeps what was filled in when something is missing, and says what", async () => {
    const half = await post(senior, sheet(), "budget_read=1&note=a+word&in_time=7");
    expect(half.status).toBe(422);
    expect(half.page).toMatch(/<title>Error: /);
    expect(half.page).toContain('href="#right_offer"');
    expect(half.page).toContain('href="#in_time"');
    expect(half.page).not.toContain('href="#budget_read"');
    expect(half.page).toMatch(/id="budget_read-1"[^>]*checked/);
    expect(half.page).toContain("a word");
    expect(await portal.app.db.prisma.qualityReview.count()).toBe(0);
  });

  test("is not for one's own answer, whatever the form says", async () => {
    const own = await sendDraft(portal.app, beyondAtOnce);
    const { version } = await view(portal.app, own);
    await inTransaction(portal.app.db, async (tx) => {
      const key = { id: own.proposalId, borrowerId: own.actor.borrowerId };
      const locked = valueOf(await lockForAnswer(tx, portal.app, key, { kind: "approve" }, version));
      await giveAnswer(tx, portal.app, senior.actor, locked, { decidedBy: senior.actor.staffId });
    });
    const mine = await portal.app.db.prisma.proposalEvent.findFirstOrThrow({
      where: { staffId: senior.actor.staffId },
    });
    const path = `/desk/supervision/quality/${mine.id}`;
    const { page } = await get(senior, path);
    expect([page.includes("<fieldset"), textOf(page).includes("an answer of your own")]).toEqual([false, true]);
    const forged = await post(senior, path, `${filled}&reviewerId=${agent.actor.staffId}`);
    expect([forged.status, textOf(forged.page).includes("an answer of your own")]).toEqual([422, true]);
    expect(await portal.app.db.prisma.qualityReview.count()).toBe(0);
  });

  test("is saved once; a second one is told so", async () => {
    const saved = await post(senior, sheet(), `${filled}&note=`);
    expect([saved.status, saved.to]).toEqual([303, sheet()]);
    const again = await post(senior, sheet(), filled);
    expect([again.status, textOf(again.page).includes("has just scored it")]).toEqual([422, true]);
    const { page } = await get(senior, sheet());
    expect(textOf(page)).toContain("10 of 10");
    expect(textOf(page)).toContain("Agent Apple");
    const board = textOf((await get(auditor, "/desk/supervision")).page);
    expect(board).toContain("2.0");
  });
});

describe("/my/data", () => {
  test("tells a borrower who looked, what and why, in both languages, and never a name", async () => {
    for (const [language, what, why] of [
      ["en", "read your case", "because it was assigned to them"],
      ["zh-CN", "看了您的方案或求助", "因为这件事由其负责"],
    ] as const) {
      const visitor = await ProposalVisitor.of(portal, written, language);
      const { status, page } = await visitor.get("/my/data");
      expect(status).toBe(200);
      const text = textOf(page);
      expect([text.includes(what), text.includes(why)]).toEqual([true, true]);
      expect(text).toMatch(/[（(][0-9A-F]{4}[)）]/);
      for (const secret of ["Apple", "Plum", "Fig", "desk.example", agent.actor.staffId]) {
        expect(page).not.toContain(secret);
      }
    }
  });

  test("keeps the newest few, and shows all on a page of its own", async () => {
    for (let at = 1; at <= 6; at += 1) {
      portal.app.clock.advance(60_000);
      const another = await addStaff(portal.app, "senior_agent");
      valueOf(await openAccess(portal.app, another.actor, { caseId: written.proposalId }, "case"));
    }
    const visitor = await ProposalVisitor.of(portal, written);
    const rows = (page: string): number => page.match(/\([0-9A-F]{4}\)/g)?.length ?? 0;
    const some = await visitor.get("/my/data");
    expect([rows(some.page), some.page.includes("/my/data?looked=all")]).toEqual([5, true]);
    const all = await visitor.get("/my/data?looked=all");
    expect(rows(all.page)).toBeGreaterThan(7);
    expect(all.page).toContain('href="/my/data#request"');
    const other = await ProposalVisitor.of(portal, await sendDraft(portal.app, beyondAtOnce));
    expect(rows((await other.get("/my/data?looked=all")).page)).toBe(0);
  });
});
