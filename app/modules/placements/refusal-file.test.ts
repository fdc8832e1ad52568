import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { en } from "#app/i18n/en/catalogue.ts";
import { zh } from "#app/i18n/zh/catalogue.ts";
import { copyLine } from "./copy-rows.server.ts";
import { refusalCodes } from "./row-refusal.ts";
import { safeCell, writeRefusalFile } from "./refusal-file.server.ts";

describe("the refusals as a file", () => {
  it("has the sentences of the reader's language, and no cell that a spreadsheet would run", async () => {
    const out = new PassThrough();
    const file = writeRefusalFile(out, "zh-CN");
    file.add(7, { column: "principal", code: "amount_negative" });
    file.add(9, { column: undefined, code: "row_malformed" });
    out.end();
    expect(await text(out)).toBe(
      "行号,列名,代码,原因\r\n7,principal,amount_negative,金额不能小于零。\r\n9,,row_malformed,这一行的列数或引号不完整。\r\n",
    );
  });
});

describe("a cell of an export", () => {
  it("is a text where a spreadsheet would run it, and quoted where it would break", () => {
    expect(["=1+1", "+1", "-1", "@x", "a,b", 'a"b', "plain"].map(safeCell)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@x",
      '"a,b"',
      '"a""b"',
      "plain",
    ]);
  });
});

describe("every reason to keep a row out", () => {
  it("has a sentence in both languages, and no sentence is left over", () => {
    for (const catalogue of [zh, en])
      expect(Object.keys(catalogue.placements.refusal).toSorted()).toEqual([...refusalCodes].toSorted());
  });
});

describe("a line for COPY", () => {
  it("escapes what COPY would read as something else", () => {
    expect(copyLine(["", "a\tb\\c\nd\re", undefined, "\\N", 1n, true])).toBe(
      "\ta\\tb\\\\c\\nd\\re\t\\N\t\\\\N\t1\ttrue\n",
    );
  });
});
