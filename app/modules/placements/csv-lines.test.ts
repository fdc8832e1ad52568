import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsvReader, type CsvRecord } from "./csv-lines.ts";

function read(text: string): CsvRecord[] {
  const reader = createCsvReader();
  return [...text.split("\n").flatMap((line) => reader.read(line)), ...reader.end()];
}

describe("records of a CSV file", () => {
  it("splits cells and undoes quotes", () => {
    expect(read('a,"b,c",\n"=HYPERLINK(""x"")",2,3')).toEqual([
      { line: 1, cells: ["a", "b,c", ""] },
      { line: 2, cells: ['=HYPERLINK("x")', "2", "3"] },
    ]);
  });

  it("names the physical line where a record starts, over empty lines and quoted line breaks", () => {
    expect(read('h\n\n1,"x\ny"\n\n\n2,z').map(({ line }) => line)).toEqual([1, 3, 7]);
  });

  it("keeps a quote inside an unquoted cell", () => {
    expect(read('7,a"b,9')).toEqual([{ line: 1, cells: ["7", 'a"b', "9"] }]);
  });

  it("loses one row to an unclosed quote, not the rest of the file", () => {
    const lines = ['a,"b', ...Array.from({ length: 30 }, (_, index) => `c,${index}`)];
    const records = read(lines.join("\n"));
    expect(records[0]).toEqual({ line: 1, cells: undefined });
    expect(records.slice(1)).toEqual(
      Array.from({ length: 30 }, (_, index) => ({ line: index + 2, cells: ["c", String(index)] })),
    );
  });

  it("loses one row to an unclosed quote that meets the next row's quotes", () => {
    expect(read('a,"b\nc,"1,000",d\ne,f')).toEqual([
      { line: 1, cells: undefined },
      { line: 2, cells: ["c", "1,000", "d"] },
      { line: 3, cells: ["e", "f"] },
    ]);
  });

  it("loses one row to an unclosed quote at the end of the file", () => {
    expect(read('a,b\nc,"d\ne,f')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: undefined },
      { line: 3, cells: ["e", "f"] },
    ]);
  });

  it("reads back whatever was written by the rules", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "，", ",", '"', "\n", " ", "𠮷"), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant("x"), cell, cell), { maxLength: 8 }), (rows) => {
        const text = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")).join("\n");
        const breaks = Math.max(0, ...rows.map((cells) => cells.join("").split("\n").length));
        fc.pre(breaks <= 9);
        expect(read(text).map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
});
