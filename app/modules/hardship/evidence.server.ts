// A borrower's papers: taken as they come, sealed, shown and given back to their owner alone, and removed for good when
// the owner says so. Papers about health need a consent of their own and go with it. What is in a file is found out
// later, by evidence-check.server.ts; until then nobody is given its bytes.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import { inTransaction, type Db, type Tx } from "#app/platform/db.server.ts";
import { deleteFile, hashBytes, readFile, storeFile, type StoredFile } from "#app/platform/stored-files.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { requirePolicy } from "../policy/policy.ts";
import {
  evidenceLimits,
  judgeUploads,
  readMediaType,
  takesEvidence,
  tidyFileName,
  type EvidenceKind,
  type EvidenceProblem,
  type EvidenceRefusal,
  type EvidenceStatus,
  type EvidenceUpload,
  type EvidenceView,
} from "./evidence.ts";
import { endHealthConsent, forgetHealthReasons, hasHealthConsent, takeHealthConsent } from "./health-consent.server.ts";
import type { ProposalStatus } from "./proposals.ts";

const placeOf = (rowId: string): SealPlace => ({ table: "evidence", column: "name_enc", rowId });

/** What is sealed with a file: its name, and which bytes were sent, so that sending them again is seen. */
interface Label {
  readonly name: string;
  readonly sent: string;
}

function openLabel({ vault }: App, row: { id: string; nameEnc: Uint8Array }): Label {
  return JSON.parse(vault.open(row.nameEnc, placeOf(row.id))) as Label;
}

/** The proposal, where it is this person's; locked, so that two sendings of one form see each other. */
async function lockOwn(tx: Tx, actor: BorrowerActor, proposalId: string): Promise<ProposalStatus | undefined> {
  const rows = await tx.$queryRaw<{ status: ProposalStatus }[]>`
    SELECT status FROM proposal WHERE id = ${proposalId}::uuid AND borrower_id = ${actor.borrowerId}::uuid
       FOR NO KEY UPDATE`;
  return rows[0]?.status;
}

type Fresh = EvidenceUpload & { readonly sent: string };

async function keep(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  { name, bytes, kind, sent, consentId }: Fresh & { readonly consentId: string | undefined },
): Promise<void> {
  const id = newId();
  const now = app.clock.now();
  const mediaType = readMediaType(bytes) ?? "";
  const fileId = await storeFile(tx, app, { bytes, mediaType });
  const label: Label = { name: tidyFileName(name), sent };
  await tx.evidence.create({
    data: {
      id,
      proposalId,
      borrowerId: actor.borrowerId,
      kind,
      nameEnc: app.vault.seal(JSON.stringify(label), placeOf(id)),
      status: "received" satisfies EvidenceStatus,
      mediaType,
      size: bytes.byteLength,
      fileId,
      consentId: kind === "health" ? (consentId ?? null) : null,
      createdAt: now,
      updatedAt: now,
    },
  });
  await app.queue.enqueue(tx, "check-evidence", { evidenceId: id });
}

interface KeptRow {
  readonly id: string;
  readonly status: string;
  readonly nameEnc: Uint8Array;
}

/** Those whose bytes are not here yet; each once, however often it was sent. */
function pickFresh(app: App, rows: readonly KeptRow[], uploads: readonly EvidenceUpload[]): Fresh[] {
  const here = new Set(rows.filter(({ status }) => status !== "removed").map((row) => openLabel(app, row).sent));
  return uploads.flatMap((upload) => {
    const sent = hashBytes(upload.bytes).toString("base64");
    if (here.has(sent)) return [];
    here.add(sent);
    return [{ ...upload, sent }];
  });
}

function roomFor(rows: readonly KeptRow[], fresh: readonly Fresh[]): EvidenceRefusal | undefined {
  const counted = rows.filter(({ status }) => status !== "removed" && status !== "refused").length;
  const most = evidenceLimits.files;
  const full = counted + fresh.length > most || rows.length + fresh.length > evidenceLimits.filesEver;
  return fresh.length > 0 && full ? { kind: "too-many", most } : undefined;
}

