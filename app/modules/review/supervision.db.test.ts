import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import type { StaffActor } from "#app/kernel/actor.ts";
import { giveAnswer, lockForAnswer } from "#app/modules/hardship/decide-proposal.server.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { beyondAtOnce, monthly, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { openAccess } from "./access.server.ts";
import { readQualityCase, scoreAnswer } from "./quality.server.ts";
import { qualityCriteria, type QualityScores } from "./quality.ts";
import { readSupervision } from "./supervision.server.ts";
import type { SupervisionFilter } from "./supervision.ts";

let app: TestApp;
let agent: TestStaff;
let colleague: TestStaff;
let senior: TestStaff;
let elsewhere: TestStaff;
let auditor: TestStaff;

const month: SupervisionFilter = { days: 30, creditor: undefined };
const good: QualityScores = { budget_read: 2, right_offer: 2, reasons_fit: 1, kind_and_clear: 2, in_time: 2 };

/** Sent today, taken by this person, and answered after so many days. */
async function answered(who: TestStaff, answer: Answer, daysLater = 0, second?: TestStaff): Promise<Written> {
  const written = await sendDraft(app, beyondAtOnce);
  const start = app.clock.now();
  app.clock.advance(daysLater * 86_400_000);
  await app.db.prisma.workItem.update({
    where: { id: written.proposalId },
    data: { assigneeId: who.actor.staffId, assignedAt: app.clock.now() },
  });
  const { version } = await view(app, written);
  const key = { id: written.proposalId, borrowerId: written.actor.borrowerId };
  await inTransaction(app.db, async (tx) => {
    const locked = valueOf(await lockForAnswer(tx, app, key, answer, version));
    await giveAnswer(tx, app, who.actor, locked, { decidedBy: who.actor.staffId, approvedBy: second?.actor.staffId });
  });
  app.clock.set(start);
  return written;
}

const eventOf = async ({ proposalId }: Written): Promise<string> =>
  (await app.db.prisma.proposalEvent.findFirstOrThrow({ where: { proposalId, staffId: { not: null } } })).id;

const supervise = (filter = month, who = senior) => readSupervision(app, who.actor, filter);

const declined: Answer = { kind: "decline", reasons: ["term_too_long", "below_budget"] };
let first: Written;
beforeAll(async () => {
  app = await createTestApp("2026-11-02T10:00:00+08:00");
  agent = await addStaff(app, "agent", { name: "Agent Apple" });
  colleague = await addStaff(app, "agent", { name: "Agent Pear" });
  senior = await addStaff(app, "senior_agent", { name: "Senior Plum" });
  auditor = await addStaff(app, "auditor", { name: "Auditor Fig" });
  elsewhere = await addStaff(app, "senior_agent", { creditors: ["HXCARD"] });
  first = await answered(agent, { kind: "approve" });
  await answered(agent, declined, 1);
  await answered(colleague, { kind: "counter", terms: monthly(24) }, 20);
  await answered(colleague, { kind: "ask", question: "first_date" });
  app.clock.set("2026-11-23T12:00:00+08:00");
  await sendDraft(app, beyondAtOnce);
});
afterAll(() => app.close());

