// Rows on their way into a table by COPY, in its text format.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** Bytes as COPY reads them: in hexadecimal behind a backslash, which is doubled like any other. */
interface CopyBytes {
  readonly copyHex: string;
}

type CopyValue = string | number | bigint | boolean | CopyBytes | undefined;

const copyEscapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function copyText(value: CopyValue): string {
  if (value === undefined) return "\\N";
  if (typeof value === "string")
    return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (sign) => copyEscapes[sign] ?? sign) : value;
  return typeof value === "object" ? value.copyHex : String(value);
}

/** A line of COPY's text format. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyText).join("\t")}\n`;
}

export function bytesOf(bytes: Buffer): CopyBytes {
  return bytesOfHex(bytes.toString("hex"));
}

export function bytesOfHex(text: string): CopyBytes {
  return { copyHex: `\\\\x${text}` };
}

const rowsPerWrite = 250;

/**
 * Copies rows into a table ("name (column, …)"); they are made while PostgreSQL reads the ones before. They go by way
 * of a table that lasts as long as this call, because COPY does not write where rows are guarded one by one.
 */
export async function copyRows<Item>(
  client: pg.ClientBase,
  target: string,
  items: readonly Item[],
  toLine: (item: Item) => string,
): Promise<void> {
  if (items.length === 0) return;
  function* lines(): Generator<string> {
    for (let start = 0; start < items.length; start += rowsPerWrite) {
      yield items
        .slice(start, start + rowsPerWrite)
        .map(toLine)
        .join("");
    }
  }
  const [, table = "", columns = ""] = /^(\w+) \((.+)\)$/s.exec(target) ?? [];
  await client.query(`CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT ${columns} FROM ${table} WITH NO DATA`);
  await pipeline(Readable.from(lines()), client.query(copyFrom("COPY incoming FROM STDIN")));
  await client.query(`INSERT INTO ${target} SELECT ${columns} FROM incoming`);
  await client.query("DROP TABLE incoming");
}