/**
 * Takes all of the files or none. `consentIn` is the language in which the words about health were shown and agreed to
 * with this form. Undefined where this person has no such proposal.
 */
export async function addEvidence(
  app: App,
  actor: BorrowerActor,
  proposalId: string | undefined,
  uploads: readonly EvidenceUpload[],
  consentIn?: Language,
): Promise<Outcome<{ readonly added: number }, EvidenceRefusal> | undefined> {
  if (!isId(proposalId)) return undefined;
  return inTransaction(app.db, async (tx) => {
    const status = await lockOwn(tx, actor, proposalId);
    if (!status) return undefined;
    if (!takesEvidence(status)) return refused<EvidenceRefusal>({ kind: "closed" });
    const consented = consentIn !== undefined || (await hasHealthConsent(tx, actor, proposalId));
    const wrong = judgeUploads(uploads, { healthConsent: consented });
    if (wrong) return refused(wrong);
    const rows = await tx.evidence.findMany({
      where: { proposalId, borrowerId: actor.borrowerId },
      select: { id: true, status: true, nameEnc: true },
    });
    const fresh = pickFresh(app, rows, uploads);
    const full = roomFor(rows, fresh);
    if (full) return refused(full);
    const about = fresh.some(({ kind }) => kind === "health");
    const consentId = about ? await takeHealthConsent(tx, app, actor, proposalId, consentIn) : undefined;
    for (const upload of fresh) await keep(tx, app, actor, proposalId, { ...upload, consentId });
    if (fresh.length > 0) {
      // Of which kind they are would say in a record for good that somebody is ill.
      const facts = { count: fresh.length };
      await recordAudit(tx, app, { actor, action: "evidence.added", subject: `proposal:${proposalId}`, facts });
    }
    return done({ added: fresh.length });
  });
}

interface Goner {
  readonly proposalId: string;
  readonly borrowerId: string;
  readonly id?: string;
  readonly kind?: EvidenceKind;
}

/** Takes the bytes away for good; the row says that there was something. Answers how many there were. */
async function forget(tx: Tx, app: App, where: Goner): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string; file_id: string | null }[]>`
    SELECT id::text, file_id::text FROM evidence
     WHERE proposal_id = ${where.proposalId}::uuid AND borrower_id = ${where.borrowerId}::uuid AND status <> 'removed'
       AND (${where.id ?? null}::uuid IS NULL OR id = ${where.id ?? null}::uuid)
       AND (${where.kind ?? null}::text IS NULL OR kind = ${where.kind ?? null}::text)
     ORDER BY id FOR UPDATE`;
  for (const { id, file_id: fileId } of rows) {
    if (fileId) await deleteFile(tx, fileId);
    // The name may say as much as the file.
    const nameEnc = app.vault.seal(JSON.stringify({ name: "", sent: "" } satisfies Label), placeOf(id));
    const data = { status: "removed" satisfies EvidenceStatus, fileId: null, nameEnc, updatedAt: app.clock.now() };
    await tx.evidence.update({ where: { id }, data });
  }
  return rows.length;
}

/** Removing twice is removing once. Undefined where there is no such file of this person, or it can no longer go. */
export async function removeEvidence(
  app: App,
  actor: BorrowerActor,
  proposalId: string | undefined,
  evidenceId: string,
): Promise<"removed" | "closed" | undefined> {
  if (!isId(proposalId) || !isId(evidenceId)) return undefined;
  const { borrowerId } = actor;
  return inTransaction(app.db, async (tx) => {
    const status = await lockOwn(tx, actor, proposalId);
    if (!status || (await tx.evidence.count({ where: { id: evidenceId, proposalId, borrowerId } })) === 0) {
      return undefined;
    }
    if (!takesEvidence(status)) return "closed";
    if ((await forget(tx, app, { id: evidenceId, proposalId, borrowerId })) > 0) {
      const subject = `proposal:${proposalId}`;
      await recordAudit(tx, app, { actor, action: "evidence.removed", subject, facts: { evidence: evidenceId } });
    }
    return "removed";
  });
}

