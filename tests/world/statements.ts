// Listens to what the application says to its database, to compare what two requests asked of it.
import pg from "pg";
import type { TestApp } from "./database.ts";

export interface StatementRecord {
  /** Every statement so far, its parameters left out. */
  readonly texts: string[];
  stop(): void;
}

export function recordStatements(app: TestApp): StatementRecord {
  const database = new URL(app.ownerUrl).pathname.slice(1);
  const texts: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- it is applied to the client that it is called on
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function record(this: pg.Client, ...given: unknown[]): unknown {
    const [first] = given;
    const text = typeof first === "string" ? first : (first as { text?: string } | undefined)?.text;
    if (this.database === database && text !== undefined) texts.push(text.replace(/\s+/g, " ").trim());
    return Reflect.apply(query, this, given) as unknown;
  } as typeof query;
  return {
    texts,
    stop: () => {
      pg.Client.prototype.query = query;
    },
  };
}
