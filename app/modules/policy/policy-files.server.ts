// An operator's own packs, read from a folder. Each is another pack with some figures changed, so that what a law says
// need not be copied. One fault in one file and none is taken.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { packText } from "./pack-text.ts";
import { policyFile, type PolicyFile } from "./policy.schema.ts";
import { policyById, type PolicyPack } from "./policy.ts";

interface NamedFile {
  readonly name: string;
  readonly file: PolicyFile;
}

function readJson(dir: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(dir, name), "utf8"));
  } catch {
    return undefined;
  }
}

function readFiles(dir: string, faults: string[]): NamedFile[] {
  let names: string[];
  try {
    names = readdirSync(dir).filter((name) => name.endsWith(".json"));
  } catch {
    faults.push("POLICY_DIR: is not a folder that can be read");
    return [];
  }
  return names.toSorted().flatMap((name) => {
    const json = readJson(dir, name);
    if (json === undefined) {
      faults.push(`POLICY_DIR ${name}: cannot be read as JSON`);
      return [];
    }
    const parsed = policyFile.safeParse(json);
    if (parsed.success) return [{ name, file: parsed.data }];
    faults.push(...parsed.error.issues.map((issue) => `POLICY_DIR ${name} ${issue.path.join(".")}: ${issue.message}`));
    return [];
  });
}

function buildPack({ file, name }: NamedFile, base: PolicyPack, faults: string[]): PolicyPack {
  const { id, inForceFrom, changes } = file;
  const pack: PolicyPack = { ...base, ...changes, id, inForceFrom };
  if (inForceFrom < base.inForceFrom) {
    faults.push(`POLICY_DIR ${name} inForceFrom: is before that of ${base.id}`);
  }
  // Each payment keeps the version of the rule that spread it; one version is one rule.
  const [rule, before] = [pack.allocation.value, base.allocation.value];
  if (rule.version === before.version && packText(rule) !== packText(before)) {
    faults.push(`POLICY_DIR ${name} changes.allocation.value.version: is the version of another rule`);
  }
  return pack;
}

/** The packs of the folder; what is wrong with any of them is added to `faults`. */
export function readPolicyFolder(dir: string, faults: string[]): PolicyPack[] {
  const built = new Map<string, PolicyPack>();
  let waiting = readFiles(dir, faults);
  for (const { name, file } of waiting.filter(({ file: { id } }, index, all) =>
    all.slice(0, index).some((other) => other.file.id === id),
  )) {
    faults.push(`POLICY_DIR ${name} id: ${file.id} is the id of another file`);
  }
  for (let before = -1; waiting.length !== before;) {
    before = waiting.length;
    waiting = waiting.filter((named) => {
      const { basedOn, id } = named.file;
      // A file's own id is in the registry where the folder was read before.
      const base = built.get(basedOn) ?? (basedOn === id ? undefined : policyById(basedOn));
      if (base && !built.has(id)) built.set(id, buildPack(named, base, faults));
      return base === undefined;
    });
  }
  for (const { name, file } of waiting) {
    faults.push(`POLICY_DIR ${name} basedOn: there is no pack ${file.basedOn}`);
  }
  return [...built.values()];
}
