import pg from "pg";
import { describe, expect, it } from "vitest";
import { accountCells, booksOf, fileOf, tellImport, withApp } from "#tests/world/placement-import.ts";
import { placementCsv } from "#tests/world/placement-rows.ts";

describe("before anything is written", () => {
  it("a dry run tells what a real run would, and writes nothing", async () => {
    await withApp(async (app) => {
      await tellImport(app, { file: await fileOf(placementCsv([accountCells(1), accountCells(2)])) });
      const before = await booksOf(app);
      const file = await fileOf(
        placementCsv([
          accountCells(1, { email: "new@example.com" }),
          accountCells(2),
          accountCells(3),
          accountCells(3),
          accountCells(4, { fees: "" }),
        ]),
      );
      const told = await tellImport(app, { file, dryRun: true });
      expect(await booksOf(app)).toBe(before);
      expect(await app.db.prisma.placement.count()).toBe(1);
      expect(await tellImport(app, { file })).toEqual(told);
      expect(told.at(-1)).toBe("1 accepted 2 refused 1 unchanged 1 updated CNY 377321");
    });
  });

  it("rows of another creditor than the one asked for stay out", async () => {
    await withApp(async (app) => {
      const file = await fileOf(placementCsv([accountCells(1), accountCells(2, { creditor_code: "RIVER" })]));
      expect(await tellImport(app, { file, creditorCode: "BJCF" })).toEqual([
        "2 accepted",
        "3 refused creditor_code creditor_not_expected",
        "1 accepted 1 refused 0 unchanged 0 updated CNY 377321",
      ]);
    });
  });

  it("a row that would fall into a closed month stays out alone", async () => {
    await withApp(async (app) => {
      const owner = new pg.Client({ connectionString: app.ownerUrl });
      await owner.connect();
      await owner.query("INSERT INTO period (book, month, closed_at) VALUES ('claims', '2026-10-01', now())");
      await owner.end();
      const file = await fileOf(placementCsv([accountCells(1, { itemization_date: "2026-10-31" }), accountCells(2)]));
      expect(await tellImport(app, { file })).toEqual([
        "2 refused itemization_date period_closed",
        "3 accepted",
        "1 accepted 1 refused 0 unchanged 0 updated CNY 377321",
      ]);
    });
  });

  it("a file that cannot be trusted is refused as a whole, with the line", async () => {
    const good = placementCsv(Array.from({ length: 12 }, (_, index) => accountCells(index)));
    const cut = Buffer.from(good).subarray(0, Buffer.from(good).lastIndexOf(Buffer.from("成")) + 2);
    const cases: [string | Uint8Array, string][] = [
      ["", "file_empty at 1"],
      ["\r\n\r\n", "file_empty at 1"],
      [Buffer.from(`\ufeff${good}`, "utf16le"), "encoding_unknown at 1"],
      [Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(50)]), "file_spreadsheet at 1"],
      [cut, "encoding_broken at 13"],
      [
        Buffer.concat([Buffer.from(placementCsv([accountCells(1)])), Buffer.of(0xc0, 0xff, 10)]),
        "encoding_broken at 3",
      ],
      [good.replace("creditor_code,", ""), "column_missing at 1"],
      [`\r\n${good.replace("costs,", "cost,")}`, "column_unknown at 2"],
      [good.replace("borrower_ref,", "costs,"), "column_repeated at 1"],
    ];
    await withApp(async (app) => {
      for (const [content, told] of cases)
        expect(await tellImport(app, { file: await fileOf(content) })).toEqual([told]);
      expect(await tellImport(app, { file: "nowhere.csv" })).toEqual(["file_missing at 0"]);
      expect(await app.db.prisma.placement.count()).toBe(0);
    });
  });

  it("unclosed quotes and wrong counts of cells cost their own row only", async () => {
    await withApp(async (app) => {
      const lines = placementCsv([accountCells(1), accountCells(2), accountCells(3)]).split("\r\n");
      lines[2] = `${lines[2]},surplus`;
      lines.splice(2, 0, 'BJCF,"BJCF-77,consumer_loan');
      expect(await tellImport(app, { file: await fileOf(lines.join("\r\n")) })).toEqual([
        "2 accepted",
        "3 refused - row_malformed",
        "4 refused - row_malformed",
        "5 accepted",
        "2 accepted 2 refused 0 unchanged 0 updated CNY 754642",
      ]);
    });
  });
});
