import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placePerson } from "#tests/world/debts.ts";
import { onePage, paper, photo, placeProposal, screenshot } from "#tests/world/papers.ts";
import { openScanner } from "#tests/world/scanner.ts";
import { checkEvidence, sweepEvidence } from "./evidence-check.server.ts";
import {
  addEvidence,
  listEvidence,
  readEvidence,
  readEvidenceFile,
  removeEvidence,
  withdrawHealthConsent,
} from "./evidence.server.ts";
import type { EvidenceKind } from "./evidence.ts";
import { hashHealthConsent, healthConsentVersion } from "./health-consent.server.ts";
import { verifyEvidence } from "./verify-evidence.server.ts";

let app: TestApp;
let liHua: BorrowerActor;
let other: BorrowerActor;
beforeAll(async () => {
  app = await createTestApp();
  liHua = await placePerson(app);
  other = await placePerson(app);
});
afterAll(() => app.close());

const propose = (): Promise<string> => placeProposal(app, liHua);

const file = (bytes: Uint8Array, kind: EvidenceKind = "income", name = "工资条.jpg") => ({ name, bytes, kind });

async function add(proposalId: string, ...bytes: Uint8Array[]) {
  return addEvidence(
    app,
    liHua,
    proposalId,
    bytes.map((each) => file(each)),
  );
}

/** All that waits, each once. */
async function check(within = app): Promise<void> {
  const rows = await within.db.prisma.evidence.findMany({ where: { status: { in: ["received", "checking"] } } });
  for (const { id } of rows) await checkEvidence(within, id);
}

const states = async (proposalId: string) =>
  (await listEvidence(app, liHua, proposalId)).map(({ status, problem }) => problem ?? status);
const storedFiles = (): Promise<number> => app.db.prisma.storedFile.count();

describe("adding", () => {
  test("a photo, a screenshot and a PDF are received, checked and given back without what lay beside the picture", async () => {
    const proposalId = await propose();
    expect(await add(proposalId, await photo(), await screenshot(), await paper())).toMatchObject({ ok: true });
    expect(await states(proposalId)).toEqual(["received", "received", "received"]);
    const [first] = await listEvidence(app, liHua, proposalId);
    const idOf = first?.id ?? "";
    expect(await readEvidenceFile(app, liHua, proposalId, idOf)).toBeUndefined();
    await check();
    expect(await states(proposalId)).toEqual(["ready", "ready", "ready"]);
    const given = await readEvidenceFile(app, liHua, proposalId, idOf);
    expect([given?.mediaType, given?.bytes.includes("Camera of a test")]).toEqual(["image/jpeg", false]);
    expect(first?.name).toBe("工资条.jpg");
    const rows = await app.db.prisma.evidence.findMany({ where: { proposalId } });
    expect(rows.some(({ nameEnc }) => Buffer.from(nameEnc).includes("工资条"))).toBe(false);
    // The picture as it was sent is nowhere any more.
    expect(await app.db.prisma.storedFile.count({ where: { id: { in: rows.map((row) => row.fileId ?? "") } } })).toBe(
      3,
    );
  });

  test("one file that we cannot take, and nothing of the form is kept", async () => {
    const proposalId = await propose();
    const before = await storedFiles();
    expect(await add(proposalId, await paper(), Buffer.alloc(0))).toMatchObject({ refusal: { kind: "empty" } });
    expect(await add(proposalId, await paper(), Buffer.from("GIF89a"))).toMatchObject({
      refusal: { kind: "other-type" },
    });
    expect([await states(proposalId), (await storedFiles()) - before]).toEqual([[], 0]);
  });

  test("the same bytes are kept once, sent twice, at the same time, under another name, or after their check", async () => {
    const proposalId = await propose();
    const bytes = await photo(90, 90);
    await Promise.all([add(proposalId, bytes), add(proposalId, bytes, bytes)]);
    await check();
    expect(await addEvidence(app, liHua, proposalId, [file(bytes, "other", "b.jpg")])).toEqual({
      ok: true,
      value: { added: 0 },
    });
    expect(await states(proposalId)).toEqual(["ready"]);
  });

  test("ten files a proposal, also where they come at the same time; a removed one makes room", async () => {
    const proposalId = await propose();
    const papers = Array.from({ length: 11 }, (_, index) => onePage(`/Number ${index}`));
    const tries = await Promise.all([add(proposalId, ...papers.slice(0, 6)), add(proposalId, ...papers.slice(5))]);
    expect(tries.filter((each) => each?.ok).length).toBe(1);
    // With those of the one that came first, ten in all.
    expect(await add(proposalId, ...(tries[0]?.ok ? papers.slice(0, 10) : papers.slice(1)))).toMatchObject({
      ok: true,
    });
    expect(await add(proposalId, await screenshot())).toMatchObject({ refusal: { kind: "too-many", most: 10 } });
    const [one] = await listEvidence(app, liHua, proposalId);
    expect(await removeEvidence(app, liHua, proposalId, one?.id ?? "")).toBe("removed");
    expect(await add(proposalId, await screenshot())).toMatchObject({ ok: true });
  });

  test("only its owner, and only until the proposal is answered", async () => {
    const proposalId = await propose();
    await add(proposalId, await paper());
    await check();
    const [one] = await listEvidence(app, liHua, proposalId);
    const id = one?.id ?? "";
    expect(await addEvidence(app, other, proposalId, [file(await paper())])).toBeUndefined();
    expect(await removeEvidence(app, other, proposalId, id)).toBeUndefined();
    expect(await readEvidence(app, other, proposalId)).toBeUndefined();
    expect(await listEvidence(app, other, proposalId)).toEqual([]);
    expect(await readEvidenceFile(app, other, proposalId, id)).toBeUndefined();
    expect(await withdrawHealthConsent(app, other, proposalId)).toBeUndefined();
    expect(await readEvidenceFile(app, liHua, await propose(), id)).toBeUndefined();
    await app.db.prisma.proposal.update({ where: { id: proposalId }, data: { status: "approved" } });
    expect(await add(proposalId, await photo())).toMatchObject({ refusal: { kind: "closed" } });
    expect(await removeEvidence(app, liHua, proposalId, id)).toBe("closed");
    expect(await states(proposalId)).toEqual(["ready"]);
  });
});

