// The public check of a document by its code: whether it is one of ours, whether it still holds, and whether a file is
// byte for byte the one that we made. It tells nobody's name, number or amounts: nothing of that is ever read here.
import { dayAt, type Day } from "#app/kernel/calendar.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { hashBytes } from "#app/platform/stored-files.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { showHash, type BothLanguages } from "./agreement.ts";
import { readPublicCode } from "./public-code.ts";

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
      signedAt: true,
      hash: true,
      zhFileId: true,
      enFileId: true,
      plan: { select: { status: true, endedAt: true } },
    },
  });
  if (!row?.signedAt) return undefined;
  const { timeZone } = app.settings;
  const ended = row.plan.status === "cancelled" ? row.plan.endedAt : null;
  return {
    kind: "agreement",
    code,
    status: row.plan.status === "cancelled" ? "withdrawn" : "valid",
    on: dayAt(row.signedAt, timeZone),
    withdrawnOn: ended ? dayAt(ended, timeZone) : undefined,
    lender: undefined,
    fingerprint: showHash(row.hash),
    fileIds: [row.zhFileId, row.enFileId].filter((id) => id !== null),
  };
}

async function findCertificate(app: App, code: string): Promise<CheckedDocument | undefined> {
  const row = await app.db.prisma.certificate.findUnique({
    where: { code },
    select: {
      issuedAt: true,
      withdrawnAt: true,
      hash: true,
      zhFileId: true,
      enFileId: true,
      account: { select: { creditorCode: true } },
    },
  });
  if (!row) return undefined;
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

/** Undefined where no document has this code. */
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