describe("supervision", () => {
  test("counts how a desk answered, by person and by reason", async () => {
    const { answers, reasons, colleagues } = await supervise();
    const of = ({ actor }: TestStaff) =>
      answers
        .filter(({ staffId }) => staffId === actor.staffId)
        .map(({ kind, count }) => `${kind} ${count}`)
        .toSorted();
    expect(of(agent)).toEqual(["approve 1", "decline 1"]);
    expect(of(colleague)).toEqual(["ask 1", "counter 1"]);
    expect(reasons.map(({ reason }) => reason).toSorted()).toEqual(["below_budget", "term_too_long"]);
    expect(colleagues.map(({ name }) => name)).toContain("Agent Apple");
  });

  test("knows whether the promised day was kept, and how long people waited", async () => {
    const { times } = await supervise();
    expect([times.count, times.inTime]).toEqual([4, 3]);
    expect(times.byWorkingDays).toEqual({ upTo1: 3, upTo3: 0, upTo5: 0, upTo10: 0, longer: 1 });
    expect(times.medianHours).toBe(4.5);
  });

  test("counts what waits, for whom, and how long", async () => {
    const { work, ages } = await supervise();
    const nobody = work.find(({ staffId }) => staffId === null);
    expect(nobody).toMatchObject({ open: 1, late: 0, borrower: 0 });
    const pear = work.find(({ staffId }) => staffId === colleague.actor.staffId);
    expect(pear).toMatchObject({ open: 0, borrower: 2 });
    expect(ages).toMatchObject({ upTo1: 1, longer: 0 });
  });

  test("looks only as far back as was asked", async () => {
    const week = await supervise({ ...month, days: 7 });
    expect(week.answers.map(({ kind }) => kind)).toEqual(["counter"]);
  });

  test("catalogue 15: counts nothing of another portfolio, whatever creditor is asked for", async () => {
    for (const creditor of [undefined, "BJCF", "HXCARD"]) {
      const seen = await supervise({ days: 90, creditor }, elsewhere);
      expect(seen.answers).toEqual([]);
      expect(seen.work).toEqual([]);
      expect([seen.times.count, seen.drawn.length, seen.reasons.length]).toEqual([0, 0, 0]);
    }
    expect((await supervise({ ...month, creditor: "HXCARD" })).answers).toEqual([]);
  });

  test("is for nobody else, and an auditor reads it", async () => {
    await expect(supervise(month, agent)).rejects.toThrow("may not supervision.read");
    expect((await supervise(month, auditor)).answers).toHaveLength(4);
  });

  test("takes as many statements for much as for nothing", async () => {
    const statements = async (filter: SupervisionFilter): Promise<number> => {
      const record = recordStatements(app);
      await supervise(filter);
      record.stop();
      return record.texts.length;
    };
    const most = await statements({ days: 90, creditor: undefined });
    expect(most).toBeLessThanOrEqual(16);
    expect(await statements({ days: 7, creditor: "HXCARD" })).toBe(most);
  });

  test("shows who was opened without being theirs, and the alarms", async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => sendDraft(app, beyondAtOnce)));
    for (const { proposalId } of opened) valueOf(await openAccess(app, senior.actor, { caseId: proposalId }, "case"));
    const { alarms } = await supervise();
    expect(alarms).toEqual([{ staffId: senior.actor.staffId, on: "2026-11-23", people: "6" }]);
    expect((await supervise(month, elsewhere)).alarms).toEqual([
      expect.objectContaining({ staffId: senior.actor.staffId }),
    ]);
    const far = await addStaff(app, "senior_agent", { creditors: [] });
    expect((await supervise(month, far)).alarms).toEqual([]);
  });
});

