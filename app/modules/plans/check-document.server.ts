// The public check of a document by its code: whether it is one of ours, whether it still holds, and whether a file is
// byte for byte the one that we made. It tells nobody's name, number or amounts: nothing of that is ever read here.
import { dayAt, type Day } from "#app/kernel/calendar.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { hashBytes } from "#app/platform/stored-files.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { showHash, type BothLanguages } from "./agreement.ts";
import { readPublicCode } from "./public-code.ts";
import { sealAgreement, sealCertificate } from "./seal.server.ts";

export interface CheckedDocument {
  readonly kind: "agreement" | "settled";
  /** The code in its one form. */
  readonly code: string;
  readonly status: "valid" | "withdrawn";
  /** Signed or issued. */
  readonly on: Day;
  readonly withdrawnOn: Day | undefined;
  /** Of a certificate only. */
  readonly lender: BothLanguages | undefined;
  readonly fingerprint: string;
  readonly fileIds: readonly string[];
}

async function findAgreement(app: App, code: string): Promise<CheckedDocument | undefined> {
  const row = await app.db.prisma.agreement.findUnique({
    where: { code },
    select: {
      planId: true,
      signedAt: true,
      hash: true,
      seal: true,
      signingCodeId: true,
      language: true,
      zhFileId: true,
      enFileId: true,
      plan: { select: { status: true, endedAt: true } },
    },
  });
  const { planId, signedAt, hash, seal, signingCodeId, language, zhFileId, enFileId } = row ?? {};
  if (!row || !planId || !signedAt || !hash || !seal || !signingCodeId || !language || !zhFileId || !enFileId)
    return undefined;
  const sealed = sealAgreement(app, { planId, code, hash, signedAt, signingCodeId, language, zhFileId, enFileId });
  if (!equalBytes(sealed, seal)) return undefined;
  const { timeZone } = app.settings;
  const ended = row.plan.status === "cancelled" ? row.plan.endedAt : null;
  return {
    kind: "agreement",
    code,
    status: row.plan.status === "cancelled" ? "withdrawn" : "valid",
    on: dayAt(signedAt, timeZone),
    withdrawnOn: ended ? dayAt(ended, timeZone) : undefined,
    lender: undefined,
    fingerprint: showHash(hash),
    fileIds: [zhFileId, enFileId],
  };
}

async function findCertificate(app: App, code: string): Promise<CheckedDocument | undefined> {
  const row = await app.db.prisma.certificate.findUnique({
    where: { code },
    select: {
      id: true,
      code: true,
      accountId: true,
      issuedAt: true,
      withdrawnAt: true,
      hash: true,
      seal: true,
      zhFileId: true,
      enFileId: true,
      account: { select: { creditorCode: true } },
    },
  });
  if (!row || !equalBytes(sealCertificate(app, row), row.seal)) return undefined;
  const { timeZone } = app.settings;
  return {
    kind: "settled",
    code,
    status: row.withdrawnAt ? "withdrawn" : "valid",
    on: dayAt(row.issuedAt, timeZone),
    withdrawnOn: row.withdrawnAt ? dayAt(row.withdrawnAt, timeZone) : undefined,
    lender: creditorByCode(app.settings, row.account.creditorCode)?.legalName,
    fingerprint: showHash(row.hash),
    fileIds: [row.zhFileId, row.enFileId],
  };
}

/** Undefined where no document has this code, or what has it does not carry our seal. */
export async function checkDocument(app: App, typed: string): Promise<CheckedDocument | undefined> {
  const code = readPublicCode(typed);
  if (code === undefined) return undefined;
  return (await findAgreement(app, code)) ?? (await findCertificate(app, code));
}

/** Whether these bytes are one of the document's files. A file that nobody has fetched yet cannot be anywhere. */
export async function isOurFile(app: App, { fileIds }: CheckedDocument, bytes: Uint8Array): Promise<boolean> {
  const files = await app.db.prisma.storedFile.findMany({
    where: { id: { in: [...fileIds] } },
    select: { hash: true },
  });
  const hash = hashBytes(bytes);
  return files.some((file) => equalBytes(file.hash, hash));
}