describe("what is refused after the check", () => {
  test("catalogue 36 and 37: says why, and its bytes are gone", async () => {
    const proposalId = await propose();
    const before = await storedFiles();
    const whole = await paper();
    await add(
      proposalId,
      (await photo(300, 300)).subarray(0, 700),
      whole.subarray(0, whole.length >> 1),
      onePage("", { 4: "<< /Filter /Standard /V 2 >>" }, "/Encrypt 4 0 R"),
      onePage("/OpenAction << /S /JavaScript /JS (x) >>"),
    );
    await check();
    expect(await states(proposalId)).toEqual(["unreadable", "unreadable", "encrypted", "active"]);
    expect((await storedFiles()) - before).toBe(0);
  });
});

describe("removing", () => {
  test("takes the bytes and the name away, once; a check that is under way finds nothing to keep", async () => {
    const proposalId = await propose();
    const before = await storedFiles();
    await add(proposalId, await photo(77, 77));
    const [one] = await listEvidence(app, liHua, proposalId);
    const id = one?.id ?? "";
    const checking = checkEvidence(app, id);
    expect(await removeEvidence(app, liHua, proposalId, id)).toBe("removed");
    await checking;
    expect(await removeEvidence(app, liHua, proposalId, id)).toBe("removed");
    expect([await states(proposalId), (await storedFiles()) - before]).toEqual([[], 0]);
    const row = await app.db.prisma.evidence.findUniqueOrThrow({ where: { id } });
    expect([row.status, row.fileId]).toEqual(["removed", null]);
    expect(app.vault.open(row.nameEnc, { table: "evidence", column: "name_enc", rowId: id })).not.toContain("工资条");
    const removals = await app.db.prisma.auditEvent.count({ where: { action: "evidence.removed" } });
    expect(removals).toBeGreaterThan(0);
    expect(await verifyAudit(app)).toBeUndefined();
  });
});

describe("papers about health", () => {
  test("need a consent of their own, which is kept in its words and its language, once", async () => {
    const proposalId = await propose();
    const health = async (bytes: Uint8Array, consentIn?: "zh-CN" | "en") =>
      addEvidence(app, liHua, proposalId, [file(bytes, "health")], consentIn);
    expect(await health(await paper())).toEqual({ ok: false, refusal: { kind: "consent-needed" } });
    expect(await app.db.prisma.consent.count({ where: { subjectId: proposalId } })).toBe(0);
    expect(await health(await paper(), "en")).toMatchObject({ ok: true });
    expect(await health(await screenshot())).toMatchObject({ ok: true });
    const consents = await app.db.prisma.consent.findMany({ where: { subjectId: proposalId } });
    expect(consents).toMatchObject([
      { purpose: "health", language: "en", textVersion: healthConsentVersion, borrowerId: liHua.borrowerId },
    ]);
    expect(Buffer.from(consents[0]?.textHash ?? []).equals(hashHealthConsent("en"))).toBe(true);
    const audited = await app.db.prisma.auditEvent.findMany({ where: { subject: `proposal:${proposalId}` } });
    expect(audited.map(({ action, facts }) => [action, facts])).toEqual([
      ["evidence.added", { count: 1 }],
      ["evidence.added", { count: 1 }],
    ]);
  });

  test("go when the consent is withdrawn, also after the answer; others stay", async () => {
    const proposalId = await propose();
    await addEvidence(app, liHua, proposalId, [file(await photo(61, 61), "health")], "zh-CN");
    await add(proposalId, await photo(62, 62));
    await check();
    await app.db.prisma.proposal.update({ where: { id: proposalId }, data: { status: "declined" } });
    const before = await storedFiles();
    expect(await withdrawHealthConsent(app, liHua, proposalId)).toBe("withdrawn");
    expect((await listEvidence(app, liHua, proposalId)).map(({ kind }) => kind)).toEqual(["income"]);
    expect([(await storedFiles()) - before, (await readEvidence(app, liHua, proposalId))?.healthConsent]).toEqual([
      -1,
      false,
    ]);
  });

  test("a change of the words about consent comes with a new version", () => {
    const hashes = (["zh-CN", "en"] as const).map((language) =>
      hashHealthConsent(language).toString("hex").slice(0, 16),
    );
    expect([healthConsentVersion, ...hashes]).toEqual(["health/2026-12", "31a258d6f600572a", "08bee0cfc4d67f7b"]);
  });
});

