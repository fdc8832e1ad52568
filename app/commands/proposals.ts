// `npm run proposals`: proposals that wait for a person, in the demo; in production it refuses, because whoever answers
// there is somebody by name, at the desk. `list` shows them; `show REFERENCE` one of them; the others answer one:
// `approve`, `counter` with monthly instalments (something upfront comes on the first date), `ask` one of the questions,
// `decline` with reasons (and, after `or`, the instalments that would be accepted). The words that the borrower reads are
// in both catalogues.
import { translator } from "#app/i18n/i18n.ts";
import { systemActor } from "#app/kernel/actor.ts";
import { readDay } from "#app/kernel/calendar.ts";
import { revealInLine } from "#app/kernel/foreign-text.ts";
import { formatMoney, readAmount, type Currency } from "#app/kernel/money.ts";
import { decideProposal } from "#app/modules/hardship/decide-proposal.server.ts";
import { declineReasons, questionCodes, type Answer } from "#app/modules/hardship/decisions.ts";
import { sayHeadline, sayTermsRefusal } from "#app/modules/hardship/option-words.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { listForAnswer, readProposalForAnswer, type ProposalView } from "#app/modules/hardship/proposals.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { fail, openForReading, readCommandEnv, runCommand } from "./run-command.ts";

const actor = systemActor("command");
const t = translator("en");
const usage = [
  "usage: npm run proposals -- list | show REFERENCE | approve REFERENCE",
  "  | counter REFERENCE COUNT FIRST-DATE [UPFRONT]",
  `  | ask REFERENCE ${questionCodes.join("|")}`,
  `  | decline REFERENCE REASON... [or COUNT FIRST-DATE]   (${declineReasons.join(", ")})`,
].join("\n");

async function listProposals(app: App): Promise<void> {
  for (const { reference, status, creditor, answerBy } of await listForAnswer(app, actor)) {
    console.log(`${reference}  ${status}${answerBy ? `  by ${answerBy}` : ""}  ${creditor.code}`);
  }
}

function tellProposal(proposal: ProposalView): void {
  const { reference, status, version, answerBy, accounts, currency, summary, quote, note, questions, events } =
    proposal;
  const say = (amountMinor: bigint): string => formatMoney({ amountMinor, currency });
  console.log(`${reference}  ${status}  version ${version}${answerBy ? `  by ${answerBy}` : ""}`);
  for (const { lastSigns, balanceMinor, intention, reasons } of accounts) {
    console.log(`  account …${lastSigns}: ${say(balanceMinor)}  ${intention}  ${reasons.join(" ")}`);
  }
  const left = summary.surplusMinor === undefined ? "not known" : say(summary.surplusMinor);
  console.log(`  each month in ${say(summary.incomeMinor)}, out ${say(summary.spendingMinor)}, left ${left}`);
  if (quote)
    console.log(`  proposes: ${sayHeadline(t, quote, "en")}; ${say(quote.totalMinor)} in all, to ${quote.lastOn}`);
  if (note !== "") console.log(`  note: ${revealInLine(note)}`);
  for (const { code, answer } of questions) {
    console.log(`  ${code}: ${answer === undefined ? "(not answered)" : revealInLine(answer)}`);
  }
  for (const { event, to, by, at } of events) console.log(`  ${at.toISOString()}  ${event} -> ${to}  ${by}`);
}

function instalments(currency: Currency, [count = "", first = "", upfront = "0"]: readonly string[]): OptionTerms {
  const firstOn = readDay(first);
  const amount = readAmount(upfront, currency);
  if (!/^[1-9]\d{0,2}$/.test(count) || !firstOn || !amount.ok) return fail(usage, 64);
  const rhythm = { every: "month", firstOn, count: Number(count) } as const;
  return { kind: "instalments", rhythm, upfrontMinor: amount.amountMinor };
}

function readAnswer(what: string, { currency }: ProposalView, rest: readonly string[]): Answer {
  if (what === "approve" && rest.length === 0) return { kind: "approve" };
  if (what === "counter") return { kind: "counter", terms: instalments(currency, rest) };
  const question = questionCodes.find((code) => code === rest[0]);
  if (what === "ask" && question) return { kind: "ask", question };
  if (what !== "decline") return fail(usage, 64);
  const until = rest.includes("or") ? rest.indexOf("or") : rest.length;
  const named = rest.slice(0, until);
  const reasons = declineReasons.filter((reason) => named.includes(reason));
  if (reasons.length !== named.length || reasons.length === 0) return fail(usage, 64);
  const terms = until < rest.length ? instalments(currency, rest.slice(until + 1)) : undefined;
  return { kind: "decline", reasons, acceptable: terms };
}

async function answerProposal(app: App, what: string, proposal: ProposalView, rest: readonly string[]): Promise<void> {
  const answer = readAnswer(what, proposal, rest);
  const decided = await decideProposal(app, actor, proposal.reference, answer, proposal.version);
  if (decided.ok) return console.log(`${proposal.reference}  ${decided.value.status}`);
  const { refusal } = decided;
  if (refusal.kind === "terms") fail(sayTermsRefusal(t, refusal.refusal, proposal.currency, "en"));
  if (refusal.kind === "wrong-status") fail(`not possible while it is ${refusal.status}`);
  fail(refusal.kind);
}

await runCommand(async () => {
  const [what = "list", reference, ...rest] = process.argv.slice(2);
  const env = readCommandEnv({ LOG_LEVEL: "warn" });
  if (env.mode === "production") fail("proposals are answered at the desk: /desk");
  const app = await openForReading(env);
  try {
    if (what === "list") return await listProposals(app);
    const proposal = reference === undefined ? fail(usage, 64) : await readProposalForAnswer(app, actor, reference);
    if (!proposal) return fail("no proposal that was sent has this reference");
    if (what === "show") return tellProposal(proposal);
    await answerProposal(app, what, proposal, rest);
  } finally {
    await app.close();
  }
});
