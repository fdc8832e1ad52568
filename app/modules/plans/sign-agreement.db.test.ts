import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { day, toDbDate } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { addressOf, agreeProposal, signer, signWithCode, threeMonths } from "#tests/world/agreed.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt } from "#tests/world/debts.ts";
import { placePayer, type Payer } from "#tests/world/paying.ts";
import { codesFor, newestCode, wrongCode } from "#tests/world/way-in.ts";
import { readAgreement, type AgreementView } from "./agreements.server.ts";
import { preparePlan } from "./prepare-plan.server.ts";
import { askToSign, signAgreement } from "./sign-agreement.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

interface Ready extends Payer {
  readonly planId: string;
  readonly to: string;
  readonly shown: AgreementView;
}

async function ready(): Promise<Ready> {
  const payer = await placePayer(app, { principal: 1_000_000n, interest: 20_000n, fee: 3_000n });
  const planId = await agreeProposal(app, payer.actor, { accountIds: [payer.accountId] });
  const shown = await readAgreement(app, payer.actor, planId);
  if (!shown) throw new Error("not prepared");
  return { ...payer, planId, to: await addressOf(app, payer.actor), shown };
}

async function askedFor(one: Ready): Promise<string> {
  const asked = await askToSign(app, one.actor, one.planId, one.shown.hash, signer);
  expect(asked.ok).toBe(true);
  return newestCode(app, one.to);
}

const sign = ({ actor, planId, shown }: Ready, code: string) =>
  signAgreement(app, actor, planId, { hash: shown.hash, code, ...signer });

const planOf = (id: string) => app.db.prisma.plan.findUniqueOrThrow({ where: { id }, include: { agreement: true } });

describe("preparing", () => {
  test("what was agreed becomes a plan for today's balance, and preparing it again changes nothing", async () => {
    const { actor, accountId, planId, shown } = await ready();
    const plan = await planOf(planId);
    expect([plan.status, plan.totalMinor, plan.kind]).toEqual(["unsigned", 1_023_000n, "instalments"]);
    expect(decodeQuote(plan.quote).instalments.map(({ dueOn, amountMinor }) => `${dueOn} ${amountMinor}`)).toEqual([
      "2026-12-10 341000",
      "2027-01-10 341000",
      "2027-02-10 341000",
    ]);
    expect(await app.db.prisma.planAccount.findMany({ where: { planId } })).toMatchObject([
      { accountId, balanceMinor: 1_023_000n },
    ]);
    expect((await preparePlan(app, actor, planId))?.state).toBe("open");
    expect((await readAgreement(app, actor, planId))?.hash).toBe(shown.hash);
    expect((await planOf(planId)).updatedAt).toEqual(plan.updatedAt);
  });

  test("another day makes no other text, but interest that ran does, and the old one cannot be signed", async () => {
    const one = await ready();
    const { prisma } = app.db;
    app.clock.advance(86_400_000);
    expect((await readAgreement(app, one.actor, one.planId))?.hash).toBe(one.shown.hash);
    await prisma.debtAccount.update({ where: { id: one.accountId }, data: { interestFrozenFrom: null } });
    app.clock.advance(86_400_000);
    const code = newId();
    expect(await askToSign(app, one.actor, one.planId, one.shown.hash, signer)).toEqual({
      ok: false,
      refusal: { kind: "changed" },
    });
    expect(await sign(one, code)).toEqual({ ok: false, refusal: { kind: "changed" } });
    const anew = await readAgreement(app, one.actor, one.planId);
    expect(anew?.hash).not.toBe(one.shown.hash);
    expect(anew?.code).toBe(one.shown.code);
    app.clock.set(new Date("2026-11-23T12:00:00+08:00"));
  });

  test("a first date that has passed moves on in its rhythm, and the text says so", async () => {
    const { actor, accountId } = await placePayer(app, { principal: 500_000n });
    const terms = { ...threeMonths, rhythm: { every: "month", firstOn: day("2026-11-20"), count: 3 } } as const;
    const planId = await agreeProposal(app, actor, { accountIds: [accountId], terms });
    const shown = await readAgreement(app, actor, planId);
    expect(shown?.datesMoved).toBe(true);
    expect(shown?.texts.en.lead.join(" ")).toContain("the dates are later than before");
    expect(shown?.texts.en.schedule.rows.map(([, on]) => on)).toEqual([
      "20 December 2026",
      "20 January 2027",
      "20 February 2027",
    ]);
  });

  test("somebody else's proposal, an open draft and an unknown id are all nothing", async () => {
    const { planId } = await ready();
    const other = await placePayer(app, { principal: 100_000n });
    expect(await readAgreement(app, other.actor, planId)).toBeUndefined();
    expect(await readAgreement(app, other.actor, newId())).toBeUndefined();
    expect(await readAgreement(app, other.actor, "x' OR true")).toBeUndefined();
    const draft = await agreeProposal(app, other.actor, { accountIds: [other.accountId] });
    await app.db.prisma.proposal.update({ where: { id: draft }, data: { status: "in_review" } });
    expect(await readAgreement(app, other.actor, draft)).toBeUndefined();
    expect(await askToSign(app, other.actor, planId, "0".repeat(64), signer)).toEqual({
      ok: false,
      refusal: { kind: "not-found" },
    });
  });

  test("after its last day, or once withdrawn, it cannot be signed and says so", async () => {
    const one = await ready();
    const code = await askedFor(one);
    await app.db.prisma.proposal.update({
      where: { id: one.planId },
      data: { openUntil: toDbDate(day("2026-11-22")) },
    });
    expect((await readAgreement(app, one.actor, one.planId))?.state).toBe("closed");
    expect(await sign(one, code)).toEqual({ ok: false, refusal: { kind: "closed" } });
    expect((await planOf(one.planId)).status).toBe("unsigned");
  });
});

