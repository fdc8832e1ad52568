// The house keeps itself tidy: who may lean on whom, who alone may touch what, and that nothing lies about unused.
// Every rule is tried on a planted violation as well, because a rule that sees nothing is green while blind.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const rooms = [
  "audit",
  "policy",
  "contact",
  "identity",
  "staff",
  "ledger",
  "accounts",
  "placements",
  "payments",
  "hardship",
  "plans",
  "conversation",
  "review",
  "reconciliation",
];
const bannedNames = /(^|[/-])(utils?|helpers?|misc|common|manager|v2)(\.|\/|-|$)/;
const maxLines = 300;

interface SourceFile {
  /** Path from the root, "app/modules/ledger/ledger.ts". */
  readonly path: string;
  readonly text: string;
  /** What it imports from the house, as paths from the root; and packages by name. */
  readonly imports: readonly string[];
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;

function resolveImport(from: string, specifier: string): string {
  const clean = specifier.replace(/\?.*$/, "");
  if (clean.startsWith("#")) return clean.slice(1);
  if (clean.startsWith(".")) return path.posix.join(path.posix.dirname(from), clean);
  return clean;
}

function parse(file: string, text: string): SourceFile {
  const imports = [...text.matchAll(importPattern)].map((match) =>
    resolveImport(file, match[1] ?? match[2] ?? match[3] ?? ""),
  );
  return { path: file, text, imports };
}

function listSources(): SourceFile[] {
  const found: SourceFile[] = [];
  for (const top of ["app", "tests", "prisma"]) {
    for (const entry of readdirSync(path.join(root, top), { recursive: true, withFileTypes: true })) {
      const file = path.posix.join(path.relative(root, entry.parentPath).split(path.sep).join("/"), entry.name);
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || file.startsWith("app/platform/prisma/")) continue;
      found.push(parse(file, readFileSync(path.join(root, file), "utf8")));
    }
  }
  return found;
}

type Floor = "kernel" | "base" | "modules" | "doors" | "top";

