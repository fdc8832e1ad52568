// Agreements and certificates as documents: files that never change, a check that anybody may make, and a proof that one
// altered byte is found.
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { paymentLines, waiverLines } from "#app/modules/ledger/ledger.ts";
import { postJournal } from "#app/modules/ledger/ledger.server.ts";
import { openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { addressOf, agreeProposal, signWithCode } from "#tests/world/agreed.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { readPdfText } from "#tests/world/pdf-text.ts";
import { placePayer, type Payer } from "#tests/world/paying.ts";
import { readAgreement } from "./agreements.server.ts";
import { issueCertificate, withdrawCertificate } from "./certificates.server.ts";
import { checkDocument, isOurFile } from "./check-document.server.ts";
import { listDocuments, readDocument } from "./documents.server.ts";
import { verifyAgreements } from "./verify-agreements.server.ts";

let app: TestApp;
let owner: pg.Client;
beforeAll(async () => {
  app = await createTestApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

interface Signed extends Payer {
  readonly planId: string;
}

async function signed(): Promise<Signed> {
  const payer = await placePayer(app, { principal: 1_000_000n, interest: 20_000n });
  const planId = await agreeProposal(app, payer.actor, { accountIds: [payer.accountId] });
  await signWithCode(app, payer.actor, planId, await addressOf(app, payer.actor));
  return { ...payer, planId };
}

/** A debt of ¥120.00 of which ¥20.00 were waived and the rest is paid. */
async function settled(): Promise<Payer> {
  const payer = await placePayer(app, { principal: 10_000n, interest: 2_000n });
  const debt = { debtId: payer.accountId, creditorCode: "RIVER", currency: "CNY" } as const;
  const { pool } = app.db;
  const parts = [{ ...debt, component: "principal" as const, amountMinor: 10_000n }];
  const { borrowerId } = payer.actor;
  await postJournal(pool, {
    idemKey: `payment:${payer.accountId}`,
    kind: "payment",
    effectiveOn: day("2026-11-20"),
    lines: paymentLines({ provider: "stripe", currency: "CNY", grossMinor: 10_000n, borrowerId, parts }),
  });
  await postJournal(pool, {
    idemKey: `waiver:${payer.accountId}`,
    kind: "waiver",
    effectiveOn: day("2026-11-21"),
    lines: waiverLines(debt, { interest: 2_000n }),
  });
  return payer;
}

const issue = ({ accountId }: Payer) => inTransaction(app.db, (tx) => issueCertificate(tx, app, undefined, accountId));
const certificateOf = (id: string | undefined) =>
  app.db.prisma.certificate.findUniqueOrThrow({ where: { id: id ?? "" } });
const joined = (bytes: Buffer): string => readPdfText(bytes).join("").replaceAll(/\s/g, "");

/** Changes a byte past every trigger, as nobody but the owner of the database can. */
async function alter(table: string, column: string, where: string, id: string): Promise<() => Promise<void>> {
  const { rows } = await owner.query<{ kept: Buffer }>(`SELECT ${column} AS kept FROM ${table} WHERE ${where} = $1`, [
    id,
  ]);
  const kept = rows[0]?.kept ?? Buffer.alloc(0);
  const altered = Buffer.from(kept);
  const place = altered.length - 1;
  altered[place] = (altered[place] ?? 0) ^ 1;
  const write = async (bytes: Buffer): Promise<void> => {
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await owner.query(`UPDATE ${table} SET ${column} = $1 WHERE ${where} = $2`, [bytes, id]);
    await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  };
  await write(altered);
  return () => write(kept);
}

describe("the files of an agreement", () => {
  test("there is one in each language, and it never changes after the first time", async () => {
    const { actor, planId } = await signed();
    const documents = await listDocuments(app, actor);
    expect(documents.map(({ kind, language }) => `${kind} ${language}`)).toEqual(["agreement zh-CN", "agreement en"]);
    for (const { id, language } of documents) {
      const both = await Promise.all([readDocument(app, actor, id), readDocument(app, actor, id)]);
      app.clock.advance(3_600_000);
      const later = await readDocument(app, actor, id);
      expect(both[0]?.bytes.equals(both[1]?.bytes ?? Buffer.alloc(0))).toBe(true);
      expect(later?.bytes.equals(both[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
      expect(later?.fileName).toBe(`anhuan-agreement-${language}.pdf`);
    }
    expect(await readAgreement(app, actor, planId)).toMatchObject({ state: "signed" });
  });

  test("it holds every word that was signed, the amount in 大写, fingerprint and address of the check", async () => {
    const { actor, planId } = await signed();
    const shown = await readAgreement(app, actor, planId);
    if (!shown?.files) throw new Error("not signed");
    for (const language of ["zh-CN", "en"] as const) {
      const file = await readDocument(app, actor, shown.files[language]);
      const words = joined(file?.bytes ?? Buffer.alloc(0));
      const text = shown.texts[language];
      const said = [
        text.title,
        ...text.lead,
        ...text.cost.rows.flatMap(({ label, value }) => [label, value]),
        ...text.schedule.rows.flat(),
        ...text.parties.rows.flatMap(({ label, value }) => [label, value]),
        ...text.clauses.flatMap(({ title, paragraphs }) => [title, ...paragraphs]),
        "人民币壹万零贰佰元整",
        shown.fingerprint,
        shown.code,
      ];
      for (const words_ of said) expect(words).toContain(words_.replaceAll(/\s/g, ""));
    }
  });

  test("somebody else's document, an unknown one and an unsigned one are all nothing", async () => {
    const { actor } = await signed();
    const other = await placePayer(app, { principal: 10_000n });
    const [document] = await listDocuments(app, actor);
    expect(await readDocument(app, other.actor, document?.id)).toBeUndefined();
    expect(await readDocument(app, actor, "nothing")).toBeUndefined();
    const planId = await agreeProposal(app, other.actor, { accountIds: [other.accountId] });
    const unsigned = await readAgreement(app, other.actor, planId);
    expect(await listDocuments(app, other.actor)).toEqual([]);
    expect(await checkDocument(app, unsigned?.code ?? "")).toBeUndefined();
  });
});

describe("the settled certificate", () => {
  test("is issued once for a balance of zero, with what was paid and what was waived apart", async () => {
    const payer = await settled();
    const id = await issue(payer);
    expect(id).toBeDefined();
    expect(await Promise.all([issue(payer), issue(payer)])).toEqual([id, id]);
    const { zhFileId, enFileId, code } = await certificateOf(id);
    const account = await app.db.prisma.debtAccount.findUniqueOrThrow({
      where: { id: payer.accountId },
      include: { borrower: true },
    });
    const idNumber = openIdNumber(app.vault, account.borrower);
    const file = await readDocument(app, payer.actor, zhFileId);
    const words = joined(file?.bytes ?? Buffer.alloc(0));
    const parts = [
      "结清证明",
      "截至2026年11月21日",
      "已全部结清",
      "¥100.00",
      "¥20.00",
      "人民币壹佰元整",
      account.accountNumber,
      code,
    ];
    for (const part of [
      ...parts,
      "河畔银行股份有限公司",
      openFullName(app.vault, account.borrower).replaceAll(/\s/g, ""),
    ]) {
      expect(words).toContain(part);
    }
    expect(words).toContain(`${idNumber[0]}****************${idNumber.at(-1)}`);
    expect(words).not.toContain(idNumber.slice(-4));
    const english = joined((await readDocument(app, payer.actor, enFileId))?.bytes ?? Buffer.alloc(0));
    expect(english).toContain("hasbeensettledinfull");
    expect(file?.fileName).toBe("anhuan-settled-certificate-zh-CN.pdf");
  });

  test("is not issued while a fen is owed", async () => {
    const payer = await placePayer(app, { principal: 1n });
    expect(await issue(payer)).toBeUndefined();
  });

  test("is withdrawn by a reversal, once, and a new one follows when it is settled again", async () => {
    const payer = await settled();
    const first = await certificateOf(await issue(payer));
    expect(await checkDocument(app, first.code)).toMatchObject({ status: "valid", kind: "settled" });
    await inTransaction(app.db, (tx) => withdrawCertificate(tx, app, payer.accountId, "payment_reversed"));
    await inTransaction(app.db, (tx) => withdrawCertificate(tx, app, payer.accountId, "payment_reversed"));
    expect(await checkDocument(app, first.code)).toMatchObject({ status: "withdrawn" });
    const second = await certificateOf(await issue(payer));
    expect(second.id).not.toBe(first.id);
    expect(await checkDocument(app, second.code)).toMatchObject({ status: "valid" });
    expect(await checkDocument(app, first.code)).toMatchObject({ status: "withdrawn" });
  });
});

describe("checking a file", () => {
  test("the file that we made is ours, and with one altered byte it is not", async () => {
    const { actor, planId } = await signed();
    const shown = await readAgreement(app, actor, planId);
    const file = await readDocument(app, actor, shown?.files?.en);
    const found = await checkDocument(app, (shown?.code ?? "").toLowerCase());
    if (!found || !file) throw new Error("nothing to check");
    expect(found.fingerprint).toBe(shown?.fingerprint);
    expect(await isOurFile(app, found, file.bytes)).toBe(true);
    const altered = Buffer.from(file.bytes);
    altered[100] = (altered[100] ?? 0) ^ 1;
    expect(await isOurFile(app, found, altered)).toBe(false);
    expect(await isOurFile(app, found, Buffer.concat([file.bytes, Buffer.from("\n")]))).toBe(false);
  });
});

test("what was altered behind the portal's back is called none of ours", async () => {
  const { actor, planId } = await signed();
  const code = (await readAgreement(app, actor, planId))?.code ?? "";
  const certificate = await certificateOf(await issue(await settled()));
  for (const [table, where, id, known] of [
    ["agreement", "plan_id", planId, code],
    ["certificate", "id", certificate.id, certificate.code],
  ] as const) {
    const undo = await alter(table, "hash", where, id);
    expect(await checkDocument(app, known)).toBeUndefined();
    await undo();
    expect(await checkDocument(app, known)).toMatchObject({ status: "valid" });
  }
});

describe("the proof", () => {
  test("is silent when all is well, and names the document in which one byte was altered", async () => {
    const { actor, planId } = await signed();
    const payer = await settled();
    const certificate = await certificateOf(await issue(payer));
    const files = (await readAgreement(app, actor, planId))?.files;
    await readDocument(app, actor, files?.en);
    await readDocument(app, payer.actor, certificate.zhFileId);
    expect(await verifyAgreements(app)).toBeUndefined();
    const tries = [
      ["agreement", "body_enc", "plan_id", planId, "text_altered"],
      ["agreement", "hash", "plan_id", planId, "text_altered"],
      ["agreement", "seal", "plan_id", planId, "seal_wrong"],
      ["certificate", "body_enc", "id", certificate.id, "text_altered"],
      ["certificate", "hash", "id", certificate.id, "text_altered"],
      ["certificate", "seal", "id", certificate.id, "seal_wrong"],
      ["stored_file", "bytes_enc", "id", files?.en ?? "", "file_altered"],
      ["stored_file", "hash", "id", certificate.zhFileId, "file_altered"],
    ] as const;
    for (const [table, column, where, id, problem] of tries) {
      const undo = await alter(table, column, where, id);
      const subject =
        table === "stored_file"
          ? id === files?.en
            ? `agreement ${planId}`
            : `certificate ${certificate.id}`
          : `${table} ${id}`;
      expect(await verifyAgreements(app)).toEqual({ problem, subject });
      await undo();
    }
    expect(await verifyAgreements(app)).toBeUndefined();
  });

  test("names a signature whose time was changed, and a file that is gone", async () => {
    const { actor, planId } = await signed();
    const files = (await readAgreement(app, actor, planId))?.files;
    await readDocument(app, actor, files?.["zh-CN"]);
    await owner.query("ALTER TABLE agreement DISABLE TRIGGER USER");
    await owner.query("UPDATE agreement SET signed_at = signed_at + interval '1 second' WHERE plan_id = $1", [planId]);
    expect(await verifyAgreements(app)).toEqual({ problem: "seal_wrong", subject: `agreement ${planId}` });
    await owner.query("UPDATE agreement SET signed_at = signed_at - interval '1 second' WHERE plan_id = $1", [planId]);
    await owner.query("ALTER TABLE agreement ENABLE TRIGGER USER");
    expect(await verifyAgreements(app)).toBeUndefined();
    await owner.query("DELETE FROM stored_file WHERE id = $1", [files?.["zh-CN"]]);
    expect(await verifyAgreements(app)).toEqual({ problem: "file_gone", subject: `agreement ${planId}` });
  });
});
