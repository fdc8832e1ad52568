// Proves anew that every signed agreement, every certificate and every file of theirs is what was signed or issued:
// the words against their hash, the hash against its seal, each file against what the audit chain says it was. Names the
// first fault. It repairs nothing.
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { readFile } from "#app/platform/stored-files.server.ts";
import { hashText } from "./agreement.ts";
import { certificatePlace } from "./certificates.server.ts";
import { agreementPlace } from "./prepare-plan.server.ts";
import { sealAgreement, sealCertificate } from "./seal.server.ts";

export interface DocumentFault {
  readonly problem: "text_altered" | "seal_wrong" | "file_altered" | "file_gone";
  /** "agreement PLAN-ID", "certificate ID". */
  readonly subject: string;
}

type Checking = Pick<App, "db" | "vault">;

const pageSize = 200;

/** What opens and hashes to this; a text that does not even open was altered as well. */
function isText(
  app: Checking,
  sealed: Uint8Array,
  place: ReturnType<typeof agreementPlace>,
  hash: Uint8Array,
): boolean {
  try {
    return equalBytes(hashText(app.vault.open(sealed, place)), hash);
  } catch {
    return false;
  }
}

async function findFileFault(app: Checking, fileId: string): Promise<"file_altered" | "file_gone" | undefined> {
  const { prisma } = app.db;
  const made = await prisma.auditEvent.findFirst({
    where: { subject: `document:${fileId}`, action: "document.made" },
    orderBy: { seq: "asc" },
    select: { facts: true },
  });
  // Nobody has asked for it yet.
  const stored = await readFile(prisma, app, fileId).catch(() => "altered" as const);
  if (!made) return stored === undefined ? undefined : "file_altered";
  if (stored === undefined) return "file_gone";
  if (stored === "altered") return "file_altered";
  const told = (made.facts as { sha256?: unknown }).sha256;
  return stored.hash.toString("hex") === told ? undefined : "file_altered";
}

async function findFilesFault(
  app: Checking,
  fileIds: readonly string[],
): Promise<DocumentFault["problem"] | undefined> {
  for (const fileId of fileIds) {
    const problem = await findFileFault(app, fileId);
    if (problem) return problem;
  }
  return undefined;
}

type SignedRow = Awaited<ReturnType<typeof readSigned>>[number];

function readSigned(app: Checking, after: string | undefined) {
  return app.db.prisma.agreement.findMany({
    where: { signedAt: { not: null }, ...(after === undefined ? {} : { planId: { gt: after } }) },
    orderBy: { planId: "asc" },
    take: pageSize,
  });
}

async function judgeAgreement(app: Checking, row: SignedRow): Promise<DocumentFault["problem"] | undefined> {
  const { planId, code, hash, signedAt, signingCodeId, language, zhFileId, enFileId, seal, bodyEnc } = row;
  if (!isText(app, bodyEnc, agreementPlace(planId), hash)) return "text_altered";
  if (!signedAt || !signingCodeId || !language || !zhFileId || !enFileId || !seal) return "seal_wrong";
  const expected = sealAgreement(app, { planId, code, hash, signedAt, signingCodeId, language, zhFileId, enFileId });
  if (!equalBytes(expected, seal)) return "seal_wrong";
  return findFilesFault(app, [zhFileId, enFileId]);
}

type IssuedRow = Awaited<ReturnType<typeof readIssued>>[number];

function readIssued(app: Checking, after: string | undefined) {
  return app.db.prisma.certificate.findMany({
    ...(after === undefined ? {} : { where: { id: { gt: after } } }),
    orderBy: { id: "asc" },
    take: pageSize,
  });
}

async function judgeCertificate(app: Checking, row: IssuedRow): Promise<DocumentFault["problem"] | undefined> {
  if (!isText(app, row.bodyEnc, certificatePlace(row.id), row.hash)) return "text_altered";
  if (!equalBytes(sealCertificate(app, row), row.seal)) return "seal_wrong";
  return findFilesFault(app, [row.zhFileId, row.enFileId]);
}

export async function verifyAgreements(app: Checking): Promise<DocumentFault | undefined> {
  for (let after: string | undefined; ;) {
    const rows = await readSigned(app, after);
    for (const row of rows) {
      const problem = await judgeAgreement(app, row);
      if (problem) return { problem, subject: `agreement ${row.planId}` };
    }
    if (rows.length < pageSize) break;
    after = rows.at(-1)?.planId;
  }
  for (let after: string | undefined; ;) {
    const rows = await readIssued(app, after);
    for (const row of rows) {
      const problem = await judgeCertificate(app, row);
      if (problem) return { problem, subject: `certificate ${row.id}` };
    }
    if (rows.length < pageSize) return undefined;
    after = rows.at(-1)?.id;
  }
}
