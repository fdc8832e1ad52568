// The consent to use what a proposal says about health, papers and reasons alike: in which words it was given, that it is
// in force, and that it has ended. The words are those of the page; a change of them is a change of the version (a test
// holds the two together).
import { hash } from "node:crypto";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";
import { healthReasons } from "./budget.ts";
import { openReasons, sealReasons } from "./proposal-secrets.server.ts";

export const healthConsentVersion = "health/2026-12";

export function hashHealthConsent(language: Language): Buffer<ArrayBuffer> {
  return Buffer.from(hash("sha256", translator(language)("evidence.consent.text"), "buffer"));
}

const inForce = ({ borrowerId }: BorrowerActor, proposalId: string) => ({
  borrowerId,
  subjectId: proposalId,
  purpose: "health",
  withdrawnAt: null,
});

export async function hasHealthConsent(
  runner: Tx | Db["prisma"],
  actor: BorrowerActor,
  proposalId: string,
): Promise<boolean> {
  return (await runner.consent.count({ where: inForce(actor, proposalId) })) > 0;
}

/** The consent that is in force, or the one that is given now; undefined where there is neither. */
export async function takeHealthConsent(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  consentIn: Language | undefined,
): Promise<string | undefined> {
  const given = await tx.consent.findFirst({ where: inForce(actor, proposalId), select: { id: true } });
  if (given || !consentIn) return given?.id;
  const id = newId();
  await tx.consent.create({
    data: {
      id,
      borrowerId: actor.borrowerId,
      purpose: "health",
      subjectId: proposalId,
      textVersion: healthConsentVersion,
      textHash: hashHealthConsent(consentIn),
      language: consentIn,
      channel: "web",
      givenAt: app.clock.now(),
    },
  });
  return id;
}

/** Answers whether there was one to end. */
export async function endHealthConsent(tx: Tx, app: App, actor: BorrowerActor, proposalId: string): Promise<boolean> {
  const data = { withdrawnAt: app.clock.now() };
  return (await tx.consent.updateMany({ where: inForce(actor, proposalId), data })).count > 0;
}

/** Whatever else was said stays. Under the proposal's lock, in a draft and after sending alike. */
export async function forgetHealthReasons(tx: Tx, app: App, proposalId: string): Promise<void> {
  for (const { accountId, reasonsEnc } of await tx.proposalAccount.findMany({ where: { proposalId } })) {
    const said = openReasons(app, proposalId, accountId, reasonsEnc);
    const kept = said.filter((reason) => !healthReasons.includes(reason));
    if (kept.length === said.length) continue;
    const where = { proposalId_accountId: { proposalId, accountId } };
    await tx.proposalAccount.update({ where, data: { reasonsEnc: sealReasons(app, proposalId, accountId, kept) } });
  }
}
