// Proposals that were agreed, made straight in the database: for tests of what comes after the answer.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, day, dayAt, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { newId, newReference } from "#app/kernel/ids.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { encodeTerms } from "#app/modules/hardship/terms-codec.ts";
import { readAgreement } from "#app/modules/plans/agreements.server.ts";
import { listDocuments } from "#app/modules/plans/documents.server.ts";
import { askToSign, signAgreement } from "#app/modules/plans/sign-agreement.server.ts";
import type { Prisma } from "#app/platform/db.server.ts";
import type { TestApp } from "./database.ts";
import { placeDebt } from "./debts.ts";
import { newestCode } from "./way-in.ts";

export const signer = { ip: "192.0.2.20", language: "zh-CN" } as const;

/** Three months from 10 December 2026. */
export const threeMonths: OptionTerms = {
  kind: "instalments",
  rhythm: { every: "month", firstOn: day("2026-12-10"), count: 3 },
  upfrontMinor: 0n,
};

export interface AgreedWish {
  readonly terms?: OptionTerms;
  readonly accountIds: readonly string[];
  readonly openUntil?: Day;
  readonly creditorCode?: string;
}

/** The id of an approved proposal, which is its plan's as well. */
export async function agreeProposal(app: TestApp, { borrowerId }: BorrowerActor, wish: AgreedWish): Promise<string> {
  const { terms = threeMonths, accountIds, openUntil = day("2026-12-07"), creditorCode = "RIVER" } = wish;
  const id = newId();
  const now = app.clock.now();
  await app.db.prisma.proposal.create({
    data: {
      id,
      reference: newReference("A"),
      borrowerId,
      creditorCode,
      currency: "CNY",
      status: "approved",
      language: "zh-CN",
      policyPackId: app.settings.policyPack,
      terms: encodeTerms(terms) as Prisma.InputJsonObject,
      openUntil: toDbDate(openUntil),
      decidedAt: now,
      submittedAt: now,
      createdAt: now,
      updatedAt: now,
      accounts: { create: accountIds.map((accountId) => ({ accountId })) },
    },
  });
  return id;
}

/** Reads the agreement, asks for the code that reaches this address, and signs with it. */
export async function signWithCode(app: TestApp, actor: BorrowerActor, planId: string, to: string): Promise<void> {
  const shown = await readAgreement(app, actor, planId);
  if (!shown) throw new Error("there is nothing to sign");
  const asked = await askToSign(app, actor, planId, shown.hash, signer);
  if (!asked.ok) throw new Error(`no code: ${asked.refusal.kind}`);
  const code = await newestCode(app, to);
  const signed = await signAgreement(app, actor, planId, { hash: shown.hash, code, ...signer });
  if (!signed.ok) throw new Error(`not signed: ${signed.refusal.kind}`);
}

/** Where the messages of a person of tests/world/paying.ts arrive. */
export async function addressOf(app: TestApp, { borrowerId }: BorrowerActor): Promise<string> {
  const contact = await app.db.prisma.contactPoint.findFirstOrThrow({ where: { borrowerId } });
  const place = { table: "contact_point", column: "value_enc", rowId: contact.id };
  return app.vault.open(contact.valueEnc, place);
}

/** A plan that this person has signed on another account of theirs, and its agreement as a file. */
export async function placeSignedPlan(
  app: TestApp,
  actor: BorrowerActor,
): Promise<[planId: string, documentId: string]> {
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n });
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const planId = await agreeProposal(app, actor, {
    accountIds: [accountId],
    creditorCode: "BJCF",
    terms: { kind: "full_by_date", on: addDays(today, 20) },
    openUntil: addDays(today, 14),
  });
  await signWithCode(app, actor, planId, await addressOf(app, actor));
  const document = (await listDocuments(app, actor)).find((each) => each.planId === planId);
  return [planId, document?.id ?? ""];
}
