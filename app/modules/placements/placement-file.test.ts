import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { inspectFile, readRecords } from "./placement-file.server.ts";
import { readPlacementRow } from "./placements.ts";

const messy = path.resolve("../shared/data/placements/placements-messy-gb18030");

describe.skipIf(!existsSync(`${messy}.csv`))(
  "the messy file of the shared folder (skipped where the folder is absent)",
  () => {
    it("comes to the expected outcomes, but for what only a whole file tells", async () => {
      const inspected = await inspectFile(`${messy}.csv`);
      if (!inspected.ok) throw new Error(inspected.refusal.kind);
      expect(inspected.value.encoding).toBe("gb18030");
      const all = {
        creditorCodes: new Set(["BJCF", "RIVER", "HXCARD", "LANTERN"]),
        expectedCreditor: undefined,
        fictionalPeople: true,
        today: day("2026-11-23"),
      };
      const outcomes = new Map<number, string>();
      for await (const { records } of readRecords(inspected.value)) {
        for (const { line, cells } of records) {
          const reading = readPlacementRow(cells ?? [], all);
          outcomes.set(line, reading.ok ? "accepted" : `refused ${reading.refusal.column} ${reading.refusal.code}`);
        }
      }
      const expected = readFileSync(`${messy}.expected.jsonl`, "utf8")
        .trim()
        .split("\n")
        .map((text) => JSON.parse(text) as { line: number; outcome: string; column?: string; code?: string })
        .filter(({ code }) => code !== "account_duplicate")
        .map(
          ({ line, outcome, column, code }) => `${line} ${outcome}${outcome === "refused" ? ` ${column} ${code}` : ""}`,
        );
      expect(expected.length).toBeGreaterThan(50);
      expect([...outcomes].map(([line, outcome]) => `${line} ${outcome}`)).toEqual(expect.arrayContaining(expected));
    });
  },
);
