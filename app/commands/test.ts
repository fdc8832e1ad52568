// `npm test`: everything, in the order in which it is cheapest to hear bad news. Each step runs even where an
// earlier one failed, so that one run tells all; the last line counts tests and checks together.
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { ensureBrowser } from "./find-browser.ts";
import { ensureBuild } from "./ensure-build.ts";

const root = path.resolve(import.meta.dirname, "../..");
const reports = path.join(root, "node_modules/.anhuan-reports");

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** A report in the JSON of vitest or Playwright; a step without one counts as one check. */
  readonly report?: string;
}

const report = (name: string): string => path.join(reports, `${name}.json`);

const checks: readonly Step[] = [
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "types", command: ["tsc", "--noEmit"] },
];

const vitest = (project: string): Step => ({
  name: project,
  command: [
    "vitest",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report(project)}`,
  ],
  report: report(project),
});

const suites: readonly Step[] = [
  vitest("unit"),
  vitest("database"),
  { name: "journeys", command: ["playwright", "test"], report: report("journeys") },
];

function execute(command: readonly string[]): Promise<number> {
  const [program = "", ...args] = command;
  const child = spawn(process.execPath, [path.join(root, "node_modules/.bin", program), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, FORCE_COLOR: "0", PLAYWRIGHT_JSON_OUTPUT_NAME: report("journeys") },
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Tests of a report; undefined where there is none, which a failed step explains. */
async function readCounts(file: string): Promise<Counts | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const json = JSON.parse(text) as VitestReport | PlaywrightReport;
  if ("stats" in json) {
    const { expected, unexpected, flaky, skipped } = json.stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  }
  return { passed: json.numPassedTests, failed: json.numFailedTests, skipped: json.numPendingTests };
}

async function runStep(step: Step, total: Counts): Promise<string> {
  const began = Date.now();
  console.log(`\n── ${step.name}`);
  const code = await execute(step.command);
  const counted = step.report ? await readCounts(step.report) : undefined;
  const counts = counted ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A runner that fails without a failed test (it could not start, a file did not load) is a failure too.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (step.report && code === 0 && counts.passed === 0) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  return `${counts.failed === 0 ? "ok    " : "FAILED"} ${step.name.padEnd(10)} ${String(counts.passed).padStart(5)} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${seconds} s`;
}

const only = process.argv.slice(2);
await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });
await ensureBuild();
await execute(["react-router", "typegen"]);
const wanted = [...checks, ...suites].filter((step) => only.length === 0 || only.includes(step.name));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const step of wanted) {
  if (step.name === "journeys" && !(await ensureBrowser())) {
    total.failed += 1;
    lines.push("FAILED journeys: no Chromium is here and none could be installed; PLAYWRIGHT_CHROMIUM may name one");
    continue;
  }
  lines.push(await runStep(step, total));
}
console.log(`\n${lines.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
