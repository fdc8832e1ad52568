// The small queues through their doors: claimed, read, asked, answered with a letter, and what the borrower sees of it.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { askAboutData, openDispute } from "#app/modules/accounts/requests.server.ts";
import { requestHelp } from "#app/modules/identity/help-cases.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { giveMobile, valueOf } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { placePeople } from "#tests/world/way-in.ts";

let portal: Portal;
let agent: TestStaff;
let other: TestStaff;
let auditor: TestStaff;

beforeAll(async () => {
  portal = await openPortal();
  agent = await addStaff(portal.app, "agent");
  other = await addStaff(portal.app, "agent", { name: "Zhou" });
  auditor = await addStaff(portal.app, "auditor");
}, 120_000);
afterAll(() => portal.close());

interface Person {
  readonly actor: BorrowerActor;
  readonly accountId: string;
  readonly cookie: string;
}

async function placeSignedIn(): Promise<Person> {
  const { app } = portal;
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 3_618_889n });
  await giveMobile(app, actor, accountId);
  const token = await app.db.prisma.$transaction((tx) => openSession(tx, app, actor.borrowerId));
  return { actor, accountId, cookie: `__Host-anhuan=s.${token}` };
}

async function objected(details = "我在九月付过"): Promise<Person & { readonly id: string; readonly at: string }> {
  const person = await placeSignedIn();
  await openDispute(portal.app, person.actor, person.accountId, { reason: "already_paid", details }, "zh-CN");
  const { id } = await portal.app.db.prisma.helpCase.findFirstOrThrow({ where: { accountId: person.accountId } });
  return { ...person, id, at: `/desk/disputes/${id}` };
}

async function get(path: string, cookie: string): Promise<{ status: number; html: string }> {
  const answer = await fetch(portal.origin + path, { headers: { Cookie: cookie }, redirect: "manual" });
  return { status: answer.status, html: await answer.text() };
}

async function send(path: string, who: TestStaff, body: string) {
  const answer = await portal.post(path, body, { Cookie: who.cookie });
  return { status: answer.status, to: answer.headers.get("location"), html: await answer.text() };
}

const claim = (id: string, who = agent) => send(`/desk/disputes/${id}`, who, "intent=claim");

const decided = (id: string, fields: string, who = agent) =>
  send(`/desk/disputes/${id}`, who, `intent=decide&seen=open&${fields}`);

test("a request waits in its tab with its day, and is taken from the list by one person", async () => {
  const { id } = await objected();
  const list = await get("/desk/disputes?kind=dispute", agent.cookie);
  expect(list.status).toBe(200);
  expect(list.html).toContain(id);
  expect(list.html).toMatch(/aria-current="page"[^>]*>Objection to an account/);
  expect((await get("/desk/disputes?kind=data", agent.cookie)).html).not.toContain(id);
  const taken = await send("/desk/disputes", agent, `id=${id}`);
  expect([taken.status, taken.to]).toEqual([303, `/desk/disputes/${id}?claimed`]);
  const late = await send("/desk/disputes", other, `id=${id}`);
  expect([late.status, late.html.includes("has it already")]).toEqual([422, true]);
  expect((await send("/desk/disputes", auditor, `id=${id}`)).status).toBe(403);
});

test("what was written is shown to whoever has it, with nothing hidden in it; to others only who has it", async () => {
  const { id, at } = await objected("paid \u202eevorp <b>now</b>");
  const closed = await get(at, agent.cookie);
  expect([closed.status, closed.html.includes("evorp")]).toEqual([200, false]);
  await claim(id);
  const open = await get(at, agent.cookie);
  expect(open.html).toContain("paid ‹U+202E›evorp &lt;b&gt;now&lt;/b&gt;");
  expect(open.html).toContain('data-amount="3618889"');
  expect(open.html).toContain('data-status="held"');
  expect((await get(at, auditor.cookie)).html).toContain("evorp");
});

