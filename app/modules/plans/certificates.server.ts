// Issues the settled certificate of an account, once for each time that it is settled, and withdraws it where money is
// taken back. As part of the caller's transaction, who says that the funds have cleared. It refuses to certify a balance
// that is not zero, and makes no file: files are made when they are first asked for.
import { dayAt, dayFromDbDate } from "#app/kernel/calendar.ts";
import { systemActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import { maskIdNumberPublicly } from "#app/modules/identity/person.ts";
import { currencyOf, readEntries } from "#app/modules/ledger/read-books.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { hashText } from "./agreement.ts";
import {
  certificateBody,
  certificateVersion,
  settlementOf,
  type CertificateFacts,
  type Settlement,
} from "./certificate.ts";
import { newPublicCode } from "./public-code.ts";
import { sealCertificate } from "./seal.server.ts";

const worker = systemActor("worker");

export const certificatePlace = (rowId: string) => ({ table: "certificate", column: "body_enc", rowId });

async function readSettlement(tx: Tx, accountId: string): Promise<Settlement | undefined> {
  const posted = await readEntries(tx, [accountId]);
  const kinds = new Map(posted.map(({ journalId, kind }) => [journalId, kind]));
  return settlementOf(posted.map((entry) => ({ ...entry, reversedKind: kinds.get(entry.reversesId ?? "") })));
}

type AccountRow = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

function findAccount(tx: Tx, id: string) {
  return tx.debtAccount.findUnique({
    where: { id },
    select: {
      id: true,
      borrowerId: true,
      creditorCode: true,
      accountNumber: true,
      productType: true,
      contractDate: true,
      currency: true,
      borrower: { select: { id: true, fullNameEnc: true, idNumberEnc: true } },
    },
  });
}

function factsOf(app: App, account: AccountRow, settlement: Settlement, code: string): CertificateFacts {
  const creditor = creditorByCode(app.settings, account.creditorCode);
  if (!creditor) throw new Error("an account's creditor is not in the settings any more");
  return {
    textVersion: certificateVersion,
    code,
    lender: creditor.legalName,
    operator: app.settings.operator.legalName,
    borrower: {
      name: openFullName(app.vault, account.borrower),
      maskedIdNumber: maskIdNumberPublicly(openIdNumber(app.vault, account.borrower)),
    },
    accountNumber: account.accountNumber,
    productType: account.productType as ProductType,
    contractOn: dayFromDbDate(account.contractDate),
    currency: currencyOf(account.currency),
    ...settlement,
    issuedOn: dayAt(app.clock.now(), app.settings.timeZone),
  };
}

/** The id of the account's valid certificate, made now where there is none; undefined where something is owed. */
export async function issueCertificate(
  tx: Tx,
  app: App,
  planId: string | undefined,
  accountId: string,
): Promise<string | undefined> {
  // Two that would issue it go one after the other.
  await tx.$queryRaw`SELECT id FROM debt_account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
  const valid = await tx.certificate.findFirst({ where: { accountId, withdrawnAt: null }, select: { id: true } });
  if (valid) return valid.id;
  const account = await findAccount(tx, accountId);
  const settlement = await readSettlement(tx, accountId);
  if (!account || !settlement) return undefined;
  const issuedAt = app.clock.now();
  const [id, zhFileId, enFileId] = [newId(issuedAt.getTime()), newId(issuedAt.getTime()), newId(issuedAt.getTime())];
  const code = newPublicCode();
  const body = certificateBody(factsOf(app, account, settlement, code));
  const hash = hashText(body);
  const parts = { id, code, accountId, hash, issuedAt, zhFileId, enFileId };
  await tx.certificate.create({
    data: {
      ...parts,
      planId: planId ?? null,
      borrowerId: account.borrowerId,
      bodyEnc: app.vault.seal(body, certificatePlace(id)),
      seal: sealCertificate(app, parts),
    },
  });
  const facts = { hash: hash.toString("hex"), account: accountId, plan: planId ?? null };
  await recordAudit(tx, app, { actor: worker, action: "certificate.issued", subject: `certificate:${id}`, facts });
  return id;
}

export type WithdrawalReason = "payment_reversed" | "correction";

/** Something is owed again: what was certified no longer holds. */
export async function withdrawCertificate(
  tx: Tx,
  app: App,
  accountId: string,
  reason: WithdrawalReason,
): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE certificate SET withdrawn_at = ${app.clock.now()}, withdrawn_reason = ${reason}
     WHERE account_id = ${accountId}::uuid AND withdrawn_at IS NULL
    RETURNING id::text`;
  for (const { id } of rows) {
    const subject = `certificate:${id}`;
    await recordAudit(tx, app, { actor: worker, action: "certificate.withdrawn", subject, facts: { reason } });
  }
}
