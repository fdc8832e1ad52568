// Each test attacks one promise of the database, past all code of ours: once as the application's role, which could
// be taken over, and once as the owner of the tables, who would only have made a mistake.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { databaseErrorCode, poolConfig } from "#app/platform/db.server.ts";
import { type TestApp, createTestApp } from "#tests/world/database.ts";
import { noAmounts, placementLines } from "./ledger.ts";
import { postJournal, verifyLedger } from "./ledger.server.ts";

let app: TestApp;
const roles: Record<"app" | "owner", pg.Client> = {} as never;
const debtId = newId();
const rows: Record<string, string> = {};

beforeAll(async () => {
  app = await createTestApp();
  roles.app = new pg.Client(poolConfig({ url: app.ownerUrl, max: 1 }));
  roles.owner = new pg.Client({ connectionString: app.ownerUrl });
  await Promise.all([roles.app.connect(), roles.owner.connect()]);
  const posted = await postJournal(app.db.prisma, {
    idemKey: `placement:${debtId}`,
    kind: "placement",
    effectiveOn: day("2026-11-01"),
    lines: placementLines(
      { debtId, creditorCode: "BJCF", currency: "CNY" },
      { ...noAmounts, principal: 1000n, cost: 50n },
    ),
  });
  rows.journal = posted.journalId;
  await roles.app.query(`INSERT INTO ledger_account (name, family, book, currency) VALUES
    ('rounding:CNY', 'rounding', 'money', 'CNY'), ('dispute_fees:CNY', 'dispute_fees', 'money', 'CNY'),
    ('rounding:USD', 'rounding', 'money', 'USD'), ('dispute_fees:USD', 'dispute_fees', 'money', 'USD')`);
  const { rows: named } = await roles.owner.query<{ id: bigint; name: string }>("SELECT id, name FROM ledger_account");
  for (const { id, name } of named) rows[name.replace(debtId, "liHua")] = String(id);
});
afterAll(async () => {
  await Promise.all([roles.app.end(), roles.owner.end()]);
  await app.close();
});

/** SQLSTATE with which a transaction of these statements is refused, or "accepted". */
async function attempt(role: "app" | "owner", ...statements: string[]): Promise<string> {
  const client = roles[role];
  try {
    await client.query("BEGIN");
    for (const statement of statements) await client.query(statement);
    await client.query("COMMIT");
    return "accepted";
  } catch (error) {
    return databaseErrorCode(error) ?? "no code";
  } finally {
    await client.query("ROLLBACK");
  }
}

function journal(id: string, columns = "", values = ""): string {
  return `INSERT INTO journal (id, idem_key, request_hash, kind, currency, effective_on${columns})
          VALUES ('${id}', '${id}', '\\x${randomBytes(32).toString("hex")}', 'reversal', 'CNY', '2026-11-23'${values})`;
}

/** Entries as [account, amount]; a debt's account brings its debt and component, another's component. */
function entries(journalId: string, ...lines: [name: string, amount: number][]): string {
  const values = lines.map(([name, amount]) => {
    const currency = name.endsWith(":USD") ? "USD" : "CNY";
    const debt = name.startsWith("debt:") ? `'${debtId}'` : "NULL";
    const component = /^(debt|claim):/.test(name) ? `'${name.split(":")[2] ?? ""}'` : "NULL";
    return `('${journalId}', ${rows[name] ?? "0"}, '${currency}', ${amount}, ${debt}, ${component})`;
  });
  return `INSERT INTO entry (journal_id, account_id, currency, amount, debt_id, component) VALUES ${values.join(", ")}`;
}

const claimRow = (): string => Object.keys(rows).find((name) => name.startsWith("claim:BJCF:principal")) ?? "";

