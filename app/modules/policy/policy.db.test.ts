import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigurationError } from "#app/platform/env.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { packText, readPack } from "./pack-text.ts";
import { loadPolicies, recordPolicies } from "./policy.server.ts";
import { policyById, requirePolicy } from "./policy.ts";

let app: TestApp;
let dir: string;

beforeAll(async () => {
  app = await createTestApp();
  dir = await mkdtemp(path.join(os.tmpdir(), "anhuan-packs-"));
});
afterAll(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

const withFolder = () => ({ ...app, env: { ...app.env, policyDir: dir } });
const recorded = () => app.db.prisma.policyRecord.findMany({ orderBy: { id: "asc" } });

async function faultsOf(work: Promise<void>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigurationError)) throw new Error("it was not refused");
  return error.faults;
}

function writePack(graceDays: number, id = "cn-own-2027"): Promise<void> {
  const changes = { planGraceDays: { value: graceDays, source: "our own rule", certainty: "own" } };
  const file = { id, basedOn: "cn-2026-11", inForceFrom: "2027-01-01", changes };
  return writeFile(path.join(dir, "own.json"), JSON.stringify(file));
}

test("each pack is on record once, as it is, however many processes start at once", async () => {
  await Promise.all([recordPolicies(app), recordPolicies(app), recordPolicies(app)]);
  app.clock.advance(86_400_000);
  await recordPolicies(app);
  const rows = await recorded();
  expect(rows.map(({ id }) => id)).toEqual(["cn-2026-11", "uk-2026-11", "us-2026-11"]);
  for (const { id, body, hash, recordedAt } of rows) {
    expect(packText(readPack(body))).toBe(packText(requirePolicy(id)));
    expect(hash).toHaveLength(32);
    expect(recordedAt).toEqual(new Date("2026-11-23T12:00:00+08:00"));
  }
});

test("what is on record cannot be changed or taken away", async () => {
  await expect(app.db.pool.query("UPDATE policy_record SET body = '{}'")).rejects.toThrow("permission denied");
  await expect(app.db.pool.query("DELETE FROM policy_record")).rejects.toThrow("permission denied");
});

test("an operator's pack is known and on record after the start", async () => {
  await writePack(10);
  await recordPolicies(withFolder());
  expect(requirePolicy("cn-own-2027").planGraceDays.value).toBe(10);
  expect((await recorded()).map(({ id }) => id)).toContain("cn-own-2027");
});

test("an operator who edits a pack instead of giving a new one cannot start", async () => {
  await writePack(12);
  expect(await faultsOf(recordPolicies(withFolder()))).toEqual([
    "POLICY_DIR: cn-own-2027 is the id of another pack; give the new one an id of its own",
  ]);
});

test("an operator cannot put another pack under the id of one of the portal's", async () => {
  await writePack(12, "us-2026-11");
  expect(await faultsOf(loadPolicies(withFolder()))).toEqual([
    "POLICY_DIR: us-2026-11 is the id of another pack; give the new one an id of its own",
  ]);
});

test("a start with a pack that was recorded otherwise is refused and says which figures differ", async () => {
  const other = await createTestApp();
  const pack = requirePolicy("cn-2026-11");
  const before = { ...pack, planGraceDays: { ...pack.planGraceDays, value: 5 } };
  await other.db.pool.query("INSERT INTO policy_record VALUES ($1, $2, $3, now())", [
    "cn-2026-11",
    packText(before),
    Buffer.alloc(32),
  ]);
  try {
    expect(await faultsOf(recordPolicies(other))).toEqual([
      "policy pack cn-2026-11: is not as it was recorded (planGraceDays); a pack never changes, give a new one a new id",
    ]);
    // Whoever only looks is not kept out.
    await loadPolicies(other);
  } finally {
    await other.close();
  }
});

test("a pack that is no longer given comes back from the record", async () => {
  const gone = { ...requirePolicy("uk-2026-11"), id: "uk-own-2025" };
  await app.db.pool.query("INSERT INTO policy_record VALUES ($1, $2, $3, now())", [
    gone.id,
    packText(gone),
    Buffer.alloc(32),
  ]);
  expect(policyById("uk-own-2025")).toBeUndefined();
  await loadPolicies(app);
  expect(requirePolicy("uk-own-2025").tokenPayment.value).toEqual({ GBP: 100n });
});

test("settings that name a pack which does not exist are refused before anybody is served", async () => {
  const settings = { ...app.settings, policyPack: "cn-1999-01" };
  const [fault] = await faultsOf(loadPolicies({ ...app, settings }));
  expect(fault).toMatch(/^SETTINGS_FILE policyPack: is none of cn-2026-11, us-2026-11, uk-2026-11/);
});
