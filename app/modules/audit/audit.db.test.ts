import { appendFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { readAuditStanding, noteAuditChecked, writeAuditHead } from "./audit-heads.server.ts";
import { recordAudit, verifyAudit } from "./audit.server.ts";

async function addEvents(app: TestApp, count: number): Promise<void> {
  const { _max: last } = await app.db.prisma.auditEvent.aggregate({ _max: { seq: true } });
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      inTransaction(app.db, (tx) =>
        recordAudit(tx, app, {
          actor: systemActor("test"),
          action: "thing.done",
          subject: `thing:${Number(last.seq ?? 0n) + index}`,
          facts: { b: index, a: "x", list: ["2", "1"] },
        }),
      ),
    ),
  );
}

/** A chain of six events, whose end was written elsewhere. */
async function chainOfSix(): Promise<TestApp> {
  const app = await createTestApp();
  await addEvents(app, 6);
  await writeAuditHead(app);
  return app;
}

/** What nobody but a thief with the database's own keys can do: the guard taken off, a statement, the guard put back. */
async function tamper(app: TestApp, statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await owner.query(
    `ALTER TABLE audit_event DISABLE TRIGGER ALL; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER ALL`,
  );
  await owner.end();
}

const headsFile = (app: TestApp): string => path.join(app.env.dataDir, "audit-heads.jsonl");

describe("the chain", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await chainOfSix();
  });
  afterAll(() => app.close());

  test("of events that were written at the same moment is one, and proves itself", async () => {
    expect(await app.db.prisma.auditEvent.count()).toBe(6);
    expect(await verifyAudit(app)).toBeUndefined();
  });

  test("neither the application nor the owner may change or remove a row", async () => {
    await expect(app.db.pool.query("UPDATE audit_event SET action = 'x'")).rejects.toThrow("permission denied");
    await expect(app.db.pool.query("DELETE FROM audit_event")).rejects.toThrow("permission denied");
    const owner = new pg.Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await expect(owner.query("UPDATE audit_event SET action = 'x'")).rejects.toThrow(/audit_event/);
    await expect(owner.query("TRUNCATE audit_event")).rejects.toThrow(/audit_event/);
    await owner.end();
  });
});

/** Columns of two rows change places; their positions in the chain stay. */
const swap = (a: number, b: number, columns: readonly string[]): string =>
  `UPDATE audit_event t SET ${columns.map((name) => `${name} = o.${name}`).join(", ")}
     FROM audit_event o WHERE (t.seq, o.seq) IN ((${a}, ${b}), (${b}, ${a}))`;

/** An event in the place of the one after it, and the other way round. */
const swapPlaces = (a: number, b: number): string =>
  `UPDATE audit_event SET seq = -1 WHERE seq = ${a}; UPDATE audit_event SET seq = ${a} WHERE seq = ${b};
   UPDATE audit_event SET seq = ${b} WHERE seq = -1`;

interface Crime {
  readonly what: string;
  readonly statement: string;
  readonly seq: bigint;
  readonly problem: string;
  /** Found by the chain alone, though no head was ever kept. */
  readonly withoutHeads: boolean;
}

const crimes: readonly Crime[] = [
  {
    what: "altered facts",
    statement: `UPDATE audit_event SET facts = '{"b": 99}' WHERE seq = 2`,
    seq: 2n,
    problem: "seal_wrong",
    withoutHeads: true,
  },
  {
    what: "another actor",
    statement: "UPDATE audit_event SET actor = 'system:else' WHERE seq = 6",
    seq: 6n,
    problem: "seal_wrong",
    withoutHeads: true,
  },
  {
    what: "a later moment",
    statement: "UPDATE audit_event SET at = at + interval '1 second' WHERE seq = 1",
    seq: 1n,
    problem: "seal_wrong",
    withoutHeads: true,
  },
  {
    what: "facts of two rows swapped",
    statement: swap(3, 5, ["facts", "subject"]),
    seq: 3n,
    problem: "seal_wrong",
    withoutHeads: true,
  },
  {
    what: "two rows swapped with their seals",
    statement: swapPlaces(3, 4),
    seq: 3n,
    problem: "chain_broken",
    withoutHeads: true,
  },
  {
    what: "the first and the last row swapped",
    statement: swapPlaces(1, 6),
    seq: 1n,
    problem: "chain_broken",
    withoutHeads: true,
  },
  {
    what: "a row removed in the middle",
    statement: "DELETE FROM audit_event WHERE seq = 4",
    seq: 4n,
    problem: "row_missing",
    withoutHeads: true,
  },
  {
    what: "several rows removed in the middle",
    statement: "DELETE FROM audit_event WHERE seq IN (2, 3, 4)",
    seq: 2n,
    problem: "row_missing",
    withoutHeads: true,
  },
  {
    what: "the first row removed",
    statement: "DELETE FROM audit_event WHERE seq = 1",
    seq: 1n,
    problem: "row_missing",
    withoutHeads: true,
  },
  {
    what: "the last row cut off",
    statement: "DELETE FROM audit_event WHERE seq = 6",
    seq: 6n,
    problem: "tail_cut",
    withoutHeads: false,
  },
  {
    what: "half of the chain cut off",
    statement: "DELETE FROM audit_event WHERE seq > 3",
    seq: 4n,
    problem: "tail_cut",
    withoutHeads: false,
  },
  {
    what: "a row altered and the tail cut off",
    statement: "DELETE FROM audit_event WHERE seq > 4; UPDATE audit_event SET action = 'x' WHERE seq = 2",
    seq: 2n,
    problem: "seal_wrong",
    withoutHeads: true,
  },
];

