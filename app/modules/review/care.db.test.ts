// What a person needs: marks, what they change, and a quiet time.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BorrowerActor, StaffActor } from "#app/kernel/actor.ts";
import { addDays, day, dayAt } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { openDispute, readRequestNews } from "#app/modules/accounts/requests.server.ts";
import { deliverMessage, queueMessage } from "#app/modules/contact/contact.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { askForCare, giveMobile, sendDraft, valueOf, view, writeDraft } from "#tests/world/proposals.ts";
import { submitProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { addStaff } from "#tests/world/staff.ts";
import { addCareMark, endCareMark, readCarePage } from "./care.server.ts";
import { listCareMarks } from "./care-marks.server.ts";
import { endMoratorium, openMoratorium } from "./moratorium.server.ts";
import { readCareList } from "./requests-list.server.ts";
import { claimItem } from "./work-items.server.ts";

let app: TestApp;
let agent: StaffActor;
let senior: StaffActor;

beforeAll(async () => {
  app = await createTestApp();
  agent = (await addStaff(app, "agent")).actor;
  senior = (await addStaff(app, "senior_agent")).actor;
});
afterAll(() => app.close());

const mark = { need: "more_time", toldBy: "borrower", cause: "", agreed: false, reviewOn: day("2027-01-20") };

/** Somebody with an objection that is this agent's work. */
async function placeMine(): Promise<{ readonly actor: BorrowerActor; readonly accountId: string }> {
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 100_000n });
  await giveMobile(app, actor, accountId);
  await openDispute(app, actor, accountId, { reason: "other", details: "" }, "zh-CN");
  const { id } = await app.db.prisma.helpCase.findFirstOrThrow({ where: { borrowerId: actor.borrowerId } });
  valueOf(await claimItem(app, agent, id));
  return { actor, accountId };
}

test("what somebody needs is read by whoever has their case, why by few, and neither stands open in the database", async () => {
  const { borrowerId } = (await placeMine()).actor;
  const told = { ...mark, need: "gentle", cause: "bereavement", agreed: true };
  const { id } = valueOf(await addCareMark(app, agent, borrowerId, told));
  const seen = valueOf(await readCarePage(app, agent, borrowerId));
  expect(seen).toMatchObject({ marks: [{ id, need: "gentle" }], causes: undefined, mayWrite: true });
  expect(JSON.stringify(seen)).not.toContain("bereavement");
  expect(valueOf(await readCarePage(app, senior, borrowerId)).causes?.get(id)).toBe("bereavement");
  const auditor = (await addStaff(app, "auditor")).actor;
  expect(valueOf(await readCarePage(app, auditor, borrowerId))).toMatchObject({ mayWrite: false });
  const { rows } = await app.db.pool.query<{ all: string }>(
    "SELECT string_agg(to_jsonb(m)::text, '') || (SELECT string_agg(facts::text, '') FROM audit_event) AS all FROM care_mark m",
  );
  expect(rows[0]?.all).not.toContain("bereavement");
});

test("a cause is noted with consent or not at all, and a mark is looked at again within a year", async () => {
  const { borrowerId } = (await placeMine()).actor;
  const add = async (change: Partial<Parameters<typeof addCareMark>[3]>) => {
    const added = await addCareMark(app, agent, borrowerId, { ...mark, ...change });
    return added.ok ? "ok" : added.refusal.kind;
  };
  expect(await add({ cause: "health" })).toBe("agreed");
  expect(await add({ cause: "gossip", agreed: true })).toBe("cause");
  expect(await add({ need: "money" })).toBe("need");
  expect(await add({ toldBy: "neighbour" })).toBe("told-by");
  for (const reviewOn of [undefined, day("2026-11-23"), day("2028-01-01")]) {
    expect(await add({ reviewOn })).toBe("review-on");
  }
  expect(await add({})).toBe("ok");
  // The same form sent again is the same mark.
  expect(await add({})).toBe("ok");
  expect(await app.db.prisma.careMark.count({ where: { borrowerId } })).toBe(1);
});

test("a mark that holds sends whatever the person proposes to a person; once it has ended, the rules answer again", async () => {
  const written = await writeDraft(app);
  const { borrowerId } = written.actor;
  const { id } = valueOf(await addCareMark(app, senior, borrowerId, mark));
  const send = async () => {
    const { version } = await view(app, written);
    valueOf(await submitProposal(app, written.actor, written.proposalId, { version }, "zh-CN"));
    return (await view(app, written)).status;
  };
  expect(await send()).toBe("in_review");
  expect(await endCareMark(app, senior, borrowerId, id)).toEqual({ ok: true, value: null });
  expect(await endCareMark(app, senior, borrowerId, id)).toEqual({ ok: true, value: null });
  expect(await app.db.prisma.careMark.findUnique({ where: { id } })).toMatchObject({ endedBy: senior.staffId });
  const other = await sendDraft(app);
  expect((await view(app, other)).status).toBe("approved");
});

