import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readPolicyFolder } from "./policy-files.server.ts";
import { figureNames } from "./policy.schema.ts";
import { knownPolicies, requirePolicy, type PolicyPack } from "./policy.ts";

interface ReadFolder {
  readonly packs: PolicyPack[];
  readonly faults: string[];
}

async function read(files: Readonly<Record<string, unknown>>): Promise<ReadFolder> {
  const dir = await mkdtemp(path.join(os.tmpdir(), "anhuan-packs-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(dir, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  const faults: string[] = [];
  return { packs: readPolicyFolder(dir, faults), faults };
}

const own = (value: unknown) => ({ value, source: "our own rule", certainty: "own" });
const file = (changes: object = {}, rest: object = {}) => ({
  id: "cn-own-2027",
  basedOn: "cn-2026-11",
  inForceFrom: "2027-01-01",
  changes,
  ...rest,
});

test("an operator's pack is the pack it is built on with its own figures in it", async () => {
  const { packs, faults } = await read({
    "own.json": file({
      planGraceDays: own(10),
      planMaxMonths: own(null),
      tokenPayment: own({ CNY: 500 }),
      livingAllowance: own([
        { from: "2027-01-01", currency: "CNY", adultMinor: "80000", childMinor: 1, otherMinor: 1 },
      ]),
    }),
    "notes.txt": "not a pack",
  });
  expect(faults).toEqual([]);
  const [pack] = packs;
  const base = requirePolicy("cn-2026-11");
  expect(pack).toMatchObject({ id: "cn-own-2027", country: "cn", inForceFrom: "2027-01-01" });
  expect(pack?.planGraceDays).toEqual({ value: 10, source: "our own rule", certainty: "own" });
  expect(pack?.planMaxMonths.value).toBeUndefined();
  expect(pack?.tokenPayment.value).toEqual({ CNY: 500n });
  expect(pack?.livingAllowance.value[0]?.adultMinor).toBe(80_000n);
  expect(pack?.calendar).toEqual(base.calendar);
  expect(knownPolicies()).not.toContain("cn-own-2027");
});

test("a pack may be built on another one of the same folder, in whatever order they are read", async () => {
  const { packs, faults } = await read({
    "a.json": file({}, { id: "cn-own-2028", basedOn: "cn-own-2027", inForceFrom: "2028-01-01" }),
    "b.json": file({ planGraceDays: own(10) }),
  });
  expect(faults).toEqual([]);
  expect(packs.map(({ id, planGraceDays }) => [id, planGraceDays.value])).toEqual([
    ["cn-own-2027", 10],
    ["cn-own-2028", 10],
  ]);
});

test("everything that is wrong is said at once, each with its file and its place", async () => {
  const { faults } = await read({
    "a.json": file({
      planGrace: own(10),
      planGraceDays: own("ten"),
      contactWindow: own({ fromHour: 22, toHour: 8 }),
      calendar: own({ weekend: [0, 6], holidays: ["2027-02-30"], workdays: [], knownThrough: "2027-12-31" }),
      retentionYears: { value: 5, certainty: "sure" },
      automaticRefusal: own("allowed"),
    }),
    "b.json": "{",
    "c.json": file({}, { id: "cn own", inForceFrom: "soon" }),
    "d.json": file({}, { id: "cn-lost", basedOn: "cn-1999-01" }),
    "e.json": file({}, { id: "cn-circle", basedOn: "cn-circle" }),
    "f.json": file({}, { id: "cn-early", inForceFrom: "2026-01-01" }),
    "g.json": file({}, { id: "cn-early", inForceFrom: "2027-01-01" }),
    "h.json": file(
      { allocation: own({ ...requirePolicy("cn-2026-11").allocation.value, between: "as-directed-only" }) },
      { id: "cn-rule" },
    ),
  });
  const places = faults.map((fault) => String(fault.replace(/^POLICY_DIR /, "").split(": ", 1)[0]));
  expect(new Set(places)).toEqual(
    new Set([
      "a.json changes",
      "a.json changes.planGraceDays.value",
      "a.json changes.contactWindow.value",
      "a.json changes.calendar.value.holidays.0",
      "a.json changes.retentionYears.source",
      "a.json changes.retentionYears.certainty",
      "a.json changes.automaticRefusal.value",
      "b.json",
      "c.json id",
      "c.json inForceFrom",
      "d.json basedOn",
      "e.json basedOn",
      "f.json inForceFrom",
      "g.json id",
      "h.json changes.allocation.value.version",
    ]),
  );
  expect(places).toHaveLength(15);
  expect(faults.find((fault) => fault.includes('planGrace"'))).toBeDefined();
});

test("a folder that is not there is a fault, not an empty one", () => {
  const faults: string[] = [];
  expect(readPolicyFolder("/nowhere/at/all", faults)).toEqual([]);
  expect(faults).toEqual(["POLICY_DIR: is not a folder that can be read"]);
});

test("a file may set every figure that a pack has, and no other", () => {
  const pack = requirePolicy("cn-2026-11");
  const figures = Object.entries(pack).filter(([, value]) => typeof value === "object");
  expect(figureNames.toSorted()).toEqual(figures.map(([name]) => name).toSorted());
});