test("an answer is chosen step by step, read as a letter in both languages, and then given once", async () => {
  const { id, at, accountId, cookie } = await objected();
  await claim(id);
  expect((await get(at, agent.cookie)).html).toContain('value="not_upheld"');
  expect((await get(`${at}?outcome=nonsense`, agent.cookie)).status).toBe(422);
  const reasons = await get(`${at}?outcome=not_upheld`, agent.cookie);
  expect(reasons.html).toContain('value="payment_counted_already"');
  const missing = await get(`${at}?outcome=not_upheld&preview=yes`, agent.cookie);
  expect([missing.status, missing.html.includes('href="#reasons"')]).toEqual([422, true]);
  const preview = await get(`${at}?outcome=not_upheld&preview=yes&reasons=payment_counted_already`, agent.cookie);
  expect(preview.status).toBe(200);
  const [zh, en] = ["您说的那笔付款已经记在账户里。", "The payment that you named is on the account already."];
  for (const words of [zh, en]) expect(preview.html).toContain(words);
  expect(preview.html).toMatch(/<article lang="zh-CN" data-letter="zh-CN">[\s\S]*<article lang="en" data-letter="en">/);
  expect(await portal.app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open" });

  const done = await decided(id, "outcome=not_upheld&reasons=payment_counted_already");
  expect([done.status, done.to]).toEqual([303, `${at}?decided`]);
  expect((await decided(id, "outcome=upheld&reasons=payment_found")).html).toContain("answered already");
  const account = await portal.app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } });
  expect(account.disputedAt).toBeNull();

  const letter = await get(`${at}?letter=en`, agent.cookie);
  expect(letter.html).toContain(en);
  expect(letter.html).not.toContain(zh);

  const { reference } = await portal.app.db.prisma.helpCase.findUniqueOrThrow({ where: { id } });
  expect((await get("/my", cookie)).html).toContain(`/my/accounts/${accountId}/dispute?case=${reference}`);
  const own = await get(`/my/accounts/${accountId}/dispute?case=${reference}`, cookie);
  expect(own.html).toContain(zh);
  expect(own.html).toMatch(/12378/);
  expect((await get(`/my/accounts/${accountId}/dispute?case=${reference}&lang=en`, cookie)).html).toContain(en);
  const stranger = await placeSignedIn();
  expect(
    (await get(`/my/accounts/${stranger.accountId}/dispute?case=${reference}`, stranger.cookie)).html,
  ).not.toContain(zh);
});

test("what is asked back fits what the request is about, and an account to be corrected is said to stay on hold", async () => {
  const { id, at } = await objected();
  await claim(id);
  const chosen = await get(at, agent.cookie);
  expect(chosen.html).toContain('value="payment_proof"');
  expect(chosen.html).not.toMatch(/value="(which_data|identity_paper)"/);
  expect((await send(at, agent, "intent=ask&seen=open&question=which_data")).status).toBe(422);
  const preview = await get(`${at}?outcome=upheld&preview=yes&reasons=payment_found`, agent.cookie);
  expect(preview.html).toContain("until finance has booked the correction");
  expect(preview.html).not.toContain("The hold on the account ends");
});

test("a question about data is answered on the page about data, with its grounds", async () => {
  const { actor, cookie } = await placeSignedIn();
  await askAboutData(portal.app, actor, { request: "delete", details: "" }, "en");
  const { id, reference } = await portal.app.db.prisma.helpCase.findFirstOrThrow({
    where: { borrowerId: actor.borrowerId },
  });
  await claim(id);
  const bare = await decided(id, "outcome=refused&reasons=deletion_not_possible");
  expect([bare.status, bare.html]).toEqual([422, expect.stringContaining("at least one ground")]);
  expect((await decided(id, "outcome=refused&reasons=deletion_not_possible&grounds=account_open")).status).toBe(303);
  const own = await get(`/my/data?case=${reference}&lang=en`, cookie);
  expect(own.html).toContain("The account is not paid off");
  expect((await get("/my/data", cookie)).html).toContain(`/my/data?case=${reference}`);
});

