// The proof of the books must find what was done around the guards: each test switches them off, as only somebody
// with the server's own keys can, and damages one thing.
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { type TestApp, createTestApp } from "#tests/world/database.ts";
import { noAmounts, placementLines } from "./ledger.ts";
import { type PostedJournal, postJournals, reverseJournal, verifyLedger } from "./ledger.server.ts";

let app: TestApp;
let debtIds: string[];
let posted: PostedJournal[];

beforeEach(async () => {
  app = await createTestApp();
  debtIds = Array.from({ length: 5 }, () => newId());
  const effectiveOn = day("2026-11-01");
  posted = await postJournals(
    app.db.pool,
    debtIds.map((debtId) => ({
      idemKey: `placement:${debtId}`,
      kind: "placement",
      effectiveOn,
      lines: placementLines({ debtId, creditorCode: "BJCF", currency: "CNY" }, { ...noAmounts, principal: 1000n }),
    })),
  );
});
afterEach(() => app.close());

async function damage(...statements: string[]): Promise<void> {
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await owner.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statements.join("; ")}; COMMIT`);
  await owner.end();
}

const named = async (limit?: number): Promise<string[]> =>
  (await verifyLedger(app.db, limit)).map(({ code, subject }) => `${code} ${subject}`);

test("books that nobody damaged have no fault", async () => {
  expect(await named()).toEqual([]);
});

test("catalogue 56: N damaged rows are N named faults, none of them twice", async () => {
  await damage(
    `UPDATE ledger_account SET balance = balance + 1 WHERE name IN (${debtIds
      .slice(0, 3)
      .map((id) => `'debt:${id}:principal'`)
      .join()})`,
    `UPDATE entry SET amount = amount + 1 WHERE journal_id = '${posted[3]?.journalId}' AND debt_id IS NOT NULL`,
  );
  expect((await named()).toSorted()).toEqual([
    ...debtIds
      .slice(0, 4)
      .map((id) => `balance_is_not_the_sum debt:${id}:principal`)
      .toSorted(),
    `journal_unbalanced ${posted[3]?.journalId}`,
  ]);
  expect(await named(1)).toHaveLength(2);
});

test("an emptied journal, a foreign currency, a borrowed entry and a debt below zero are each named", async () => {
  const [emptied, foreign, borrowed] = posted.map(({ journalId }) => journalId);
  await damage(
    `DELETE FROM entry WHERE journal_id = '${emptied}'`,
    `UPDATE entry SET currency = 'USD' WHERE journal_id = '${foreign}' AND debt_id IS NOT NULL`,
    `UPDATE entry SET debt_id = '${newId()}' WHERE journal_id = '${borrowed}' AND debt_id IS NOT NULL`,
    `ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_non_negative`,
    `UPDATE ledger_account SET balance = -1 WHERE debt_id = '${debtIds[4]}'`,
  );
  const faults = await named();
  expect(faults).toContain(`journal_empty ${emptied}`);
  expect(faults).toContain(`journal_currencies ${foreign}`);
  expect(faults).toContain(`entry_disagrees ${borrowed}`);
  expect(faults).toContain(`component_negative debt:${debtIds[4]}:principal`);
});

test("a reversal that is no mirror any more is named", async () => {
  const reversal = { idemKey: "reversal:1", effectiveOn: day("2026-11-23") };
  const { journalId } = await reverseJournal(app.db.prisma, posted[0]?.journalId ?? "", reversal);
  expect(await named()).toEqual([]);
  await damage(`UPDATE entry SET amount = amount * 2 WHERE journal_id = '${journalId}'`);
  expect(await named()).toContain(`reversal_no_mirror ${journalId}`);
});