const monthly = { every: "month", firstOn: day("2026-12-10"), count: 3 } as const;
const everyKind: readonly OptionTerms[] = [
  { kind: "full_by_date", on: day("2026-12-20") },
  { kind: "stepped", rhythm: { ...monthly, count: 6 }, lowCount: 2, lowMinor: 20_000n },
  { kind: "token", firstOn: day("2026-12-10"), months: 3, amountMinor: 1_000n },
  { kind: "pause", from: day("2026-11-23"), months: 3 },
  { kind: "waiver", rhythm: monthly, waive: ["interest", "penalty_interest"] },
  { kind: "settlement", rhythm: { ...monthly, count: 2 }, payMinor: 450_000n },
];

test.each(everyKind)("two accounts together: $kind is prepared, signed and starts", async (terms) => {
  const { actor } = await placePayer(app, { principal: 1_000n });
  const debts = [
    await placeDebt(app, actor, { principal: 300_000n, interest: 12_345n, penalty_interest: 678n }),
    await placeDebt(app, actor, { principal: 200_000n, interest: 2_345n }),
  ];
  const accountIds = debts.map(({ accountId }) => accountId);
  const planId = await agreeProposal(app, actor, { accountIds, terms, creditorCode: "BJCF" });
  const shown = await readAgreement(app, actor, planId);
  expect(shown?.texts.en.parties.rows.filter(({ key }) => key === "account")).toHaveLength(2);
  await signWithCode(app, actor, planId, await addressOf(app, actor));
  const plan = await planOf(planId);
  const quote = decodeQuote(plan.quote);
  expect([plan.status, plan.kind]).toEqual(["live", terms.kind]);
  expect(quote.balanceMinor + quote.costMinor).toBe(quote.totalMinor + quote.waivedMinor + quote.leftMinor);
  expect(
    (await app.db.prisma.agreedDue.findMany({ where: { planId } })).reduce(
      (sum, { amountMinor }) => sum + amountMinor,
      0n,
    ),
  ).toBe(quote.totalMinor);
});

