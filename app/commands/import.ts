// `npm run import -- FILE`: brings a creditor's file in. With --json one object for each data row and the totals last;
// otherwise a summary in both languages. Exit 0 when the file could be read, whatever stayed out; 2 when it could not.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { systemActor } from "#app/kernel/actor.ts";
import { formatMoney, isCurrency, money } from "#app/kernel/money.ts";
import { translator } from "#app/i18n/i18n.ts";
import { isLanguage, languages, type Language } from "#app/i18n/languages.ts";
import {
  importPlacements,
  writeRefusalFile,
  type ImportTotals,
  type RowOutcome,
  type UnreadableFile,
} from "#app/modules/placements/placements.server.ts";
import { loadPolicies } from "#app/modules/policy/policy.server.ts";
import { openApp } from "#app/platform/app.server.ts";
import { ConfigurationError, readEnv } from "#app/platform/env.server.ts";

interface Arguments {
  readonly file: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly creditor: string | undefined;
  readonly refusals: string | undefined;
  /** Undefined: both. */
  readonly language: Language | undefined;
}

const exitUnreadable = 2;
const shownRefusals = 20;

function readArguments(): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        creditor: { type: "string" },
        refusals: { type: "string" },
        language: { type: "string" },
      },
    });
    const [file, ...more] = positionals;
    const { language } = values;
    if (file === undefined || more.length > 0 || (language !== undefined && !isLanguage(language))) return undefined;
    return {
      file,
      dryRun: values["dry-run"],
      json: values.json,
      creditor: values.creditor,
      refusals: values.refusals,
      language,
    };
  } catch {
    return undefined;
  }
}

/** Answers once the text is taken: printing faster than a slow reader takes would fill the memory. */
function print(text: string): Promise<void> {
  // A reader that left is no reason to stop an import half way.
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

process.stdout.on("error", () => undefined);

/** Says the same in each language asked for, to a person. */
function tell(
  language: Language | undefined,
  stream: NodeJS.WriteStream,
  say: (t: ReturnType<typeof translator>) => string,
): void {
  for (const each of language ? [language] : languages) stream.write(`${say(translator(each))}\n`);
}

function jsonLine(each: RowOutcome): string {
  const { line, outcome } = each;
  if (each.outcome !== "refused") return JSON.stringify({ line, outcome });
  const { column, code } = each.refusal;
  return JSON.stringify({ line, outcome, ...(column === undefined ? {} : { column }), code });
}

function jsonTotals({ accepted, refused, unchanged, updated, total }: ImportTotals): string {
  return JSON.stringify({
    accepted,
    refused,
    unchanged,
    updated,
    total: Object.fromEntries([...total].map(([currency, minor]) => [currency, minor.toString()])),
  });
}

function showProgress(share: number): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round(share * 30);
  process.stderr.write(
    `\r[${"█".repeat(filled)}${"░".repeat(30 - filled)}] ${String(Math.floor(share * 100)).padStart(3)} %${share >= 1 ? "\n" : ""}`,
  );
}

/** Keeps the first refusals for the summary and writes all of them to the file that was asked for. */
function collectRefusals({ refusals, language, json }: Arguments) {
  const stream = refusals === undefined ? undefined : createWriteStream(refusals);
  const file = stream && writeRefusalFile(stream, language ?? "zh-CN");
  const shown: Extract<RowOutcome, { outcome: "refused" }>[] = [];
  return {
    shown,
    take: async (outcomes: readonly RowOutcome[]): Promise<void> => {
      for (const each of outcomes) {
        if (each.outcome !== "refused") continue;
        file?.add(each.line, each.refusal);
        if (!json && shown.length < shownRefusals) shown.push(each);
      }
      if (stream?.writableNeedDrain) await once(stream, "drain");
    },
    close: async (): Promise<void> => {
      stream?.end();
      if (stream) await finished(stream);
    },
  };
}

function summarise(args: Arguments, totals: ImportTotals, shown: ReturnType<typeof collectRefusals>["shown"]): void {
  const amounts = [...totals.total]
    .map(([currency, minor]) => (isCurrency(currency) ? formatMoney(money(minor, currency)) : ""))
    .join(" + ");
  tell(args.language, process.stdout, (t) =>
    [
      ...(args.dryRun ? [t("placements.command.dryRun")] : []),
      [
        `${t("placements.command.accepted", { count: totals.accepted })} (${t("placements.command.total", { amount: amounts || "0" })})`,
        t("placements.command.updated", { count: totals.updated }),
        t("placements.command.unchanged", { count: totals.unchanged }),
        t("placements.command.refused", { count: totals.refused }),
      ].join(" · "),
      ...shown.map(
        ({ line, refusal: { column, code } }) =>
          `  ${t("placements.command.refusedLine", { line, column: column ?? "", code, reason: t(`placements.refusal.${code}`) })}`,
      ),
      ...(totals.refused > shown.length
        ? [`  ${t("placements.command.moreRefused", { count: totals.refused - shown.length })}`]
        : []),
      ...(args.refusals === undefined ? [] : [t("placements.command.refusalsSaved", { file: args.refusals })]),
    ].join("\n"),
  );
}

function tellUnreadable(language: Language | undefined, fault: UnreadableFile): void {
  tell(language, process.stderr, (t) => {
    const reason =
      "column" in fault
        ? t(`placements.unreadable.${fault.kind}`, { column: fault.column })
        : t(`placements.unreadable.${fault.kind}`);
    return fault.line === 0 ? reason : t("placements.command.unreadableLine", { line: fault.line, reason });
  });
}

async function runImport(args: Arguments): Promise<number> {
  const app = await openApp(readEnv());
  const refusals = collectRefusals(args);
  try {
    await loadPolicies(app);
    if (args.creditor !== undefined && !app.settings.creditors.some(({ code }) => code === args.creditor)) {
      tell(args.language, process.stderr, (t) =>
        t("placements.command.creditorUnknown", { code: args.creditor ?? "" }),
      );
      return exitUnreadable;
    }
    const outcome = await importPlacements(app, systemActor("import"), {
      file: args.file,
      creditorCode: args.creditor,
      dryRun: args.dryRun,
      progress: showProgress,
      waiting: () => tell(args.language, process.stderr, (t) => t("placements.command.waiting")),
      report: async (outcomes) => {
        await refusals.take(outcomes);
        if (args.json) await print(outcomes.map((each) => `${jsonLine(each)}\n`).join(""));
      },
    });
    if (!outcome.ok) {
      tellUnreadable(args.language, outcome.refusal);
      return exitUnreadable;
    }
    await refusals.close();
    if (args.json) await print(`${jsonTotals(outcome.value)}\n`);
    else summarise(args, outcome.value, refusals.shown);
    return 0;
  } finally {
    await app.close();
  }
}

async function runCommand(): Promise<number> {
  const args = readArguments();
  if (!args) {
    tell(undefined, process.stderr, (t) => t("placements.command.usage"));
    return exitUnreadable;
  }
  try {
    return await runImport(args);
  } catch (error) {
    if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
    else {
      tell(args.language, process.stderr, (t) => t("placements.command.stopped"));
      // The kind of fault only: a message of the database may hold what a row said.
      const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
      process.stderr.write(`${error instanceof Error ? error.name : ""} ${code}\n`);
    }
    return 1;
  }
}

const exitCode = await runCommand();
// The schema engine of the migrations leaves a timer of ten seconds behind; nobody waits for it.
await print("");
process.exit(exitCode);