test("a code for a letter is in one answer, for the right account and name, and the page of the request tells nothing", async () => {
  const { app } = portal;
  const person = fictionalAccount(60);
  await placePeople(app, [person]);
  const details = { fullName: person.fullName, reach: "somewhere@example.com" };
  const asked = valueOf(await requestHelp(app, { once: undefined, ip: "192.0.2.90", language: "zh-CN", details }));
  const helpPage = async () => (await get(`/verify/help?case=${asked.reference}&lang=en`, "")).html;
  expect(await helpPage()).not.toContain("We have answered");
  const { id } = await app.db.prisma.helpCase.findUniqueOrThrow({ where: { reference: asked.reference } });
  await claim(id);
  const post = (account: string) =>
    decided(
      id,
      `outcome=posted_code_sent&reasons=name_and_account_agree&creditorCode=${person.cells[0]}&accountNumber=${account}`,
    );
  expect((await post("BJCF-NONE")).status).toBe(422);
  const printed = await post(person.accountNumber);
  expect(printed.status).toBe(200);
  const digits = /data-code="posted">(\d+)</.exec(printed.html)?.[1] ?? "";
  expect(digits.length).toBeGreaterThan(7);
  const again = await post(person.accountNumber);
  // Pressed twice, the page that is seen has a code that works.
  expect([again.status, again.html.includes(digits)]).toEqual([200, false]);
  expect(/data-code="posted">(\d+)</.exec(again.html)?.[1]).toHaveLength(digits.length);
  for (const page of [`/desk/disputes/${id}`, `/desk/disputes/${id}?letter=en`]) {
    expect((await get(page, agent.cookie)).html).not.toContain(digits);
  }
  const told = await helpPage();
  expect(told).toContain("We have answered");
  expect(told).not.toMatch(/code sent|posted_code|identity/i);
});

test("catalogue 15: in another portfolio nothing of it is there, and nothing that is sent changes it", async () => {
  const elsewhere = await addStaff(portal.app, "senior_agent", { creditors: ["HXCARD"] });
  const { id, at, actor, accountId } = await objected();
  const care = `/desk/borrowers/${actor.borrowerId}/care`;
  expect((await get(at, elsewhere.cookie)).status).toBe(404);
  expect((await get(care, elsewhere.cookie)).status).toBe(404);
  expect((await get("/desk/disputes", elsewhere.cookie)).html).not.toContain(id);
  for (const body of ["intent=claim", "intent=release", "intent=ask&question=more_detail&seen=open", "nonsense=1"]) {
    expect([body, (await send(at, elsewhere, body)).status]).toEqual([body, 404]);
  }
  expect((await decided(id, "outcome=upheld&reasons=payment_found", elsewhere)).status).toBe(404);
  expect((await send("/desk/disputes", elsewhere, `id=${id}`)).status).toBe(404);
  for (const body of ["intent=add&need=gentle", "intent=end&mark=x", "intent=quiet&days=3", "intent=speak", ""]) {
    const sent = await send(care, elsewhere, body === "" ? "" : `${body}&toldBy=borrower&reviewOn=2027-01-01`);
    expect([body, sent.status]).toEqual([body, 404]);
  }
  const { prisma } = portal.app.db;
  expect(await prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open", outcome: null });
  expect((await prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } })).disputedAt).not.toBeNull();
  expect(await prisma.careMark.count({ where: { borrowerId: actor.borrowerId } })).toBe(0);
});