test("a settlement bears no interest, and its text says so whatever the creditor lets run on other plans", async () => {
  const { actor, accountId } = await placePayer(app, { principal: 500_000n });
  await app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { interestFrozenFrom: null } });
  const terms: OptionTerms = { kind: "settlement", rhythm: { ...monthly, count: 2 }, payMinor: 450_000n };
  const planId = await agreeProposal(app, actor, { accountIds: [accountId], terms });
  const shown = await readAgreement(app, actor, planId);
  const clause = shown?.texts.en.clauses.find(({ key }) => key === "interest");
  expect(clause?.paragraphs[0]).toBe("Once the agreement is in force, no new interest is counted.");
  await signWithCode(app, actor, planId, await addressOf(app, actor));
  expect(await app.db.prisma.debtAccount.findUnique({ where: { id: accountId } })).toMatchObject({ planRatePpm: 0 });
});

test("the order of parts in the text is the one that is booked, also for an account placed under another pack", async () => {
  const { actor, accountId } = await placePayer(app, { principal: 500_000n, interest: 9_000n, fee: 3_000n });
  const { prisma } = app.db;
  const data = { policyPackId: "uk-2026-11", productType: "credit_card" };
  await prisma.debtAccount.update({ where: { id: accountId }, data });
  const terms: OptionTerms = { kind: "waiver", rhythm: monthly, waive: ["interest"] };
  const planId = await agreeProposal(app, actor, { accountIds: [accountId], terms });
  await signWithCode(app, actor, planId, await addressOf(app, actor));
  const place = { table: "agreement", column: "body_enc", rowId: planId };
  const text = app.vault.open((await planOf(planId)).agreement?.bodyEnc ?? Buffer.alloc(0), place);
  const said = JSON.parse(text) as { facts: { accounts: { order: string[] }[] } };
  const { agreedOrder } = await prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } });
  expect(said.facts.accounts[0]?.order).toEqual(agreedOrder);
});