/** A consent can be taken back at any time, also after the proposal was answered; papers and reasons go with it. */
export async function withdrawHealthConsent(
  app: App,
  actor: BorrowerActor,
  proposalId: string | undefined,
): Promise<"withdrawn" | undefined> {
  if (!isId(proposalId)) return undefined;
  const { borrowerId } = actor;
  return inTransaction(app.db, async (tx) => {
    if (!(await lockOwn(tx, actor, proposalId))) return undefined;
    const ended = await endHealthConsent(tx, app, actor, proposalId);
    const count = await forget(tx, app, { proposalId, borrowerId, kind: "health" });
    await forgetHealthReasons(tx, app, proposalId);
    if (ended) {
      const subject = `proposal:${proposalId}`;
      await recordAudit(tx, app, { actor, action: "consent.withdrawn", subject, facts: { purpose: "health", count } });
    }
    return "withdrawn";
  });
}

/** What was sent and not removed, the oldest first; empty also where this person has no such proposal. */
export async function listEvidence(
  app: App,
  actor: BorrowerActor,
  proposalId: string | undefined,
): Promise<readonly EvidenceView[]> {
  return isId(proposalId) ? listEvidenceOf(app, app.db.prisma, { proposalId, borrowerId: actor.borrowerId }) : [];
}

/** The same, for whoever may read the proposal, in their own transaction. */
export async function listEvidenceOf(
  app: App,
  runner: Tx | Db["prisma"],
  { proposalId, borrowerId }: { readonly proposalId: string; readonly borrowerId: string },
): Promise<readonly EvidenceView[]> {
  const rows = await runner.evidence.findMany({
    where: { proposalId, borrowerId, status: { not: "removed" } },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => ({
    id: row.id,
    name: openLabel(app, row).name,
    kind: row.kind as EvidenceKind,
    status: row.status as EvidenceView["status"],
    problem: (row.problem ?? undefined) as EvidenceProblem | undefined,
    size: row.size,
    addedOn: dayAt(row.createdAt, app.settings.timeZone),
  }));
}

export interface EvidenceOverview {
  readonly status: ProposalStatus;
  /** Whether files can still be added and removed. */
  readonly open: boolean;
  /** The pack asks for papers before it is sent. */
  readonly needed: boolean;
  readonly healthConsent: boolean;
  readonly files: readonly EvidenceView[];
}

export async function readEvidence(
  app: App,
  actor: BorrowerActor,
  proposalId: string | undefined,
): Promise<EvidenceOverview | undefined> {
  if (!isId(proposalId)) return undefined;
  const { prisma } = app.db;
  const proposal = await prisma.proposal.findFirst({
    where: { id: proposalId, borrowerId: actor.borrowerId },
    select: { status: true, policyPackId: true },
  });
  if (!proposal) return undefined;
  const status = proposal.status as ProposalStatus;
  // A draft is sent under the pack of the day.
  const packId = status === "draft" ? app.settings.policyPack : proposal.policyPackId;
  return {
    status,
    open: takesEvidence(status),
    needed: requirePolicy(packId).evidenceRequired.value,
    healthConsent: await hasHealthConsent(prisma, actor, proposalId),
    files: await listEvidence(app, actor, proposalId),
  };
}

/** The bytes of a file that was found to be in order; of any other there is nothing to give. */
export async function readEvidenceFile(
  app: App,
  actor: BorrowerActor,
  proposalId: string | undefined,
  evidenceId: string | undefined,
): Promise<StoredFile | undefined> {
  if (!isId(proposalId) || !isId(evidenceId)) return undefined;
  const row = await app.db.prisma.evidence.findFirst({
    where: { id: evidenceId, proposalId, borrowerId: actor.borrowerId, status: "ready" },
    select: { fileId: true },
  });
  return row?.fileId ? readFile(app.db.prisma, app, row.fileId) : undefined;
}