describe("the quality of an answer", () => {
  test("is drawn in the same order for everybody, without one's own", async () => {
    const [one, again] = [await supervise(), await supervise()];
    expect(one.drawn).toHaveLength(3);
    expect(again.drawn).toEqual(one.drawn);
    expect((await supervise(month, auditor)).drawn).toEqual(one.drawn);
    const mine = await answered(senior, { kind: "approve" });
    expect((await supervise()).drawn).toHaveLength(3);
    expect((await supervise(month, auditor)).drawn).toHaveLength(4);
    const own = await eventOf(mine);
    expect((await readQualityCase(app, senior.actor, own))?.state).toBe("own");
    expect(await scoreAnswer(app, senior.actor, own, { scores: good, note: "" })).toMatchObject({
      refusal: { kind: "own" },
    });
  });

  test("is looked at as it was given, and looking is on record", async () => {
    const eventId = await eventOf(first);
    const seen = await readQualityCase(app, senior.actor, eventId);
    expect(seen).toMatchObject({ state: "open", kind: "approve", reasons: [], seconded: false, review: undefined });
    expect(seen?.budget?.surplusMinor).toBe(240_000n);
    expect(seen?.plans?.proposed?.totalMinor).toBe(1_200_000n);
    const opened = await app.db.prisma.auditEvent.findFirst({
      where: { subject: `borrower:${first.actor.borrowerId}`, action: "access.opened" },
      orderBy: { seq: "desc" },
    });
    expect(opened?.facts).toMatchObject({ what: "quality", case: first.proposalId, ground: "role" });
  });

  test("is scored once, by somebody else, and counts from then on", async () => {
    const eventId = await eventOf(first);
    app.clock.set("2026-11-23T12:00:00+08:00");
    const second = await addStaff(app, "senior_agent");
    const score = (who: StaffActor) => scoreAnswer(app, who, eventId, { scores: good, note: "well done" });
    const outcomes = await Promise.all([score(senior.actor), score(second.actor)]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ refusal: { kind: "already-scored" } });
    const seen = await readQualityCase(app, senior.actor, eventId);
    expect(seen).toMatchObject({
      state: "scored",
      review: { scores: good, note: "well done", decider: "Agent Apple" },
    });
    const { scores } = await supervise();
    expect(scores).toHaveLength(qualityCriteria.length);
    expect(scores.find(({ criterion }) => criterion === "reasons_fit")).toEqual({
      staffId: agent.actor.staffId,
      criterion: "reasons_fit",
      sum: 1,
      count: 1,
    });
    const row = await app.db.prisma.qualityReview.findUniqueOrThrow({ where: { eventId } });
    expect(Buffer.from(row.noteEnc ?? "").toString()).not.toContain("well done");
    expect((await supervise()).drawn.map((answer) => answer.eventId)).not.toContain(eventId);
  });

  test("is held by the database: not by oneself, not changed, not taken back", async () => {
    const { staffId } = agent.actor;
    const row = {
      proposalId: first.proposalId,
      deciderId: staffId,
      reviewerId: staffId,
      scores: {},
      at: app.clock.now(),
    };
    await expect(
      app.db.prisma.qualityReview.create({ data: { id: newId(), eventId: newId(), ...row } }),
    ).rejects.toThrow(/quality_by_another/);
    await expect(app.db.pool.query("UPDATE quality_review SET scores = '{}'")).rejects.toThrow("permission denied");
    await expect(app.db.pool.query("DELETE FROM quality_review")).rejects.toThrow("permission denied");
  });

  test("is not shown to another portfolio, and neither is an answer that nobody drew", async () => {
    const eventId = await eventOf(first);
    expect(await readQualityCase(app, elsewhere.actor, eventId)).toBeUndefined();
    expect(await readQualityCase(app, senior.actor, newId())).toBeUndefined();
    expect(await readQualityCase(app, senior.actor, "no-id")).toBeUndefined();
    await expect(scoreAnswer(app, auditor.actor, eventId, { scores: good, note: "" })).rejects.toThrow("may not");
    const asked = await app.db.prisma.proposalEvent.findFirstOrThrow({ where: { event: "ask" } });
    expect(await readQualityCase(app, senior.actor, asked.id)).toBeUndefined();
    const answer = await answered(agent, declined);
    app.clock.advance(31 * 86_400_000);
    expect(await readQualityCase(app, senior.actor, await eventOf(answer))).toBeUndefined();
  });

  test("is not judged by the second pair of eyes that agreed to it", async () => {
    app.clock.set("2026-11-23T12:00:00+08:00");
    const second = await addStaff(app, "senior_agent");
    const eventId = await eventOf(await answered(agent, { kind: "approve" }, 0, second));
    const drawnFor = async (who: TestStaff) => (await supervise(month, who)).drawn.map((drawn) => drawn.eventId);
    expect(await drawnFor(senior)).toContain(eventId);
    expect(await drawnFor(second)).not.toContain(eventId);
    expect((await readQualityCase(app, second.actor, eventId))?.state).toBe("own");
    const wish = { scores: good, note: "" };
    expect(await scoreAnswer(app, second.actor, eventId, wish)).toMatchObject({ refusal: { kind: "own" } });
    expect((await scoreAnswer(app, senior.actor, eventId, wish)).ok).toBe(true);
  });
});
