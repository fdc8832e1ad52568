import { describe, expect, it } from "vitest";
import { inColumnOrder, placementCells } from "#tests/world/placement-rows.ts";
import { arrangeCells, isBlankRow, placementColumns, readHeader } from "./placement-columns.ts";

describe("the header", () => {
  it("may come in any order, with blanks, capitals and empty cells at its end", () => {
    const cells = placementCells();
    const shuffled = placementColumns.toReversed();
    const header = readHeader([...shuffled.map((column) => ` ${column.toUpperCase()} `), "", ""]);
    if (!header.ok) throw new Error(header.refusal.column);
    expect(arrangeCells([...shuffled.map((column) => cells[column]), "", ""], header.value)).toEqual(
      inColumnOrder(cells),
    );
  });

  it("is refused as a whole where a column is missing, unknown or there twice", () => {
    expect(readHeader(placementColumns.slice(1))).toEqual({
      ok: false,
      refusal: { kind: "column_missing", column: "creditor_code" },
    });
    expect(readHeader([...placementColumns, "colour"])).toEqual({
      ok: false,
      refusal: { kind: "column_unknown", column: "colour" },
    });
    expect(readHeader([...placementColumns, "fees"])).toEqual({
      ok: false,
      refusal: { kind: "column_repeated", column: "fees" },
    });
  });

  it("decides how many cells a row has", () => {
    const header = readHeader(placementColumns);
    if (!header.ok) throw new Error();
    const cells = inColumnOrder(placementCells({ last_payment_date: "", last_payment_amount: "" }));
    expect(arrangeCells([...cells, "", ""], header.value)).toEqual(cells);
    expect(arrangeCells(cells.slice(0, 25), header.value)).toEqual(cells);
    expect(arrangeCells(cells.slice(0, 24), header.value)).toBeUndefined();
    expect(arrangeCells([...cells, "x"], header.value)).toBeUndefined();
    expect(isBlankRow(["", " ", "　"])).toBe(true);
  });
});
