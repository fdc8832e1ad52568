// What a backup holds of a database, read from its catalog so that a new table is never forgotten: the tables of the
// schema `public` with their columns, in an order in which a row never comes before one that it points to, and the
// sequences. The queue (schema pgboss) stays out: the sweeps find again what is left to do.
import type pg from "pg";

export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface SequenceState {
  readonly name: string;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

const migrationsTable = "_prisma_migrations";

async function readReferences(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ child: string; parent: string }>(
    `SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent FROM pg_constraint c
      WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conrelid <> c.confrelid`,
  );
  const references = new Map<string, string[]>();
  for (const { child, parent } of rows) references.set(child, [...(references.get(child) ?? []), parent]);
  return references;
}

/** Parents first. */
function inOrder(names: readonly string[], references: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    if (above.includes(name))
      throw new Error(`tables refer to each other in a circle: ${[...above, name].join(" → ")}`);
    for (const parent of references.get(name) ?? []) visit(parent, [...above, name]);
    ordered.add(name);
  };
  for (const name of names) visit(name, []);
  return [...ordered];
}

export async function readTables(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> $1
      GROUP BY c.relname ORDER BY c.relname`,
    [migrationsTable],
  );
  const columnsOf = new Map(rows.map(({ name, columns }) => [name, columns]));
  const order = inOrder([...columnsOf.keys()], await readReferences(client));
  return order.map((name) => ({ name, columns: columnsOf.get(name) ?? [] }));
}

export async function readSequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY 1",
  );
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const state = await client.query<{ last_value: string; is_called: boolean }>(
      `SELECT last_value::text, is_called FROM ${quoted(name)}`,
    );
    states.push({ name, lastValue: state.rows[0]?.last_value ?? "1", isCalled: state.rows[0]?.is_called ?? false });
  }
  return states;
}

export async function readAppliedMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM ${migrationsTable} WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function columnList({ columns }: BackupTable): string {
  return columns.map(quoted).join(", ");
}