function floorOf(file: string): Floor {
  if (file.startsWith("app/kernel/")) return "kernel";
  if (/^app\/(platform|ui|i18n)\//.test(file)) return "base";
  if (file.startsWith("app/modules/")) return "modules";
  if (/^app\/(routes|jobs)\//.test(file)) return "doors";
  return "top";
}

const height: Record<Floor, number> = { kernel: 0, base: 1, modules: 2, doors: 3, top: 4 };

function roomOf(file: string): string | undefined {
  return /^app\/modules\/([^/]+)\//.exec(file)?.[1];
}

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith("tests/");
const inHouse = (imported: string): boolean => imported.startsWith("app/");

/** Each rule answers the faults of one file. */
const rules: Record<string, (file: SourceFile) => string[]> = {
  "imports go down only": ({ path: file, imports }) =>
    isTest(file) ? [] : imports.filter((to) => inHouse(to) && height[floorOf(to)] > height[floorOf(file)]),
  "a room leans only on rooms before it": ({ path: file, imports }) => {
    const room = roomOf(file);
    if (!room || isTest(file)) return [];
    return imports.filter((to) => {
      const other = roomOf(to);
      return other !== undefined && other !== room && rooms.indexOf(other) >= rooms.indexOf(room);
    });
  },
  "only stripe-gateway imports stripe": ({ path: file, imports }) =>
    isTest(file) || file === "app/modules/payments/stripe-gateway.server.ts"
      ? []
      : imports.filter((to) => to === "stripe"),
  "doors do not reach for the database": ({ path: file, imports }) =>
    file.startsWith("app/routes/")
      ? imports.filter((to) => to === "pg" || to.startsWith("app/platform/db") || to.startsWith("app/platform/prisma"))
      : [],
  "process.env is read in one place": ({ path: file, text }) =>
    file.startsWith("app/") &&
    !file.startsWith("app/commands/") &&
    !isTest(file) &&
    file !== "app/platform/env.server.ts" &&
    /process\.env\b/.test(text)
      ? ["process.env"]
      : [],
  "ui and pure files never import a server file": ({ path: file, imports }) => {
    const pure =
      file.startsWith("app/ui/") ||
      file.startsWith("app/kernel/") ||
      (roomOf(file) !== undefined && !/\.(server|schema)\.tsx?$/.test(file));
    return pure && !isTest(file) ? imports.filter((to) => /\.server\.tsx?$/.test(to)) : [];
  },
  "files stay readable": ({ path: file, text }) => {
    const lines = text.split("\n").length;
    return lines > maxLines && !/^app\/i18n\/(zh|en)\//.test(file) ? [`${lines} lines`] : [];
  },
  "names say what a thing is": ({ path: file }) => (bannedNames.test(file) ? [file] : []),
  "file names are kebab-case": ({ path: file }) =>
    /^[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(path.posix.basename(file)) ? [] : [file],
};

const planted: Record<string, SourceFile> = {
  "imports go down only": parse("app/kernel/planted.ts", 'import { x } from "#app/modules/ledger/ledger.ts";'),
  "a room leans only on rooms before it": parse(
    "app/modules/ledger/planted.ts",
    'import { x } from "../payments/payments.ts";',
  ),
  "only stripe-gateway imports stripe": parse("app/modules/payments/planted.server.ts", 'import Stripe from "stripe";'),
  "doors do not reach for the database": parse(
    "app/routes/planted.tsx",
    'import { openDb } from "#app/platform/db.server.ts";',
  ),
  "process.env is read in one place": parse("app/modules/ledger/planted.ts", "const x = process.env.SECRET;"),
  "ui and pure files never import a server file": parse(
    "app/ui/planted.tsx",
    'import { x } from "#app/platform/db.server.ts";',
  ),
  "files stay readable": parse("app/ui/planted.tsx", "\n".repeat(maxLines + 1)),
  "names say what a thing is": parse("app/kernel/string-utils.ts", ""),
  "file names are kebab-case": parse("app/kernel/BigThing.ts", ""),
};

const sources = listSources();

describe("the house", () => {
  test("was looked at", () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(sources.flatMap(({ imports }) => imports).filter(inHouse).length).toBeGreaterThan(100);
  });

  test.each(Object.entries(rules))("%s", (name, faultsOf) => {
    const faults = sources.flatMap((file) => faultsOf(file).map((fault) => `${file.path}: ${fault}`));
    expect(faults).toEqual([]);
    const violation = planted[name];
    expect(violation && faultsOf(violation)).not.toEqual([]);
  });

  test("every source file is reached from a door, a command or a test", () => {
    const byPath = new Map(sources.map((file) => [file.path, file]));
    const routes = [...(byPath.get("app/routes.ts")?.text.matchAll(/"(routes\/[^"]+)"/g) ?? [])].map(
      (match) => `app/${match[1]}`,
    );
    const entries = sources
      .map((file) => file.path)
      .filter((file) => isTest(file) || file.startsWith("app/commands/") || file.startsWith("prisma/"));
    const reached = new Set<string>();
    const queue = [
      ...entries,
      ...routes,
      "app/routes.ts",
      "app/root.tsx",
      "app/entry.server.tsx",
      "app/entry.client.tsx",
      "app/server.ts",
    ];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (reached.has(file)) continue;
      reached.add(file);
      queue.push(...(byPath.get(file)?.imports ?? []));
    }
    expect(sources.map((file) => file.path).filter((file) => !reached.has(file))).toEqual([]);
    // A module that only its own test knows is dead as well.
    const withoutTests = new Set<string>();
    const live = [
      ...routes,
      "app/root.tsx",
      "app/entry.server.tsx",
      "app/server.ts",
      ...entries.filter((file) => !/\.test\.tsx?$/.test(file)),
    ];
    for (let file = live.pop(); file !== undefined; file = live.pop()) {
      if (withoutTests.has(file)) continue;
      withoutTests.add(file);
      live.push(...(byPath.get(file)?.imports ?? []));
    }
    const dead = sources
      .map((file) => file.path)
      .filter(
        (file) =>
          file.startsWith("app/") &&
          !isTest(file) &&
          !withoutTests.has(file) &&
          !["app/routes.ts", "app/entry.client.tsx"].includes(file),
      );
    expect(dead).toEqual([]);
  });

  test("no tracked file names this machine or a package registry", () => {
    const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
    expect(files.length).toBeGreaterThan(60);
    const machine = new RegExp(
      `(^|[^A-Za-z0-9.])/(${["work", "farm"].join("|")})/|${["registry", "npmjs"].join("\\.")}`,
    );
    const faults = files
      .filter((file) => /\.(tsx?|json|md|sql|prisma|css|html|sh)$|\.ci\/run$/.test(file))
      .filter((file) => machine.test(readFileSync(path.join(root, file), "utf8")));
    expect(faults).toEqual([]);
  });
});
