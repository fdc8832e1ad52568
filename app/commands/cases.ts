// `npm run cases`: what people wrote who could not get in, or who are not the person looked for, for an operator without
// staff at the desk. `list` shows what is open; `close REFERENCE` ends one, and with it the hold on its account; `release
// CREDITOR ACCOUNT-NUMBER` ends a hold that an answer kept, once the correction is booked, and refuses while a case is
// open that asks for it; `letter CREDITOR ACCOUNT-NUMBER` makes the code that goes by post, and `invite CREDITOR
// ACCOUNT-NUMBER` the one that a letter carries instead of the account number. Both are printed once and kept nowhere.
import { systemActor } from "#app/kernel/actor.ts";
import { revealInLine } from "#app/kernel/foreign-text.ts";
import { releaseCorrected, releaseHold, type ReleaseRefusal } from "#app/modules/accounts/holds.server.ts";
import { closeCase, readOpenCases } from "#app/modules/identity/help-cases.server.ts";
import { issueInvitation } from "#app/modules/identity/invitations.server.ts";
import { findAccountHolder, issuePostedCode } from "#app/modules/identity/posted-codes.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { fail, openForReading, readCommandEnv, runCommand } from "./run-command.ts";

const actor = systemActor("command");
const usage =
  "usage: npm run cases -- list | close REFERENCE | release CREDITOR ACCOUNT-NUMBER | letter CREDITOR ACCOUNT-NUMBER | invite CREDITOR ACCOUNT-NUMBER";

const whyHeld: Readonly<Record<ReleaseRefusal, string>> = {
  "no-account": "no such account",
  "not-held": "the account is not on hold",
  "still-asked": "an open case still asks for the hold",
};

async function listCases(app: App): Promise<void> {
  for (const { reference, kind, answerBy, language, details } of await readOpenCases(app, actor)) {
    console.log(`${reference}  ${kind}  by ${answerBy}  ${language}`);
    for (const [name, text] of Object.entries(details)) {
      if (text !== "") console.log(`  ${name}: ${revealInLine(text)}`);
    }
  }
}

async function writeLetterCode(app: App, creditorCode: string, accountNumber: string): Promise<void> {
  const borrowerId = await findAccountHolder(app, creditorCode, accountNumber);
  if (!borrowerId) return fail("no such account");
  const { digits, expiresAt } = await issuePostedCode(app, actor, borrowerId);
  console.log(`${digits}  works once, until ${expiresAt.toISOString()}`);
}

async function writeInvitation(app: App, creditorCode: string, accountNumber: string): Promise<void> {
  const code = await issueInvitation(app, actor, creditorCode, accountNumber);
  if (!code) return fail("no such account");
  console.log(code);
}

async function endCase(app: App, reference: string): Promise<void> {
  const closed = await closeCase(app, actor, reference);
  if (!closed) return fail("no open case has this reference");
  if (closed.accountId && (await releaseHold(app, actor, closed.accountId)))
    console.log("the account's hold has ended");
}

async function endHold(app: App, creditorCode: string, accountNumber: string): Promise<void> {
  const released = await releaseCorrected(app, actor, creditorCode, accountNumber);
  if (!released.ok) return fail(whyHeld[released.refusal]);
  console.log("the account's hold has ended");
}

await runCommand(async () => {
  const [what = "list", first, second] = process.argv.slice(2);
  const app = await openForReading(readCommandEnv({ LOG_LEVEL: "warn" }));
  try {
    if (what === "list") await listCases(app);
    else if (what === "close" && first) await endCase(app, first);
    else if (what === "release" && first && second) await endHold(app, first, second);
    else if (what === "letter" && first && second) await writeLetterCode(app, first, second);
    else if (what === "invite" && first && second) await writeInvitation(app, first, second);
    else fail(usage, 64);
  } finally {
    await app.close();
  }
});