describe.each(["app", "owner"] as const)("as the %s", (role) => {
  test("a journal without entries is refused at the end of the transaction", async () => {
    expect(await attempt(role, journal(newId()))).toBe("AH002");
  });

  test("a journal that does not balance is refused", async () => {
    const id = newId();
    expect(await attempt(role, journal(id), entries(id, ["rounding:CNY", 5], ["dispute_fees:CNY", -4]))).toBe("AH001");
    expect(await attempt(role, journal(id), entries(id, ["rounding:CNY", 5]))).toBe("AH001");
  });

  test("a journal that balances only across the two books is refused", async () => {
    const id = newId();
    expect(await attempt(role, journal(id), entries(id, ["rounding:CNY", 5], [claimRow(), -5]))).toBe("AH001");
  });

  test("a journal of two currencies is refused, even where each balances", async () => {
    const id = newId();
    const both = entries(
      id,
      ["rounding:CNY", 5],
      ["dispute_fees:CNY", -5],
      ["rounding:USD", 7],
      ["dispute_fees:USD", -7],
    );
    expect(await attempt(role, journal(id), both)).toBe("AH003");
    expect(await attempt(role, journal(id), entries(id, ["rounding:USD", 7], ["dispute_fees:USD", -7]))).toBe("AH003");
  });

  test("SET CONSTRAINTS ALL IMMEDIATE is no way to add what does not balance", async () => {
    const id = newId();
    const whole = `WITH made AS (${journal(id)} RETURNING id) ${entries(id, ["rounding:CNY", 5], ["dispute_fees:CNY", -5])}`;
    expect(await attempt(role, "SET CONSTRAINTS ALL IMMEDIATE", whole, entries(id, ["rounding:CNY", 3]))).toBe("AH001");
    const other = entries(id, ["rounding:USD", 3], ["dispute_fees:USD", -3]);
    expect(await attempt(role, "SET CONSTRAINTS ALL IMMEDIATE", whole, other)).toBe("AH003");
  });

  test("a statement that fills many journals is held to the same rules for each", async () => {
    const [a, b] = [newId(), newId()];
    const both = (first: string, second: string): string => `${first}, ${second.slice(second.indexOf("VALUES") + 6)}`;
    const sound = entries(a, ["rounding:CNY", 5], ["dispute_fees:CNY", -5]);
    const faults: [string, string][] = [
      ["AH001", both(entries(a, ["rounding:CNY", 5]), entries(b, ["dispute_fees:CNY", -5]))],
      ["AH001", both(sound, entries(b, ["rounding:CNY", 5], [claimRow(), -5]))],
      ["AH003", both(sound, entries(b, ["rounding:USD", 7], ["dispute_fees:USD", -7]))],
      ["AH004", both(sound, entries(rows.journal ?? "", ["rounding:CNY", 5], ["dispute_fees:CNY", -5]))],
      ["AH008", both(sound, entries(b, ["debt:liHua:principal", 5], [claimRow(), -5]).replace(debtId, newId()))],
      ["23514", both(sound, entries(b, ["rounding:CNY", 0], ["dispute_fees:CNY", 0]))],
      ["23514", both(sound, entries(b, ["debt:liHua:principal", -1001], [claimRow(), 1001]))],
    ];
    for (const [code, statement] of faults) {
      expect([statement, await attempt(role, journal(a), journal(b), statement)]).toEqual([statement, code]);
    }
  });

  test("an account that a journal names twice moves by the sum", async () => {
    const balance = async (): Promise<number> => {
      const { rows: found } = await roles.owner.query<{ balance: string }>(
        "SELECT balance::text FROM ledger_account WHERE name = 'rounding:CNY'",
      );
      return Number(found[0]?.balance);
    };
    const [before, id] = [await balance(), newId()];
    const thrice = entries(id, ["rounding:CNY", 5], ["dispute_fees:CNY", -3], ["rounding:CNY", -2]);
    expect(await attempt(role, journal(id), thrice)).toBe("accepted");
    expect(await balance()).toBe(before + 3);
  });

  test("a journal of an earlier transaction takes no more entries", async () => {
    const more = entries(rows.journal ?? "", ["rounding:CNY", 5], ["dispute_fees:CNY", -5]);
    expect(await attempt(role, more)).toBe("AH004");
  });

  test("the making transaction and the time of posting are not for the caller to say", async () => {
    const id = newId();
    const forged = journal(id, ", made_in, posted_at", ", 1, '2001-01-01'");
    expect(await attempt(role, forged, entries(id, ["rounding:CNY", 5], ["dispute_fees:CNY", -5]))).toBe("accepted");
    const { rows: found } = await roles.owner.query<{ made_in: bigint; posted_at: Date }>(
      "SELECT made_in::text, posted_at FROM journal WHERE id = $1",
      [id],
    );
    expect(String(found[0]?.made_in)).not.toBe("1");
    expect(found[0]?.posted_at.getFullYear()).toBeGreaterThan(2001);
  });

  test("catalogue 55: what is posted cannot be updated, deleted or truncated", async () => {
    for (const table of ["journal", "entry", "allocation", "audit_event"]) {
      for (const statement of [
        `UPDATE ${table} SET ${table === "allocation" ? "rule_version = ''" : table === "audit_event" ? "actor = ''" : "currency = 'USD'"}`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        expect([statement, await attempt(role, statement)]).toEqual([statement, role === "app" ? "42501" : "AH005"]);
      }
    }
  });

  test("a balance cannot be written, an account cannot be removed", async () => {
    const refusal = role === "app" ? "42501" : "AH005";
    expect(await attempt(role, "UPDATE ledger_account SET balance = 0")).toBe(refusal);
    expect(await attempt(role, "DELETE FROM ledger_account")).toBe(refusal);
    expect(await attempt(role, "TRUNCATE ledger_account CASCADE")).toBe(refusal);
  });

  test("an account opens empty and under a name of the chart of accounts", async () => {
    const columns = "(name, family, book, currency, debt_id, component, non_negative)";
    const bad = [
      `('debt:${debtId}:fee', NULL, 'claims', 'CNY', '${debtId}', 'fee', false)`,
      `('debt:${newId()}:fee', NULL, 'claims', 'CNY', '${debtId}', 'fee', true)`,
      `('debt:${debtId}:gift', NULL, 'claims', 'CNY', '${debtId}', 'gift', true)`,
      `('rounding:GBP', 'rounding', 'claims', 'GBP', NULL, NULL, false)`,
      `('rounding:JPY', 'rounding', 'money', 'JPY', NULL, NULL, false)`,
      `('rounding', 'rounding', 'money', 'GBP', NULL, NULL, false)`,
      `('rounding:GBP', NULL, 'money', 'GBP', NULL, NULL, false)`,
    ];
    for (const values of bad) {
      expect([values, await attempt(role, `INSERT INTO ledger_account ${columns} VALUES ${values}`)]).toEqual([
        values,
        "23514",
      ]);
    }
  });

  test("a component of a debt never goes below zero", async () => {
    const id = newId();
    const taken = entries(id, ["debt:liHua:principal", -1001], [claimRow(), 1001]);
    expect(await attempt(role, journal(id), taken)).toBe("23514");
  });

  test("an entry is in its account's currency, of its debt and component, and not of nothing", async () => {
    const id = newId();
    const foreign = entries(id, ["rounding:CNY", 5], ["dispute_fees:CNY", -5]).replaceAll("'CNY'", "'USD'");
    expect(await attempt(role, journal(id).replace("'CNY'", "'USD'"), foreign)).toBe("23503");
    const elsewhere = entries(id, ["debt:liHua:principal", -5], [claimRow(), 5]).replace(debtId, newId());
    expect(await attempt(role, journal(id), elsewhere)).toBe("AH008");
    const component = entries(id, ["debt:liHua:principal", -5], [claimRow(), 5]).replaceAll("'principal'", "'cost'");
    expect(await attempt(role, journal(id), component)).toBe("AH008");
    expect(await attempt(role, journal(id), entries(id, ["rounding:CNY", 0], ["dispute_fees:CNY", 0]))).toBe("23514");
  });

  test("a reversal is the exact mirror, once, or nothing", async () => {
    const id = newId();
    const reversing = journal(id, ", reverses_id", `, '${rows.journal ?? ""}'`);
    expect(await attempt(role, reversing, entries(id, ["debt:liHua:principal", -999], [claimRow(), 999]))).toBe(
      "AH009",
    );
    const self = newId();
    expect(await attempt(role, journal(self, ", reverses_id", `, '${self}'`))).toBe("23514");
  });

  test("the same key is refused by the index itself", async () => {
    const id = newId();
    const again = journal(id).replace(`'${id}', '${id}'`, `'${id}', 'placement:${debtId}'`);
    expect(await attempt(role, again, entries(id, ["rounding:CNY", 5], ["dispute_fees:CNY", -5]))).toBe("23505");
  });
});

test("a closed month refuses entries of its book, and of its book only", async () => {
  await roles.owner.query("INSERT INTO period (book, month, closed_at) VALUES ('money', '2026-09-01', now())");
  const [money, claims] = [newId(), newId()];
  const september = (id: string): string => journal(id).replace("2026-11-23", "2026-09-30");
  expect(await attempt("owner", september(money), entries(money, ["rounding:CNY", 5], ["dispute_fees:CNY", -5]))).toBe(
    "AH007",
  );
  const claim = entries(claims, ["debt:liHua:principal", 5], [claimRow(), -5]);
  expect(await attempt("owner", september(claims), claim)).toBe("accepted");
});

test("closing a month waits for a posting of that month that is under way", async () => {
  const id = newId();
  await roles.app.query("BEGIN");
  await roles.app.query(journal(id).replace("2026-11-23", "2026-08-15"));
  const closing = roles.owner.query(
    "INSERT INTO period (book, month, closed_at) VALUES ('money', '2026-08-01', now()) RETURNING closed_at",
  );
  let closed = false;
  void closing.then(() => (closed = true));
  await roles.app.query(entries(id, ["rounding:CNY", 5], ["dispute_fees:CNY", -5]));
  expect(closed).toBe(false);
  await roles.app.query("COMMIT");
  await closing;
  const late = newId();
  const posting = journal(late).replace("2026-11-23", "2026-08-15");
  expect(await attempt("app", posting, entries(late, ["rounding:CNY", 5], ["dispute_fees:CNY", -5]))).toBe("AH007");
});

test("the application may neither close a month nor switch a guard off", async () => {
  expect(
    await attempt("app", "INSERT INTO period (book, month, closed_at) VALUES ('money', '2026-07-01', now())"),
  ).toBe("42501");
  expect(await attempt("app", "ALTER TABLE entry DISABLE TRIGGER ALL")).toBe("42501");
  expect(await attempt("app", "SET session_replication_role = replica")).toBe("42501");
  const { rows: owned } = await roles.owner.query("SELECT 1 FROM pg_class WHERE relowner = 'anhuan_app'::regrole");
  expect(owned).toEqual([]);
});

test("catalogue 54: no column of the ledger can hold a float", async () => {
  const { rows: columns } = await roles.owner.query<{ data_type: string }>(
    `SELECT DISTINCT data_type FROM information_schema.columns
      WHERE table_name IN ('entry', 'ledger_account', 'allocation', 'payment', 'payment_attempt')
        AND (column_name LIKE '%amount%' OR column_name LIKE '%balance' OR column_name LIKE '%minor')`,
  );
  expect(columns).toEqual([{ data_type: "bigint" }]);
  await expect(roles.app.query("SELECT '{1.5}'::bigint[]")).rejects.toThrow("invalid input syntax");
});

test("after all attacks the books are right", async () => {
  expect(await verifyLedger(app.db)).toEqual([]);
});