describe("signing", () => {
  test("a fresh code signs: agreement, proposal, plan, consent and limitation in one step", async () => {
    const one = await ready();
    await signWithCode(app, one.actor, one.planId, one.to);
    const { prisma } = app.db;
    const plan = await planOf(one.planId);
    expect(plan.status).toBe("live");
    expect(plan.agreement).toMatchObject({ language: "zh-CN", signedAt: app.clock.now() });
    expect(await prisma.proposal.findUnique({ where: { id: one.planId } })).toMatchObject({ status: "live" });
    expect(await prisma.consent.findMany({ where: { subjectId: one.planId } })).toMatchObject([
      { purpose: "e_signature", language: "zh-CN", channel: "web" },
    ]);
    expect(
      await prisma.limitationEvent.findMany({ where: { accountId: one.accountId, source: `plan:${one.planId}` } }),
    ).toMatchObject([
      { reason: "promise_of_plan", happenedOn: toDbDate(day("2026-11-23")), runsUntil: toDbDate(day("2030-02-10")) },
    ]);
    const used = await prisma.oneTimeCode.findUniqueOrThrow({ where: { id: plan.agreement?.signingCodeId ?? "" } });
    expect([used.purpose, used.usedAt]).toEqual(["sign", app.clock.now()]);
    expect(await prisma.debtAccount.findUnique({ where: { id: one.accountId } })).toMatchObject({ planId: one.planId });
    expect(await verifyAudit(app)).toBeUndefined();
    expect((await readAgreement(app, one.actor, one.planId))?.texts).toEqual(one.shown.texts);
  });

  test("a wrong code signs nothing, and five of them use the code up", async () => {
    const one = await ready();
    const code = await askedFor(one);
    for (const turn of [1, 2, 3, 4, 5]) {
      expect(await sign(one, wrongCode(code, turn))).toEqual({ ok: false, refusal: { kind: "wrong-code" } });
    }
    expect(await sign(one, code)).toEqual({ ok: false, refusal: { kind: "wrong-code" } });
    expect((await planOf(one.planId)).status).toBe("unsigned");
  });

  test("a code works for ten minutes, once, and a newer one replaces it", async () => {
    const one = await ready();
    const late = await askedFor(one);
    app.clock.advance(601_000);
    expect(await sign(one, late)).toEqual({ ok: false, refusal: { kind: "wrong-code" } });
    const older = await askedFor(one);
    const newer = await askedFor(one);
    // One time in a million both are alike; then nothing is shown by it.
    const replaced = older === newer ? wrongCode(newer) : older;
    expect(await sign(one, replaced)).toEqual({ ok: false, refusal: { kind: "wrong-code" } });
    expect(await sign(one, newer)).toEqual({ ok: true, value: { planId: one.planId } });
    const used = await app.db.prisma.oneTimeCode.count({ where: { purpose: "sign", usedAt: { not: null } } });
    expect(await sign(one, newer)).toEqual({ ok: true, value: { planId: one.planId } });
    expect(await app.db.prisma.oneTimeCode.count({ where: { purpose: "sign", usedAt: { not: null } } })).toBe(used);
  });

  test("a code is of this session and this text only", async () => {
    const [one, two] = [await ready(), await ready()];
    const code = await askedFor(one);
    const elsewhere = { ...one, actor: { ...one.actor, sessionId: newId() } };
    expect(await sign(elsewhere, code)).toEqual({ ok: false, refusal: { kind: "wrong-code" } });
    const foreign = await signAgreement(app, two.actor, two.planId, { hash: two.shown.hash, code, ...signer });
    expect(foreign).toEqual({ ok: false, refusal: { kind: "wrong-code" } });
    expect(await sign(one, code)).toMatchObject({ ok: true });
  });

  test("catalogue 60: two tabs sign at once and there is one plan", async () => {
    const one = await ready();
    const code = await askedFor(one);
    const both = await Promise.all([sign(one, code), sign(one, code)]);
    expect(both).toEqual([
      { ok: true, value: { planId: one.planId } },
      { ok: true, value: { planId: one.planId } },
    ]);
    const { prisma } = app.db;
    expect(await prisma.planRevision.count({ where: { planId: one.planId } })).toBe(1);
    expect(await prisma.consent.count({ where: { subjectId: one.planId } })).toBe(1);
    expect(
      await prisma.auditEvent.count({ where: { subject: `plan:${one.planId}`, action: "agreement.signed" } }),
    ).toBe(1);
  });

  test("codes go only to a contact that nobody stopped", async () => {
    const one = await ready();
    await app.db.prisma.contactPoint.updateMany({
      where: { borrowerId: one.actor.borrowerId },
      data: { stoppedAt: app.clock.now() },
    });
    expect(await askToSign(app, one.actor, one.planId, one.shown.hash, signer)).toEqual({
      ok: false,
      refusal: { kind: "no-contact" },
    });
    expect(await codesFor(app, one.to)).toEqual([]);
  });

  test("five codes a day are sent for signing, and then one waits", async () => {
    const one = await ready();
    for (let sent = 0; sent < 5; sent += 1)
      expect((await askToSign(app, one.actor, one.planId, one.shown.hash, signer)).ok).toBe(true);
    expect(await askToSign(app, one.actor, one.planId, one.shown.hash, signer)).toMatchObject({
      ok: false,
      refusal: { kind: "wait" },
    });
  });

  test("the database refuses every change of what was signed", async () => {
    const one = await ready();
    await signWithCode(app, one.actor, one.planId, one.to);
    const change = (data: object) => app.db.prisma.agreement.update({ where: { planId: one.planId }, data });
    await expect(change({ language: "en" })).rejects.toThrow("insert-only");
    await expect(change({ signedAt: null })).rejects.toThrow("insert-only");
    await expect(change({ bodyEnc: Buffer.alloc(3) })).rejects.toThrow("insert-only");
  });
});