describe("somebody with the owner's rights", () => {
  test.each(crimes)("is found out: $what", async ({ statement, seq, problem, withoutHeads }) => {
    const app = await chainOfSix();
    await tamper(app, statement);
    expect(await verifyAudit(app)).toEqual({ seq, problem });
    await writeFile(headsFile(app), "");
    expect(await verifyAudit(app)).toEqual(withoutHeads ? { seq, problem } : undefined);
    await app.close();
  });

  test("who cuts the tail is found out even after the portal has written on", async () => {
    const app = await chainOfSix();
    await tamper(app, "DELETE FROM audit_event WHERE seq > 4");
    await addEvents(app, 3);
    await writeAuditHead(app);
    expect(await verifyAudit(app)).toEqual({ seq: 5n, problem: "tail_cut" });
    await app.close();
  });

  test("and with the audit key too, who seals the chain anew, is found out by what was written elsewhere", async () => {
    const app = await chainOfSix();
    const [first] = await app.db.prisma.auditEvent.findMany({ orderBy: { seq: "asc" }, take: 1 });
    await tamper(app, `DELETE FROM audit_event WHERE seq > 1`);
    await tamper(app, `SELECT setval(pg_get_serial_sequence('audit_event', 'seq'), 1)`);
    await addEvents(app, 8);
    expect(first?.seq).toBe(1n);
    expect(await verifyAudit(app)).toEqual({ seq: 6n, problem: "head_differs" });
    await app.close();
  });

  test("a head that was changed in its file is named, half a line is not", async () => {
    const app = await chainOfSix();
    const text = await readFile(headsFile(app), "utf8");
    await writeFile(headsFile(app), text.replace('"seq":"6"', '"seq":"5"'));
    expect(await verifyAudit(app)).toEqual({ seq: 5n, problem: "head_altered" });
    await writeFile(headsFile(app), `${text}${text.slice(0, 60)}`);
    expect(await verifyAudit(app)).toBeUndefined();
    await app.close();
  });
});

describe("the head that is written elsewhere", () => {
  test("is one line for each time that the chain has moved, also where several write", async () => {
    const app = await createTestApp();
    expect(await writeAuditHead(app)).toBeUndefined();
    await addEvents(app, 2);
    const [head] = await Promise.all([writeAuditHead(app), writeAuditHead(app), writeAuditHead(app)]);
    expect(head?.seq).toBe(2n);
    await writeAuditHead(app);
    const lines = (await readFile(headsFile(app), "utf8")).trim().split("\n");
    expect(lines.length).toBeLessThanOrEqual(3);
    await addEvents(app, 1);
    await writeAuditHead(app);
    expect((await readFile(headsFile(app), "utf8")).trim().split("\n")).toHaveLength(lines.length + 1);
    expect(await verifyAudit(app)).toBeUndefined();
    await app.close();
  });

  test("is said in the log, with its position and its seal and nothing else", async () => {
    const app = await createTestApp();
    await addEvents(app, 1);
    const said: unknown[] = [];
    await writeAuditHead({ ...app, log: { ...app.log, info: (fields) => said.push(fields) } });
    expect(said).toEqual([{ event: "audit-head", seq: "1", seal: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    await app.close();
  });

  test("of another database raises no alarm here, and neither does one before a restore", async () => {
    const [app, other] = [await chainOfSix(), await chainOfSix()];
    await appendFile(headsFile(app), await readFile(headsFile(other), "utf8"));
    expect(await verifyAudit(app)).toBeUndefined();
    // As `npm run restore` leaves it: the chain as it was at row four.
    await tamper(app, "DELETE FROM audit_event WHERE seq > 4");
    await writeAuditHead(app, "restored");
    expect(await verifyAudit(app)).toBeUndefined();
    await addEvents(app, 1);
    await writeAuditHead(app);
    await tamper(app, "DELETE FROM audit_event WHERE seq > 4");
    expect(await verifyAudit(app)).toEqual({ seq: 5n, problem: "tail_cut" });
    await Promise.all([app.close(), other.close()]);
  });

  test("and the last check are remembered for the page that shows them", async () => {
    const app = await chainOfSix();
    const { head, checked } = await readAuditStanding(app);
    expect([head?.seq, head?.at, checked]).toEqual([6n, app.clock.now(), undefined]);
    await noteAuditChecked(app);
    expect((await readAuditStanding(app)).checked?.seq).toBe(6n);
    await writeFile(path.join(app.env.dataDir, "audit-checked.json"), "{}");
    expect((await readAuditStanding(app)).checked).toBeUndefined();
    await app.close();
  });
});
