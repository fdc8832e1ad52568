import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { actorsNamed, subjectsNamed } from "./audit-names.ts";
import { auditAddress, factLines, readAuditFilter } from "./audit-search.ts";
import { knownActions } from "./audit-words.ts";

const id = "01936f2e-0000-7000-8000-000000000001";

test("what was asked for is read from the address, and the address says it again", () => {
  const { filter, faults } = readAuditFilter(
    new URLSearchParams("who=system:worker&action=Access&about=&from=2026-11-01&until=2026-11-23&before=77"),
  );
  expect(faults).toEqual([]);
  expect(filter).toMatchObject({ who: "system:worker", action: "access", from: "2026-11-01", before: 77n });
  expect(auditAddress({ ...filter, before: undefined })).toBe(
    "/ops/audit?who=system%3Aworker&action=access&from=2026-11-01&until=2026-11-23",
  );
  expect(auditAddress({})).toBe("/ops/audit");
});

test.each([
  ["from=2026-02-30", ["from"]],
  ["until=soon", ["until"]],
  ["from=2026-11-02&until=2026-11-01", ["until"]],
  ["before=-1&who=", []],
])("a filter that cannot be meant is named: %s", (query, faults) => {
  const read = readAuditFilter(new URLSearchParams(query));
  expect(read.faults).toEqual(faults);
  expect(read.filter.before).toBeUndefined();
});

test("an id alone may be of anything, a name with its kind is taken as it is, anything else is looked up", () => {
  expect(subjectsNamed(id)).toContain(`proposal:${id}`);
  expect(subjectsNamed(`borrower:${id}`)).toEqual([`borrower:${id}`]);
  expect(subjectsNamed("A-7KQ4-M2XD")).toBeUndefined();
  expect(actorsNamed("system:import")).toEqual(["system:import"]);
  expect(actorsNamed(id)).toEqual([`staff:${id}`, `borrower:${id}`]);
  expect(actorsNamed("agent 1")).toBeUndefined();
});

test("facts are short lines without what is empty", () => {
  expect(factLines({ what: "case", reasons: ["a", "b"], nothing: null, none: "", count: 0, yes: true })).toEqual([
    { name: "what", value: "case" },
    { name: "reasons", value: "a, b" },
    { name: "count", value: "0" },
    { name: "yes", value: "true" },
  ]);
  expect(factLines(null)).toEqual([]);
});

test("every act that the code puts on record has words", () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".server.ts"));
  expect(files.length).toBeGreaterThan(100);
  const written = files.flatMap((file) =>
    [...readFileSync(path.join(root, file), "utf8").matchAll(/\baction: "(\w+\.\w+)"/g)].map(
      ([, action]) => action ?? "",
    ),
  );
  expect(written.length).toBeGreaterThan(30);
  expect(written.filter((action) => !(knownActions as readonly string[]).includes(action))).toEqual([]);
});
