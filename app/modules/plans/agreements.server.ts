// Reads an agreement as its owner may see it: prepared for today where it is still open, as it was signed where it was.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayFromDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { readBody, showHash, type AgreementText } from "./agreement.ts";
import { agreementPlace, preparePlan } from "./prepare-plan.server.ts";

export interface AgreementView {
  readonly planId: string;
  readonly reference: string;
  readonly code: string;
  readonly state: "open" | "signed" | "closed";
  readonly texts: Readonly<Record<Language, AgreementText>>;
  /** Hexadecimal: the form that signs carries it, so that what is signed is what was shown. */
  readonly hash: string;
  readonly fingerprint: string;
  readonly signUntil: Day;
  readonly datesMoved: boolean;
  readonly signedAt: Date | undefined;
  readonly signedLanguage: Language | undefined;
  /** Of a signed one. */
  readonly files: Readonly<Record<Language, string>> | undefined;
}

/** Undefined where this person has no such agreement. */
export async function readAgreement(
  app: App,
  actor: BorrowerActor,
  planId: string,
): Promise<AgreementView | undefined> {
  const prepared = await preparePlan(app, actor, planId);
  if (!prepared) return undefined;
  const row = await app.db.prisma.agreement.findFirst({
    where: { planId: prepared.planId, borrowerId: actor.borrowerId },
    include: { plan: { select: { reference: true, signUntil: true } } },
  });
  if (!row) return undefined;
  const body = readBody(app.vault.open(row.bodyEnc, agreementPlace(row.planId)));
  const { zhFileId, enFileId } = row;
  return {
    planId: row.planId,
    reference: row.plan.reference,
    code: row.code,
    state: prepared.state,
    texts: body.texts,
    hash: Buffer.from(row.hash).toString("hex"),
    fingerprint: showHash(row.hash),
    signUntil: dayFromDbDate(row.plan.signUntil),
    datesMoved: body.facts.datesMoved,
    signedAt: row.signedAt ?? undefined,
    signedLanguage: isLanguage(row.language) ? row.language : undefined,
    files: zhFileId && enFileId ? { "zh-CN": zhFileId, en: enFileId } : undefined,
  };
}

/** Agreed, although there may be nothing to sign at the moment: an account was objected to, or paid meanwhile. */
export async function isAgreed(app: App, { borrowerId }: BorrowerActor, planId: string): Promise<boolean> {
  if (!isId(planId)) return false;
  const where = { id: planId, borrowerId, status: { in: ["approved", "accepted"] } };
  return (await app.db.prisma.proposal.count({ where })) > 0;
}