test("catalogue 17: a status, an answer or a decider that is sent along is ignored", async () => {
  const { id } = await objected();
  await claim(id);
  const extra = `status=open&decidedBy=${other.actor.staffId}&answerBy=2030-01-01&held=no`;
  expect((await decided(id, `outcome=withdrawn&reasons=you_withdrew&${extra}`)).status).toBe(303);
  expect(await portal.app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({
    status: "closed",
    outcome: "withdrawn",
    decidedBy: agent.actor.staffId,
  });
});

test("catalogue 79: a debt of one's own is not there, to read or to answer", async () => {
  const { id, at, actor } = await objected();
  const own = await addStaff(portal.app, "senior_agent");
  const { prisma } = portal.app.db;
  const { idBlind } = await prisma.borrower.findUniqueOrThrow({ where: { id: actor.borrowerId } });
  await prisma.staff.update({ where: { id: own.actor.staffId }, data: { idBlind } });
  const care = `/desk/borrowers/${actor.borrowerId}/care`;
  for (const path of [at, care]) expect((await get(path, own.cookie)).status).toBe(404);
  expect((await send(at, own, "intent=claim")).status).toBe(404);
  expect((await send("/desk/disputes", own, `id=${id}`)).status).toBe(404);
  expect((await decided(id, "outcome=upheld&reasons=payment_found", own)).status).toBe(404);
  expect((await send(care, own, "intent=add&need=gentle&toldBy=borrower&reviewOn=2027-01-01")).status).toBe(404);
});

test("an auditor reads and changes nothing", async () => {
  const { id, at, actor } = await objected();
  const care = `/desk/borrowers/${actor.borrowerId}/care`;
  for (const path of [at, care, "/desk/disputes?kind=care"]) {
    expect([path, (await get(path, auditor.cookie)).status]).toEqual([path, 200]);
  }
  for (const body of ["intent=claim", "intent=decide&outcome=upheld&reasons=payment_found&seen=open"]) {
    expect((await send(at, auditor, body)).status).toBe(403);
  }
  expect((await send(care, auditor, "intent=speak")).status).toBe(403);
  expect(await portal.app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open" });
});

test("care: a mark is set and ended on its page, its cause is not on an agent's page, and a quiet time is said to the borrower", async () => {
  const { id, actor, cookie } = await objected();
  await claim(id);
  const care = `/desk/borrowers/${actor.borrowerId}/care`;
  const add = "intent=add&need=gentle&toldBy=borrower&cause=mental_health&reviewOn=2027-02-01";
  const without = await send(care, agent, add);
  expect([without.status, without.html.includes('href="#agreed"')]).toEqual([422, true]);
  expect((await send(care, agent, `${add}&agreed=yes`)).to).toBe(`${care}?added`);
  const page = await get(care, agent.cookie);
  expect(page.html).toContain('data-status="gentle"');
  expect(page.html).not.toContain('data-cause="mental_health"');
  const senior = await addStaff(portal.app, "senior_agent");
  expect((await get(care, senior.cookie)).html).toContain('data-cause="mental_health"');
  expect((await get(`/desk/disputes/${id}`, agent.cookie)).html).toContain('data-status="gentle"');
  expect((await get(care, other.cookie)).html).not.toContain("gentle");

  expect((await send(care, agent, "intent=quiet&days=90&reason=crisis")).status).toBe(422);
  expect((await send(care, agent, "intent=quiet&days=10&reason=crisis")).to).toBe(`${care}?quiet`);
  const my = await get("/my?lang=en", cookie);
  expect(my.html).toContain("No reminders until 3 December 2026");
  expect(my.html).not.toMatch(/crisis/i);
  expect((await send(care, agent, "intent=speak")).to).toBe(`${care}?speak`);
  expect((await get("/my?lang=en", cookie)).html).not.toContain("No reminders until");
  const mark = /name="mark" value="([^"]+)"/.exec((await get(care, agent.cookie)).html)?.[1] ?? "";
  expect((await send(care, agent, `intent=end&mark=${mark}`)).to).toBe(`${care}?ended`);
  expect((await get(care, agent.cookie)).html).not.toContain(`value="${mark}"`);
});

test("lists and a request are read in the same number of statements, however much waits", async () => {
  const first = await objected();
  await claim(first.id);
  const pages = ["/desk/disputes", "/desk/disputes?kind=care", first.at];
  const count = async (path: string): Promise<number> => {
    const record = recordStatements(portal.app);
    await get(path, agent.cookie);
    record.stop();
    return record.texts.length;
  };
  for (const path of pages) await count(path);
  const before = [];
  for (const path of pages) before.push(await count(path));
  for (let more = 0; more < 5; more += 1) {
    await openDispute(portal.app, first.actor, first.accountId, { reason: "other", details: String(more) }, "en");
    await objected();
  }
  const after = [];
  for (const path of pages) after.push(await count(path));
  expect(after).toEqual(before);
});
