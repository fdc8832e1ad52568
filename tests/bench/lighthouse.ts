// Lighthouse on a simulated phone: the four scores, and the largest paint beside that of a static page of one line in
// the same run.
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { browserFlags, findBrowser } from "#app/commands/find-browser.ts";
import type { BenchRow } from "./bench-row.ts";

const run = promisify(execFile);
const cli = path.resolve(import.meta.dirname, "../../node_modules/lighthouse/cli/index.js");

interface LighthouseReport {
  readonly categories: Readonly<
    Record<string, { readonly score: number | null; readonly auditRefs: readonly { readonly id: string }[] }>
  >;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number; readonly score: number | null }>>;
}

/** A trace goes wrong now and then on a busy machine: tried three times. */
async function audit(url: string, headers: Readonly<Record<string, string>>): Promise<LighthouseReport> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await auditOnce(url, headers);
    } catch (error) {
      if (attempt === 3) throw new Error(`Lighthouse could not measure ${new URL(url).pathname}`, { cause: error });
    }
  }
}

async function auditOnce(url: string, headers: Readonly<Record<string, string>>): Promise<LighthouseReport> {
  const { stdout } = await run(
    process.execPath,
    [
      cli, url, "--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices,seo", `--extra-headers=${JSON.stringify(headers)}`,
      `--chrome-flags=${["--headless=new", ...browserFlags].join(" ")}`,
    ],
    { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, CHROME_PATH: findBrowser() ?? "" } },
  ); // prettier-ignore
  return JSON.parse(stdout) as LighthouseReport;
}

const paintOf = (report: LighthouseReport): number =>
  report.audits["largest-contentful-paint"]?.numericValue ?? Number.NaN;

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const oneLine =
  '<!DOCTYPE html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>One line</title></head><body><p>One line of text, and nothing else.</p></body></html>';

/** Scores of the front page, of /start and of the balance page, and the paint against the one-line page. */
export async function measureLighthouse(origin: string, cookie: string, address: string): Promise<BenchRow[]> {
  if (!findBrowser()) return [{ name: "Lighthouse: not run, no Chromium here", ratio: Number.NaN, detail: "" }];
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(oneLine);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const rows: BenchRow[] = [];
  try {
    for (const [name, target, headers] of [
      ["front page", "/", {}],
      ["/start", "/start", {}],
      ["balance page", address, { Cookie: cookie }],
    ] as const) {
      const paints: number[] = [];
      const baseline: number[] = [];
      let report: LighthouseReport | undefined;
      for (let round = 0; round < 3; round += 1) {
        baseline.push(paintOf(await audit(`http://127.0.0.1:${port}/`, {})));
        report = await audit(origin + target, headers);
        paints.push(paintOf(report));
      }
      const categories = Object.entries(report?.categories ?? {});
      const scores = categories
        .map(([category, { score }]) => `${category} ${Math.round((score ?? 0) * 100)}`)
        .join(", ");
      const short = categories.flatMap(([, { auditRefs }]) =>
        auditRefs.filter(({ id }) => {
          const score = report?.audits[id]?.score;
          return score !== null && score !== undefined && score < 0.9;
        }),
      );
      const missed = short.length > 0 ? `; short of full: ${[...new Set(short.map(({ id }) => id))].join(", ")}` : "";
      rows.push({
        name: `${name}: lowest Lighthouse score ÷ 100`,
        ratio: Math.min(...categories.map(([, { score }]) => score ?? 0)),
        aim: 1,
        detail: scores + missed,
      });
      rows.push({
        name: `one-line page's largest paint : ${name}'s`,
        ratio: median(baseline) / median(paints),
        aim: 1 / 1.15,
        detail: `${median(paints).toFixed(0)} ms against ${median(baseline).toFixed(0)} ms`,
      });
    }
    return rows;
  } finally {
    server.close();
  }
}
