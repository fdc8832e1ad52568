// Signing: a fresh code, bound to this session and this text, and everything that follows from it in one transaction.
// It refuses to sign a text that is not the one that was shown.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addMonths, dayAt, toDbDate } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { Language } from "#app/i18n/languages.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { markSigned } from "#app/modules/hardship/sign-proposal.server.ts";
import { sendSigningCode, trySigningCode } from "#app/modules/identity/signing-codes.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { frozenClock } from "#app/platform/clock.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { hashText, readBody, type StoredBody } from "./agreement.ts";
import { agreementPlace, prepareWithin, type PreparedPlan } from "./prepare-plan.server.ts";
import { sealAgreement } from "./seal.server.ts";
import { startPlan } from "./start-plan.server.ts";

/** From where somebody signs. */
export interface Signer {
  readonly ip: string;
  readonly language: Language;
}

export type SignRefusal =
  | { readonly kind: "not-found" }
  /** The date has passed, or the proposal was withdrawn. */
  | { readonly kind: "closed" }
  /** Today's text is another than the one that was shown. */
  | { readonly kind: "changed" }
  | { readonly kind: "wrong-code" }
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "no-contact" };

type Ready = { readonly kind: "signed" } | { readonly kind: "open"; readonly textHash: Uint8Array };

/** The text that was shown, still the one that can be signed. */
function judge(prepared: PreparedPlan | undefined, shownHash: string): Outcome<Ready, SignRefusal> {
  if (!prepared) return refused({ kind: "not-found" });
  if (prepared.state === "signed") return done({ kind: "signed" });
  if (prepared.state === "closed" || !prepared.hash) return refused({ kind: "closed" });
  if (Buffer.from(prepared.hash).toString("hex") !== shownHash) return refused({ kind: "changed" });
  return done({ kind: "open", textHash: prepared.hash });
}

/** Sends a fresh code for the text with this hash. */
export async function askToSign(
  app: App,
  actor: BorrowerActor,
  planId: string,
  shownHash: string,
  { ip, language }: Signer,
): Promise<Outcome<Ready, SignRefusal>> {
  if (!isId(planId)) return refused({ kind: "not-found" });
  const prepared = await inTransaction(app.db, (tx) => prepareWithin(tx, app, actor, actor.borrowerId, planId));
  const ready = judge(prepared, shownHash);
  if (!ready.ok || ready.value.kind === "signed") return ready;
  const sent = await sendSigningCode(app, actor, { textHash: ready.value.textHash, ip, language });
  return sent.kind === "sent" ? ready : refused(sent);
}

/** The words of the consent, as they stand in the text that was signed. */
function consentHash({ texts }: StoredBody): Buffer<ArrayBuffer> {
  const clauses = Object.values(texts).flatMap((text) => text.clauses.filter(({ key }) => key === "esign"));
  return hashText(clauses.flatMap(({ paragraphs }) => paragraphs).join("\n"));
}

async function recordPromise(tx: Tx, app: App, planId: string): Promise<void> {
  const plan = await tx.plan.findUniqueOrThrow({ where: { id: planId }, include: { accounts: true } });
  const pack = requirePolicy(plan.policyPackId);
  if (!pack.limitationRestart.value.includes("promise_of_plan")) return;
  const { instalments, lastOn } = decodeQuote(plan.quote);
  const now = app.clock.now();
  // With instalments the period runs from the last of them.
  const runsUntil = addMonths(instalments.at(-1)?.dueOn ?? lastOn, pack.limitationYears.value * 12);
  await tx.limitationEvent.createMany({
    data: plan.accounts.map(({ accountId }) => ({
      id: newId(now.getTime()),
      accountId,
      reason: "promise_of_plan",
      source: `plan:${planId}`,
      happenedOn: toDbDate(dayAt(now, app.settings.timeZone)),
      runsUntil: toDbDate(runsUntil),
      packId: pack.id,
      createdAt: now,
    })),
    skipDuplicates: true,
  });
}

async function writeSignature(
  tx: Tx,
  app: App,
  { borrowerId }: BorrowerActor,
  planId: string,
  signingCodeId: string,
  language: Language,
): Promise<Uint8Array> {
  const row = await tx.agreement.findUniqueOrThrow({ where: { planId } });
  const signedAt = app.clock.now();
  // The files are made when they are first asked for; where they will be is sealed now.
  const files = { zhFileId: newId(signedAt.getTime()), enFileId: newId(signedAt.getTime()) };
  const { code, hash } = row;
  const seal = sealAgreement(app, { planId, code, hash, signedAt, signingCodeId, language, ...files });
  await tx.agreement.update({ where: { planId }, data: { language, signedAt, signingCodeId, seal, ...files } });
  await tx.consent.create({
    data: {
      id: newId(signedAt.getTime()),
      borrowerId,
      purpose: "e_signature",
      subjectId: planId,
      textVersion: row.textVersion,
      textHash: consentHash(readBody(app.vault.open(row.bodyEnc, agreementPlace(planId)))),
      language,
      channel: "web",
      givenAt: signedAt,
    },
  });
  return hash;
}

/** Signs; a plan that is signed already stays so, whichever tab was first. */
export async function signAgreement(
  running: App,
  actor: BorrowerActor,
  planId: string,
  { hash: shownHash, code, ip, language }: Signer & { readonly hash: string; readonly code: string },
): Promise<Outcome<{ readonly planId: string }, SignRefusal>> {
  if (!isId(planId)) return refused({ kind: "not-found" });
  // All of it is of one moment: midnight in between would add a day's interest to a balance that is already agreed.
  const app: App = { ...running, clock: frozenClock(running.clock.now()) };
  return inTransaction(app.db, async (tx): Promise<Outcome<{ readonly planId: string }, SignRefusal>> => {
    const ready = judge(await prepareWithin(tx, app, actor, actor.borrowerId, planId), shownHash);
    if (!ready.ok) return ready;
    if (ready.value.kind === "signed") return done({ planId });
    const tried = await trySigningCode(tx, app, actor, { textHash: ready.value.textHash, ip, digits: code });
    if (tried.kind === "wait") return refused(tried);
    if (tried.kind === "wrong") return refused({ kind: "wrong-code" });
    const hash = await writeSignature(tx, app, actor, planId, tried.codeId, language);
    // The proposal is held and was looked at: a false answer would be a mistake of ours.
    if (!(await markSigned(tx, app, actor, planId))) throw new Error("a proposal that can be signed was not");
    await startPlan(tx, app, actor, planId);
    await recordPromise(tx, app, planId);
    await recordAudit(tx, app, {
      actor,
      action: "agreement.signed",
      subject: `plan:${planId}`,
      facts: { hash: Buffer.from(hash).toString("hex"), language, codeId: tried.codeId },
    });
    return done({ planId });
  });
}
