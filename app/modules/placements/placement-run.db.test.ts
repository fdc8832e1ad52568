import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { writePlacementFile } from "#tests/bench/placement-rows.ts";
import { accountCells, booksOf, environmentOf, fileOf, tellImport, withApp } from "#tests/world/placement-import.ts";
import { placementCsv } from "#tests/world/placement-rows.ts";
import { verifyLedger } from "../ledger/ledger.server.ts";

const run = promisify(execFile);

describe("killed", () => {
  const rows = 3000;
  const childScript = path.resolve("tests/world/import-child.ts");

  it(
    "catalogue 63: killed with -9 in the middle and run again: the same totals, no duplicate",
    { timeout: 60_000 },
    async () => {
      const file = await fileOf("");
      await writePlacementFile(file, rows);
      // A refused row and a duplicate, early and late.
      const lines = readFileSync(file, "utf8").split("\r\n");
      lines[5] = (lines[5] ?? "").replace(",CNY,", ",XYZ,");
      lines.splice(300, 0, lines[10] ?? "");
      lines.splice(2900, 0, lines[10] ?? "");
      await writeFile(file, lines.join("\r\n"));
      let whole: string[] = [];
      let books = "";
      await withApp(async (app) => {
        whole = await tellImport(app, { file });
        books = await booksOf(app);
      });
      await withApp(async (app) => {
        for (const killAfter of [1, 3]) {
          const child = spawn(process.execPath, [childScript, file], {
            env: environmentOf(app),
            stdio: ["ignore", "pipe", "inherit"],
          });
          let batches = 0;
          for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
            batches += chunk.toString().split("\n").length - 1;
            if (batches >= killAfter && child.kill("SIGKILL")) break;
          }
          await once(child, "exit");
        }
        const halfway = await app.db.prisma.placement.findFirstOrThrow();
        expect(halfway.finishedAt).toBeNull();
        expect(halfway.doneLine).toBeGreaterThan(1);
        expect(halfway.doneLine).toBeLessThan(rows);
        expect(await tellImport(app, { file })).toEqual(whole);
        expect(await booksOf(app)).toBe(books);
        expect(await verifyLedger(app.db)).toEqual([]);
        const done = await app.db.prisma.placement.findFirstOrThrow();
        expect([done.accepted, done.refused, done.doneLine]).toEqual([2999, 3, rows + 3]);
      });
    },
  );

  it("two processes that import one person at once make one person", async () => {
    await withApp(async (app) => {
      const river = { creditor_code: "RIVER", lender_type: "bank" };
      const left = await fileOf(placementCsv([accountCells(1), accountCells(2)]));
      const right = await fileOf(
        placementCsv([
          accountCells(1, { ...river, account_number: "R-1" }),
          accountCells(2, { ...river, account_number: "R-2" }),
        ]),
      );
      await Promise.all([
        tellImport(app, { file: left, rowsPerBatch: 1 }),
        tellImport(app, { file: right, rowsPerBatch: 1 }),
      ]);
      expect(await booksOf(app)).toBe("people 2, contacts 4, accounts 4, journals 4, owed 1509284");
    });
  });
});

describe("the command", () => {
  const command = path.resolve("app/commands/import.ts");

  it(
    "prints one object for each data row and the totals last; exits 2 where the file cannot be read",
    { timeout: 60_000 },
    async () => {
      await withApp(async (app) => {
        const env = environmentOf(app);
        const refusalFile = await fileOf("");
        const file = await fileOf(placementCsv([accountCells(1), accountCells(2, { mobile: "12345" })]));
        const { stdout } = await run(
          process.execPath,
          [command, file, "--json", "--refusals", refusalFile, "--language", "en"],
          { env },
        );
        expect(
          stdout
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as unknown),
        ).toEqual([
          { line: 2, outcome: "accepted" },
          { line: 3, outcome: "refused", column: "mobile", code: "mobile_invalid" },
          { accepted: 1, refused: 1, unchanged: 0, updated: 0, total: { CNY: "377321" } },
        ]);
        expect(readFileSync(refusalFile, "utf8")).toBe(
          "\ufeffLine,Column,Code,Reason\r\n3,mobile,mobile_invalid,Please give a mobile number; from abroad with + and the country code.\r\n",
        );
        const summary = await run(process.execPath, [command, file], { env });
        expect(summary.stdout).toContain("没有变化 1");
        expect(summary.stdout).toContain("Unchanged 1");
        const unreadable = await run(process.execPath, [command, await fileOf("a,b\n1,2\n"), "--json"], { env }).catch(
          (error: unknown) => error as { code: number; stderr: string; stdout: string },
        );
        expect(unreadable).toMatchObject({ code: 2, stdout: "" });
        expect(unreadable.stderr).toContain("第1行");
        expect(unreadable.stderr).toContain("line 1");
      });
    },
  );
});

const shared = path.resolve("../shared/data/placements");

describe.skipIf(!existsSync(shared))("the files of the shared folder (skipped where the folder is absent)", () => {
  it("come to what is expected of them, twice", async () => {
    await withApp(async (app) => {
      const clean = path.join(shared, "placements.csv");
      expect((await tellImport(app, { file: clean })).at(-1)).toBe(
        "2000 accepted 0 refused 0 unchanged 0 updated CNY 7379792310",
      );
      expect((await tellImport(app, { file: clean })).at(-1)).toBe(
        "0 accepted 0 refused 2000 unchanged 0 updated CNY 0",
      );
      const expected = readFileSync(path.join(shared, "placements-messy-gb18030.expected.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => {
          const row = JSON.parse(line) as { line: number; outcome: string; column?: string; code?: string };
          return `${row.line} ${row.outcome}${row.outcome === "refused" ? ` ${row.column} ${row.code}` : ""}`;
        });
      expect((await tellImport(app, { file: path.join(shared, "placements-messy-gb18030.csv") })).slice(0, -1)).toEqual(
        expected,
      );
      expect(await verifyLedger(app.db)).toEqual([]);
    });
  });
});
