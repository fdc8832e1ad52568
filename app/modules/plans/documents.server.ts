// A person's own documents: which there are, and their files. A file is made when it is first asked for, under the id
// that was sealed with the document, and never changes afterwards. It refuses a document of somebody else as one that
// does not exist.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { systemActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import { translator } from "#app/i18n/i18n.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { databaseErrorCode, inTransaction } from "#app/platform/db.server.ts";
import { hashBytes, readFile, storeFile } from "#app/platform/stored-files.server.ts";
import { readBody } from "./agreement.ts";
import { renderAgreement } from "./agreement-pdf.server.ts";
import { readCertificateBody } from "./certificate.ts";
import { renderCertificate } from "./certificate-pdf.server.ts";
import { certificatePlace } from "./certificates.server.ts";
import { agreementPlace } from "./prepare-plan.server.ts";

export interface OwnDocument {
  /** Of the file; its address is /my/documents/{id}. */
  readonly id: string;
  readonly kind: "agreement" | "certificate";
  readonly language: Language;
  readonly at: Date;
  readonly planId: string | undefined;
  readonly accountId: string | undefined;
  readonly code: string;
  readonly withdrawn: boolean;
}

interface Source extends OwnDocument {
  readonly rowId: string;
}

type AgreementRow = Awaited<ReturnType<typeof findAgreements>>[number];
type CertificateRow = Awaited<ReturnType<typeof findCertificates>>[number];

function findAgreements(app: App, borrowerId: string) {
  return app.db.prisma.agreement.findMany({
    where: { plan: { borrowerId }, signedAt: { not: null } },
    orderBy: { signedAt: "desc" },
    select: { planId: true, code: true, signedAt: true, zhFileId: true, enFileId: true },
  });
}

function findCertificates(app: App, borrowerId: string) {
  return app.db.prisma.certificate.findMany({
    where: { borrowerId },
    orderBy: { issuedAt: "desc" },
    select: {
      id: true,
      code: true,
      planId: true,
      accountId: true,
      issuedAt: true,
      withdrawnAt: true,
      zhFileId: true,
      enFileId: true,
    },
  });
}

function bothFiles(row: { zhFileId: string | null; enFileId: string | null }) {
  return (["zh-CN", "en"] as const).flatMap((language) => {
    const id = language === "en" ? row.enFileId : row.zhFileId;
    return id === null ? [] : [{ id, language }];
  });
}

function fromAgreement(row: AgreementRow): Source[] {
  const { planId, code, signedAt } = row;
  return bothFiles(row).map((file) => ({
    ...file,
    kind: "agreement",
    at: signedAt ?? new Date(0),
    planId,
    accountId: undefined,
    code,
    withdrawn: false,
    rowId: planId,
  }));
}

function fromCertificate(row: CertificateRow): Source[] {
  const { id: rowId, code, planId, accountId, issuedAt, withdrawnAt } = row;
  return bothFiles(row).map((file) => ({
    ...file,
    kind: "certificate",
    at: issuedAt,
    planId: planId ?? undefined,
    accountId,
    code,
    withdrawn: withdrawnAt !== null,
    rowId,
  }));
}

async function listSources(app: App, { borrowerId }: BorrowerActor): Promise<readonly Source[]> {
  const [certificates, agreements] = await Promise.all([
    findCertificates(app, borrowerId),
    findAgreements(app, borrowerId),
  ]);
  return [...certificates.flatMap(fromCertificate), ...agreements.flatMap(fromAgreement)];
}

/** Certificates first, then agreements, the newest first; each document in both languages. */
export function listDocuments(app: App, actor: BorrowerActor): Promise<readonly OwnDocument[]> {
  return listSources(app, actor);
}

async function renderSource(app: App, { kind, rowId, language }: Source): Promise<Buffer> {
  if (kind === "agreement") {
    const row = await app.db.prisma.agreement.findUniqueOrThrow({ where: { planId: rowId } });
    const { code, hash, seal, signedAt } = row;
    if (!seal || !signedAt) throw new Error("an agreement that was not signed has no file");
    const { texts } = readBody(app.vault.open(row.bodyEnc, agreementPlace(rowId)));
    const signedLanguage = isLanguage(row.language) ? row.language : "zh-CN";
    return renderAgreement(app, { text: texts[language], code, hash, seal, signedAt, signedLanguage }, language);
  }
  const row = await app.db.prisma.certificate.findUniqueOrThrow({ where: { id: rowId } });
  const { code, hash, seal, issuedAt } = row;
  const { texts } = readCertificateBody(app.vault.open(row.bodyEnc, certificatePlace(rowId)));
  return renderCertificate(app, { text: texts[language], code, hash, seal, issuedAt }, language);
}

/** Two who ask at once both set it; the first one's is kept, and the second reads that. */
async function makeFile(app: App, source: Source): Promise<void> {
  const bytes = await renderSource(app, source);
  const file = { bytes, mediaType: "application/pdf" };
  const facts = { sha256: hashBytes(bytes).toString("hex"), language: source.language };
  try {
    await inTransaction(app.db, async (tx) => {
      await storeFile(tx, app, file, source.id);
      const subject = `document:${source.id}`;
      await recordAudit(tx, app, { actor: systemActor("documents"), action: "document.made", subject, facts });
    });
  } catch (error) {
    if (!["P2002", "23505"].includes(databaseErrorCode(error) ?? "")) throw error;
  }
}

export interface ReadDocument {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly mediaType: string;
  /** Says what it is and nothing about whom. */
  readonly fileName: string;
}

/** A file of this person's; undefined where there is none of that id. */
export async function readDocument(
  app: App,
  actor: BorrowerActor,
  documentId: string | undefined,
): Promise<ReadDocument | undefined> {
  if (!isId(documentId)) return undefined;
  const source = (await listSources(app, actor)).find(({ id }) => id === documentId);
  if (!source) return undefined;
  const { prisma } = app.db;
  let file = await readFile(prisma, app, documentId);
  if (!file) {
    await makeFile(app, source);
    file = await readFile(prisma, app, documentId);
  }
  if (!file) throw new Error("a document that was made is not there");
  const t = translator("en");
  const name = source.kind === "agreement" ? t("agreement.pdf.file") : t("agreement.certificate.file");
  return { bytes: file.bytes, mediaType: file.mediaType, fileName: `anhuan-${name}-${source.language}.pdf` };
}
