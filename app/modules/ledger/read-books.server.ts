// Reads the books: what is owed on a debt, how it came about, what stands on an account. It refuses to add anything
// up that the database keeps already, and to decide who may see it: callers bring ids that they own.
import type { Day } from "#app/kernel/calendar.ts";
import { type Currency, isCurrency } from "#app/kernel/money.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";
import { type Component, type ComponentAmounts, type JournalKind, noAmounts } from "./ledger.ts";
import { type Runner, runSql } from "./run-sql.server.ts";

export function currencyOf(code: string): Currency {
  if (!isCurrency(code)) throw new TypeError("the books hold an unknown currency");
  return code;
}

export interface DebtBalance {
  readonly debtId: string;
  readonly currency: Currency;
  readonly amounts: ComponentAmounts;
}

/**
 * What is owed on each debt, by component: the books as they stand. On a page this is "as of now" and holds the
 * interest through yesterday, for a day's interest is posted once the day is over. A debt without any entry
 * has no balance here.
 */
export async function readBalances(
  db: Tx | Db["prisma"],
  debtIds: readonly string[],
): Promise<Map<string, DebtBalance>> {
  const rows = await db.ledgerAccount.findMany({
    where: { debtId: { in: [...debtIds] } },
    select: { debtId: true, component: true, currency: true, balance: true },
  });
  const balances = new Map<string, DebtBalance>();
  for (const { debtId, component, currency, balance } of rows) {
    if (debtId === null || component === null) continue;
    const before = balances.get(debtId) ?? { debtId, currency: currencyOf(currency), amounts: noAmounts };
    balances.set(debtId, { ...before, amounts: { ...before.amounts, [component]: balance } });
  }
  return balances;
}

export interface DebtEntry {
  readonly debtId: string;
  readonly journalId: string;
  readonly kind: JournalKind;
  readonly effectiveOn: Day;
  readonly postedAt: Date;
  readonly sourceRef: string | null;
  readonly reversesId: string | null;
  /** What the journal did to each component: above zero, more is owed. */
  readonly amounts: ComponentAmounts;
}

interface DebtEntryRow {
  readonly debt_id: string;
  readonly journal_id: string;
  readonly kind: JournalKind;
  readonly effective_on: Day;
  readonly posted_at: Date;
  readonly source_ref: string | null;
  readonly reverses_id: string | null;
  readonly component: Component;
  readonly amount: bigint;
}

/** The history of debts, one row for each journal and debt, oldest first by the day that it counts for. */
export async function readEntries(runner: Runner, debtIds: readonly string[]): Promise<DebtEntry[]> {
  const rows = await runSql<DebtEntryRow>(
    runner,
    `SELECT a.debt_id, j.id AS journal_id, j.kind, to_char(j.effective_on, 'YYYY-MM-DD') AS effective_on, j.posted_at,
            j.source_ref, j.reverses_id, a.component, e.amount
       FROM ledger_account a JOIN entry e ON e.account_id = a.id JOIN journal j ON j.id = e.journal_id
      WHERE a.debt_id = ANY ($1::uuid[])
      ORDER BY j.effective_on, j.posted_at, j.id, e.id`,
    [[...debtIds]],
  );
  const entries = new Map<string, DebtEntry>();
  for (const row of rows) {
    const key = `${row.journal_id} ${row.debt_id}`;
    const before = entries.get(key) ?? {
      debtId: row.debt_id,
      journalId: row.journal_id,
      kind: row.kind,
      effectiveOn: row.effective_on,
      postedAt: row.posted_at,
      sourceRef: row.source_ref,
      reversesId: row.reverses_id,
      amounts: noAmounts,
    };
    entries.set(key, {
      ...before,
      amounts: { ...before.amounts, [row.component]: before.amounts[row.component] + row.amount },
    });
  }
  return [...entries.values()];
}

/** The sum over all shards of an account such as "clearing:stripe", in the sign of the books. */
export async function readFamilyBalance(runner: Runner, family: string, currency: Currency): Promise<bigint> {
  const [row] = await runSql<{ total: string }>(
    runner,
    `SELECT coalesce(sum(balance), 0)::text AS total FROM ledger_account WHERE family = $1::text AND currency = $2::text`,
    [family, currency],
  );
  return BigInt(row?.total ?? "0");
}