describe("the operator's scanner", () => {
  test("decides over each file; without its word a file waits and is never ready", async () => {
    const scanner = await openScanner();
    const scanned: TestApp = { ...app, env: { ...app.env, scannerAddress: scanner.address } };
    const proposalId = await propose();
    const bytes = Buffer.concat([await photo(800, 800), Buffer.alloc(200_000, 7)]);
    await add(proposalId, bytes);
    const [one] = await listEvidence(app, liHua, proposalId);
    const id = one?.id ?? "";
    for (const odd of ["", "INSTREAM size limit exceeded. ERROR\0", "stream: OKAY\0"]) {
      scanner.say(odd);
      await expect(checkEvidence(scanned, id)).rejects.toThrow("the scanner did not answer");
      expect(await states(proposalId)).toEqual(["checking"]);
    }
    scanner.say("stream: Eicar-Signature FOUND\0");
    await add(proposalId, await paper());
    const two = (await listEvidence(app, liHua, proposalId))[1];
    await checkEvidence(scanned, two?.id ?? "");
    scanner.say("stream: OK\0");
    await checkEvidence(scanned, id);
    expect(await states(proposalId)).toEqual(["ready", "infected"]);
    expect(scanner.heard[0]?.equals(bytes)).toBe(true);
    scanner.close();
    await add(proposalId, await screenshot());
    await expect(check(scanned)).rejects.toThrow("the scanner did not answer");
    expect(await states(proposalId)).toEqual(["ready", "infected", "checking"]);
    // Nobody asked for it again for hours: the hourly sweep does.
    app.clock.advance(4 * 3_600_000);
    expect([await sweepEvidence(app), await sweepEvidence(app)]).toEqual([1, 0]);
    await check();
    expect(await states(proposalId)).toEqual(["ready", "infected", "ready"]);
  });
});

test("catalogue 60: two workers on one file make one of it, and a killed one leaves it for the next", async () => {
  const proposalId = await propose();
  const before = await storedFiles();
  await add(proposalId, await photo(500, 400));
  const [one] = await listEvidence(app, liHua, proposalId);
  const id = one?.id ?? "";
  // What a killed run leaves behind: the mark that it had begun.
  await app.db.prisma.evidence.update({ where: { id }, data: { status: "checking" } });
  await Promise.all([checkEvidence(app, id), checkEvidence(app, id), checkEvidence(app, id)]);
  expect([await states(proposalId), (await storedFiles()) - before]).toEqual([["ready"], 1]);
});

test("the proof names the paper of which a byte was altered, and the one whose file is gone", async () => {
  const proposalId = await propose();
  await add(proposalId, await photo(), await paper());
  await check();
  const [one, two] = await app.db.prisma.evidence.findMany({ where: { proposalId }, orderBy: { id: "asc" } });
  if (!one?.fileId || !two?.fileId) throw new Error("not kept");
  expect(await verifyEvidence(app)).toBeUndefined();
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await owner.query("ALTER TABLE stored_file DISABLE TRIGGER USER");
  const flip =
    "UPDATE stored_file SET bytes_enc = set_byte(bytes_enc, 40, 255 - get_byte(bytes_enc, 40)) WHERE id = $1";
  await owner.query(flip, [one.fileId]);
  expect(await verifyEvidence(app)).toEqual({ problem: "file_altered", subject: `evidence ${one.id}` });
  await owner.query(flip, [one.fileId]);
  await owner.query("DELETE FROM stored_file WHERE id = $1", [two.fileId]);
  expect(await verifyEvidence(app)).toEqual({ problem: "file_gone", subject: `evidence ${two.id}` });
  await owner.query("ALTER TABLE stored_file ENABLE TRIGGER USER");
  await owner.end();
  await removeEvidence(app, liHua, proposalId, two.id);
  expect(await verifyEvidence(app)).toBeUndefined();
});