test("people whose marks are due, and those who asked for care, stand in a list; names are masked", async () => {
  const { borrowerId } = (await placeMine()).actor;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  valueOf(await addCareMark(app, agent, borrowerId, { ...mark, reviewOn: addDays(today, 1) }));
  const asking = await writeDraft(app);
  await askForCare(app, asking);
  const { version } = await view(app, asking);
  valueOf(await submitProposal(app, asking.actor, asking.proposalId, { version }, "zh-CN"));
  const before = await readCareList(app, agent);
  expect(before.due.map((due) => due.borrowerId)).not.toContain(borrowerId);
  expect(before.asked.map((asked) => asked.borrowerId)).toContain(asking.actor.borrowerId);
  app.clock.advance(86_400_000);
  const after = (await addStaff(app, "agent")).actor;
  const { due } = await readCareList(app, after);
  expect(due.find((one) => one.borrowerId === borrowerId)).toMatchObject({ needs: ["more_time"] });
  expect(due.every(({ name }) => name.includes("*"))).toBe(true);
  const elsewhere = (await addStaff(app, "agent", { creditors: ["HXCARD"] })).actor;
  expect(await readCareList(app, elsewhere)).toEqual({ due: [], asked: [] });
  expect(await readAsStaff(app.db, elsewhere, (tx) => listCareMarks(tx, elsewhere, borrowerId))).toEqual([]);
});

test("a quiet time withholds every reminder through its last day, the borrower sees it, and it can end sooner", async () => {
  const { actor, accountId } = await placeMine();
  await app.db.prisma.helpCase.updateMany({ where: { borrowerId: actor.borrowerId }, data: { status: "closed" } });
  const { mobileId } = await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } });
  const remind = async (): Promise<string> => {
    const id = await inTransaction(app.db, (tx) =>
      queueMessage(tx, app, {
        borrowerId: actor.borrowerId,
        contactPointId: mobileId ?? undefined,
        channel: "sms",
        purpose: "reminder",
        language: "zh-CN",
        letter: { template: "notice" },
        idemKey: newId(),
      }),
    );
    await deliverMessage(app, id);
    const { status, statusReason } = await app.db.prisma.message.findUniqueOrThrow({ where: { id } });
    return statusReason ?? status;
  };
  const open = async (days: number, reason = "bereavement") => {
    const opened = await openMoratorium(app, senior, actor.borrowerId, { days, reason });
    return opened.ok ? opened.value.until : opened.refusal.kind;
  };
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  expect([await open(0), await open(61), await open(1.5), await open(5, "x")]).toEqual([
    "days",
    "days",
    "days",
    "quiet-reason",
  ]);
  expect(await open(10)).toBe(addDays(today, 10));
  expect(await open(10)).toBe("lasts-already");
  expect((await readRequestNews(app, actor)).pauseUntil).toBe(addDays(today, 10));
  expect(await remind()).toBe("held");
  app.clock.advance(10 * 86_400_000);
  expect(await remind()).toBe("held");
  app.clock.advance(86_400_000);
  expect(await remind()).toBe("sent");
  expect((await readRequestNews(app, actor)).pauseUntil).toBeUndefined();

  app.clock.advance(7 * 86_400_000);
  expect(await open(30)).toBe(addDays(dayAt(app.clock.now(), app.settings.timeZone), 30));
  expect(await remind()).toBe("held");
  expect(await endMoratorium(app, senior, actor.borrowerId)).toEqual({ ok: true, value: null });
  expect(await remind()).toBe("sent");
  const cases = { borrowerId: actor.borrowerId, kind: "moratorium", outcome: "ended_early" };
  expect(await app.db.prisma.helpCase.count({ where: cases })).toBe(1);
});

test("whoever has nothing of the person changes nothing, in one's own portfolio or elsewhere; nor with a debt of one's own", async () => {
  const { actor } = await placeMine();
  const { borrowerId } = actor;
  const quiet = { days: 5, reason: "illness" };
  const stranger = (await addStaff(app, "agent")).actor;
  const elsewhere = (await addStaff(app, "senior_agent", { creditors: ["HXCARD"] })).actor;
  const { idBlind } = await app.db.prisma.borrower.findUniqueOrThrow({ where: { id: borrowerId } });
  const own = (await addStaff(app, "senior_agent")).actor;
  await app.db.prisma.staff.update({ where: { id: own.staffId }, data: { idBlind } });
  for (const [by, kind] of [
    [stranger, "not-yours"],
    [elsewhere, "not-found"],
    [own, "not-found"],
  ] as const) {
    expect(await readCarePage(app, by, borrowerId)).toMatchObject({ ok: false, refusal: { kind } });
    expect(await addCareMark(app, by, borrowerId, mark)).toEqual({ ok: false, refusal: { kind } });
    expect(await endCareMark(app, by, borrowerId, newId())).toEqual({ ok: false, refusal: { kind } });
    expect(await openMoratorium(app, by, borrowerId, quiet)).toEqual({ ok: false, refusal: { kind } });
    expect(await endMoratorium(app, by, borrowerId)).toEqual({ ok: false, refusal: { kind } });
  }
  expect(await app.db.prisma.careMark.count({ where: { borrowerId } })).toBe(0);
  expect(await app.db.prisma.helpCase.count({ where: { borrowerId, kind: "moratorium" } })).toBe(0);
});

test("catalogue 79: whoever works here and needs care is not in the list that they read themselves", async () => {
  const { actor } = await placeMine();
  valueOf(await addCareMark(app, agent, actor.borrowerId, mark));
  app.clock.set("2027-01-21T10:00:00+08:00");
  const { actor: own } = await addStaff(app, "agent");
  const listed = async () =>
    (await readCareList(app, own)).due.some(({ borrowerId }) => borrowerId === actor.borrowerId);
  expect(await listed()).toBe(true);
  const { idBlind } = await app.db.prisma.borrower.findUniqueOrThrow({ where: { id: actor.borrowerId } });
  await app.db.prisma.staff.update({ where: { id: own.staffId }, data: { idBlind } });
  expect(await listed()).toBe(false);
});
