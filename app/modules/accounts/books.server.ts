// What the books say of accounts, each in one statement.
import { day } from "#app/kernel/calendar.ts";
import { noAmounts, type Component, type ComponentAmounts, type JournalKind } from "#app/modules/ledger/ledger.ts";
import type { App } from "#app/platform/app.server.ts";
import type { HistoryEntry } from "./accounts.ts";

interface BalanceRow {
  readonly debt_id: string;
  readonly component: Component;
  readonly balance: bigint;
}

export async function readBalances(app: App, debtIds: readonly string[]): Promise<ReadonlyMap<string, ComponentAmounts>> {
  const { rows } = await app.db.pool.query<BalanceRow>({
    name: "accounts-balances",
    text: "SELECT debt_id, component, balance FROM ledger_account WHERE debt_id = ANY($1::uuid[])",
    values: [debtIds],
  });
  const balances = new Map<string, ComponentAmounts>();
  for (const { debt_id: id, component, balance } of rows) {
    balances.set(id, { ...(balances.get(id) ?? noAmounts), [component]: balance });
  }
  return balances;
}

interface EntryRow {
  readonly journal_id: string;
  readonly kind: JournalKind;
  readonly reversed_kind: JournalKind | null;
  readonly effective_on: string;
  readonly component: Component;
  readonly amount: bigint;
}

const historySql = `
  SELECT e.journal_id, j.kind, r.kind AS reversed_kind, to_char(j.effective_on, 'YYYY-MM-DD') AS effective_on,
         e.component, e.amount
    FROM ledger_account a
    JOIN entry e ON e.account_id = a.id AND e.currency = a.currency
    JOIN journal j ON j.id = e.journal_id
    LEFT JOIN journal r ON r.id = j.reverses_id
   WHERE a.debt_id = $1
   ORDER BY j.effective_on, j.posted_at, e.id`;

/** Every entry on an account's components, oldest first. */
export async function readHistory(app: App, debtId: string): Promise<readonly HistoryEntry[]> {
  const { rows } = await app.db.pool.query<EntryRow>({ name: "accounts-history", text: historySql, values: [debtId] });
  return rows.map((row) => ({
    journalId: row.journal_id,
    kind: row.kind,
    reversedKind: row.reversed_kind ?? undefined,
    effectiveOn: day(row.effective_on),
    component: row.component,
    amountMinor: row.amount,
  }));
}
