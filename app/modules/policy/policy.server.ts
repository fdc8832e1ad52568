// Packs are kept as they were: each is recorded once with its hash, and a process refuses to start with another pack
// under the id of a recorded one. Packs that were in force once and are no longer given come back from the record, so
// that every decision can still be read with the rules it was made under.
import { createHash } from "node:crypto";
import type { App } from "#app/platform/app.server.ts";
import { ConfigurationError } from "#app/platform/env.server.ts";
import { packText, readPack } from "./pack-text.ts";
import { readPolicyFolder } from "./policy-files.server.ts";
import { addPolicies, knownPolicies, policyById, requirePolicy, type PolicyPack } from "./policy.ts";

type PolicyApp = Pick<App, "env" | "settings" | "db" | "clock">;

interface RecordedRow {
  readonly id: string;
  readonly body: unknown;
  readonly hash: Buffer;
}

function hashOf(pack: PolicyPack): Buffer {
  return createHash("sha256").update(packText(pack)).digest();
}

function changedFigures(now: PolicyPack, before: PolicyPack): string {
  const names = new Set([...Object.keys(now), ...Object.keys(before)]) as Set<keyof PolicyPack>;
  return [...names].filter((name) => packText(now[name]) !== packText(before[name])).join(", ");
}

function addGiven(app: PolicyApp): void {
  const faults: string[] = [];
  const packs = app.env.policyDir === undefined ? [] : readPolicyFolder(app.env.policyDir, faults);
  for (const pack of packs) {
    const known = policyById(pack.id);
    if (known && packText(known) !== packText(pack)) {
      faults.push(`POLICY_DIR: ${pack.id} is the id of another pack; give the new one an id of its own`);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  addPolicies(packs);
}

/** Makes the operator's packs known to this process, those of its folder and those of the record. */
export async function loadPolicies(app: PolicyApp): Promise<void> {
  addGiven(app);
  const rows = await readRecord(app);
  const retired = rows.filter(({ id }) => policyById(id) === undefined).map(({ body }) => readPack(body));
  addPolicies(retired);
  if (!policyById(app.settings.policyPack)) {
    const known = knownPolicies().join(", ");
    throw new ConfigurationError([`SETTINGS_FILE policyPack: is none of ${known}`]);
  }
}

/** Empty too where the schema is older than the record: a backup is taken before an upgrade. */
async function readRecord(app: PolicyApp): Promise<RecordedRow[]> {
  const { prisma } = app.db;
  const [kept] = await prisma.$queryRaw<{ there: boolean }[]>`SELECT to_regclass('policy_record') IS NOT NULL AS there`;
  return kept?.there ? prisma.$queryRaw<RecordedRow[]>`SELECT id, body, hash FROM policy_record ORDER BY id` : [];
}

/** As loadPolicies, and every pack is written down; throws a ConfigurationError where one is not as it was recorded. */
export async function recordPolicies(app: PolicyApp): Promise<void> {
  await loadPolicies(app);
  const now = app.clock.now();
  for (const id of knownPolicies()) {
    const pack = requirePolicy(id);
    await app.db.prisma.$executeRaw`
      INSERT INTO policy_record (id, body, hash, recorded_at)
      VALUES (${id}, ${packText(pack)}::jsonb, ${hashOf(pack)}, ${now})
      ON CONFLICT (id) DO NOTHING`;
  }
  const faults = (await readRecord(app)).flatMap(({ id, body, hash }) => {
    const pack = requirePolicy(id);
    if (hashOf(pack).equals(Buffer.from(hash))) return [];
    const changed = changedFigures(pack, readPack(body));
    return [`policy pack ${id}: is not as it was recorded (${changed}); a pack never changes, give a new one a new id`];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}
