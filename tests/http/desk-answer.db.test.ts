// The pages of an answer, as a plain program meets them: chosen, previewed in the borrower's language, given once, by
// whoever has the case.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import type { Language } from "#app/i18n/languages.ts";
import { claim, sendWithCare } from "#tests/world/answers.ts";
import { bodyOf, caseOf, getPage, giveFormOf, postPage, previewIn } from "#tests/world/answer-pages.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { ProposalVisitor, query, type Fields } from "#tests/world/proposal-visitor.ts";
import { valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let agent: TestStaff;
let senior: TestStaff;
beforeAll(async () => {
  portal = await openPortal();
  agent = await addStaff(portal.app, "agent", { name: "Wen Li" });
  senior = await addStaff(portal.app, "senior_agent", { name: "Ma Lan" });
}, 120_000);
afterAll(() => portal.close());

const get = (staff: TestStaff, path: string) => getPage(portal, staff, path);
const post = (staff: TestStaff, path: string, fields: Fields) => postPage(portal, staff, path, fields);
const statusOf = async (written: Written) => (await view(portal.app, written)).status;

/** On the agent's desk, and what its answer's preview sends. */
async function onDesk(language: Language = "zh-CN") {
  const sent = await sendWithCare(portal.app);
  const visitor = await ProposalVisitor.of(portal, sent, language);
  await claim(portal.app, agent.actor, sent);
  return { written: sent, visitor, here: caseOf(sent) };
}

describe("previewed and given", () => {
  const offer = { kind: "instalments", every: "month", firstOn: "2026-12-10" };
  const answers: readonly (readonly [string, Language, Fields, string])[] = [
    ["agreed", "zh-CN", { answer: "approve" }, "approved"],
    ["agreed", "en", { answer: "approve" }, "approved"],
    ["a harder offer", "en", { answer: "counter", look: "1", ...offer, count: "8" }, "countered"],
    [
      "a better offer",
      "zh-CN",
      { answer: "counter", look: "1", ...offer, firstOn: "2026-12-12", count: "12" },
      "approved",
    ],
    ["a question", "en", { answer: "ask", look: "1", question: "income_change" }, "info_requested"],
    [
      "a decline",
      "zh-CN",
      { answer: "decline", look: "1", reasons: ["below_budget", "information_missing"], acceptable: "best" },
      "declined",
    ],
  ];
  test.each(answers)("%s (%s): the borrower reads just what was previewed", async (_, language, chosen, status) => {
    const { written, visitor, here } = await onDesk(language);
    const shown = await get(agent, `${here}/decide?${query(chosen)}`);
    expect(shown.status).toBe(200);
    expect(shown.page).toContain(`lang="${language}" data-preview="${language}"`);
    const preview = previewIn(shown.page);
    expect(preview.length).toBeGreaterThan(100);
    const { action, fields } = giveFormOf(shown.page);
    expect(await statusOf(written)).toBe("in_review");
    const given = await post(agent, action, fields);
    expect([given.status, given.to]).toEqual([303, `${here}?told=answered`]);
    expect(await statusOf(written)).toBe(status);
    expect(bodyOf((await visitor.get(visitor.home)).page).startsWith(preview)).toBe(true);
  });

  test("nothing in the preview can be pressed or leads anywhere", async () => {
    const { here } = await onDesk();
    const { page } = await get(agent, `${here}/decide?answer=approve`);
    const preview = /<fieldset disabled[^>]*>(.*?)<\/fieldset>/s.exec(page)?.[1] ?? "";
    expect(preview).toContain('aria-disabled="true"');
    expect(preview).not.toMatch(/href="\/my/);
    expect(page).not.toMatch(/<script/);
  });

  test("sent twice it is given once", async () => {
    const { written, here } = await onDesk();
    const { action, fields } = giveFormOf((await get(agent, `${here}/decide?answer=approve`)).page);
    expect((await post(agent, action, fields)).status).toBe(303);
    expect((await post(agent, action, fields)).status).toBe(422);
    const { events } = await view(portal.app, written);
    expect(events.filter(({ event }) => event === "approve")).toHaveLength(1);
  });

  test("what the budget speaks for is first, with what the budget allows beside the plans", async () => {
    const { here } = await onDesk();
    const { page, text } = await get(agent, `${here}/decide`);
    expect(page).toContain('data-suggestion="approve"');
    expect(page).toContain('data-amount="240000" data-currency="CNY" data-name="surplus"');
    expect(page).toContain('data-amount="192000" data-currency="CNY" data-name="limit"');
    expect(text).toContain("The engine’s");
  });

  test("a decline names reasons, with their words in both languages; without one it is 422 and keeps the rest", async () => {
    const { written, here } = await onDesk();
    const empty = await get(agent, `${here}/decide?answer=decline`);
    expect(empty.status).toBe(200);
    expect(empty.text).toContain("The instalments are well below what works with your budget.");
    expect(empty.text).toContain("每期金额比适合您收支情况的低不少。");
    expect(empty.page).toMatch(/value="best"[^>]*checked|checked[^>]*value="best"/);
    const unread = await get(agent, `${here}/decide?answer=decline&look=1&acceptable=none`);
    expect([unread.status, unread.page.includes('href="#reasons"')]).toEqual([422, true]);
    expect(unread.page).toMatch(/<title>Error: /);
    const { version } = await view(portal.app, written);
    const forced = await post(agent, `${here}/decide`, { answer: "decline", version: String(version), sign: "" });
    expect(forced.status).toBe(422);
    expect(await statusOf(written)).toBe("in_review");
  });

  test("catalogue 57: whoever answers an older state reads what changed, and finds what they chose", async () => {
    const { written, here } = await onDesk();
    const chosen = query({ answer: "decline", look: "1", reasons: ["below_budget"], acceptable: "none" });
    const { action, fields } = giveFormOf((await get(agent, `${here}/decide?${chosen}`)).page);
    const { version } = await view(portal.app, written);
    valueOf(await withdrawProposal(portal.app, written.actor, written.proposalId, { version }));
    const late = await post(agent, action, fields);
    expect(late.status).toBe(422);
    expect(late.text).toContain("This proposal has changed since you opened it");
    expect(late.page).toContain('data-status="withdrawn"');
    expect(late.text).toContain("The instalments are well below");
    expect(await statusOf(written)).toBe("withdrawn");
  });

  test("catalogue 17: forged fields decide nothing", async () => {
    const { written, here } = await onDesk();
    const { action, fields } = giveFormOf((await get(agent, `${here}/decide?answer=approve`)).page);
    const forged = {
      ...fields,
      status: "declined",
      decidedBy: senior.actor.staffId,
      decided_by: senior.actor.staffId,
      approvedBy: senior.actor.staffId,
      staffId: senior.actor.staffId,
      creditorCode: "RIVER",
    };
    expect((await post(agent, action, forged)).status).toBe(303);
    const row = await portal.app.db.prisma.proposal.findUniqueOrThrow({ where: { id: written.proposalId } });
    expect(row).toMatchObject({ status: "approved", decidedBy: agent.actor.staffId, approvedBy: null });
    expect(row.creditorCode).toBe("BJCF");
  });
});

describe("another offer", () => {
  test("is put together by GET, checked by the engine, and goes from here to its preview only", async () => {
    const { written, here } = await onDesk();
    const first = await get(agent, `${here}/counter`);
    expect(first.status).toBe(200);
    expect(first.headers.get("content-security-policy")).toMatch(/script-src 'nonce-/);
    expect(first.page).toMatch(/<script src="\/preview\.js" nonce="[^"]+"/);
    const offer = { kind: "instalments", every: "month", firstOn: "2026-12-10", count: "8" };
    const harder = await get(agent, `${here}/counter?${query(offer)}`);
    expect(harder.page).toContain('data-binds="needs-yes"');
    expect(harder.text).toContain("Against the customer’s");
    const better = await get(agent, `${here}/counter?${query({ ...offer, firstOn: "2026-12-20", count: "12" })}`);
    expect(better.page).toContain('data-binds="at-once"');
    const sent = await post(agent, `${here}/counter`, { ...offer, as: "counter" });
    expect(sent.status).toBe(303);
    expect(sent.to).toContain(`${here}/decide?answer=counter`);
    expect(sent.to).toContain("count=8");
    const named = await post(agent, `${here}/counter`, { ...offer, as: "decline" });
    const decline = await get(agent, named.to ?? "");
    expect(decline.page).toMatch(/value="own"[^>]*checked|checked[^>]*value="own"/);
    expect(await statusOf(written)).toBe("in_review");
  });

  test("terms that cannot be had are refused in words, with what would do", async () => {
    const { here } = await onDesk();
    const long = { kind: "instalments", every: "month", firstOn: "2026-12-10", count: "99" };
    const refused = await get(agent, `${here}/counter?${query(long)}`);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("60 months at most");
    expect(refused.page).toContain('value="99"');
    const skipped = await get(agent, `${here}/decide?${query({ answer: "counter", look: "1", ...long })}`);
    expect([skipped.status, skipped.to?.startsWith(`${here}/counter?`)]).toEqual([303, true]);
    expect((await post(agent, `${here}/counter`, long)).to).toContain(`${here}/counter?`);
    expect(
      (await get(agent, `${here}/counter?${query({ ...long, kind: "waiver", count: "8", waive: "fee" })}`)).status,
    ).toBe(422);
    expect((await get(agent, `${here}/counter?kind=pause`)).status).toBe(200);
  });
});

describe("whose it is", () => {
  test("whoever does not have it reads who does, and cannot answer", async () => {
    const { written, here } = await onDesk();
    for (const path of [`${here}/decide?answer=approve`, `${here}/counter`]) {
      const held = await get(senior, path);
      expect(held.text).toContain("Wen Li");
      expect(held.page).not.toContain('action="/desk/cases');
      expect(held.page).not.toContain("data-preview");
    }
    const { fields } = giveFormOf((await get(agent, `${here}/decide?answer=approve`)).page);
    expect((await post(senior, `${here}/decide`, fields)).status).toBe(403);
    const colleague = await addStaff(portal.app, "agent");
    expect((await get(colleague, `${here}/decide`)).text).toContain("Wen Li");
    expect((await post(colleague, `${here}/decide`, fields)).status).toBe(403);
    expect((await post(colleague, `${here}/decide`, { intent: "escalate" })).status).toBe(403);
    expect(await statusOf(written)).toBe("in_review");
  });

  test("catalogue 15: of another portfolio every address of it is 404, and nothing changes", async () => {
    const { written, here } = await onDesk();
    const elsewhere = await addStaff(portal.app, "senior_agent", { creditors: ["RIVER"] });
    const { fields } = giveFormOf((await get(agent, `${here}/decide?answer=approve`)).page);
    for (const door of ["decide", "counter", "second"]) {
      expect([door, (await get(elsewhere, `${here}/${door}`)).status]).toEqual([door, 404]);
      const sent = { ...fields, intent: door === "second" ? "approve" : "", approval: written.proposalId };
      expect([door, (await post(elsewhere, `${here}/${door}`, sent)).status]).toEqual([door, 404]);
    }
    expect(await statusOf(written)).toBe("in_review");
  });

  test("catalogue 16: finance and auditors are refused at the door", async () => {
    const { written, here } = await onDesk();
    const { fields } = giveFormOf((await get(agent, `${here}/decide?answer=approve`)).page);
    for (const role of ["finance", "finance_lead", "operator", "auditor"] as const) {
      const staff = await addStaff(portal.app, role);
      expect([role, (await post(staff, `${here}/decide`, fields)).status]).toEqual([role, 403]);
      expect([role, (await post(staff, `${here}/second`, { intent: "approve" })).status]).toEqual([role, 403]);
    }
    expect(await statusOf(written)).toBe("in_review");
  });

  test("each look is on record for the borrower, once", async () => {
    const { written, here } = await onDesk();
    const opened = () =>
      portal.app.db.prisma.auditEvent.findMany({
        where: { action: "access.opened", subject: `borrower:${written.actor.borrowerId}` },
      });
    await get(agent, `${here}/decide`);
    const [entry] = await opened();
    expect(entry).toMatchObject({ facts: { what: "answer", case: written.proposalId, ground: "assigned" } });
    // The offer's page asks for itself again while somebody types.
    await get(agent, `${here}/counter`);
    expect(await opened()).toHaveLength(1);
    const { clock } = portal.app;
    const began = clock.now();
    clock.set(new Date(began.getTime() + 6 * 60_000));
    await get(agent, `${here}/counter`);
    clock.set(began);
    expect(await opened()).toHaveLength(2);
  });

  test("handed to a senior it leaves the agent's desk", async () => {
    const { written, here } = await onDesk();
    const handed = await post(agent, `${here}/decide`, { intent: "escalate", note: "please look" });
    expect([handed.status, handed.to]).toEqual([303, "/desk"]);
    const item = await portal.app.db.prisma.workItem.findUniqueOrThrow({ where: { id: written.proposalId } });
    expect(item).toMatchObject({ level: "senior", assigneeId: null });
    expect((await get(senior, `${here}/decide`)).text).toContain("Nobody has this case yet");
  });
});
