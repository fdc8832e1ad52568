// What a proposal says about a household, sealed: its budget, the reasons for each account, notes and answers. Opened
// only for whoever may read the proposal. It refuses to change a budget that was sent.
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";
import { decodeBudget, emptyBudget, encodeBudget } from "./budget-codec.ts";
import { type Budget, type ReasonKey, reasonKeys } from "./budget.ts";

type Sealing = Pick<App, "vault">;

const budgetPlace = (id: string): SealPlace => ({ table: "budget", column: "body_enc", rowId: id });
const notePlace = (id: string): SealPlace => ({ table: "proposal", column: "note_enc", rowId: id });
const answerPlace = (id: string): SealPlace => ({ table: "proposal_question", column: "answer_enc", rowId: id });
const reasonsPlace = (proposalId: string, accountId: string): SealPlace => ({
  table: "proposal_account",
  column: "reasons_enc",
  rowId: `${proposalId}:${accountId}`,
});

export function sealNote({ vault }: Sealing, proposalId: string, note: string): Buffer<ArrayBuffer> | null {
  return note === "" ? null : vault.seal(note, notePlace(proposalId));
}

export function openNote({ vault }: Sealing, proposalId: string, noteEnc: Uint8Array | null): string {
  return noteEnc ? vault.open(noteEnc, notePlace(proposalId)) : "";
}

export function sealAnswer({ vault }: Sealing, questionId: string, text: string): Buffer<ArrayBuffer> {
  return vault.seal(text, answerPlace(questionId));
}

export function openAnswer({ vault }: Sealing, questionId: string, answerEnc: Uint8Array | null): string | undefined {
  return answerEnc ? vault.open(answerEnc, answerPlace(questionId)) : undefined;
}

export function sealReasons(
  { vault }: Sealing,
  proposalId: string,
  accountId: string,
  reasons: readonly ReasonKey[],
): Buffer<ArrayBuffer> {
  return vault.seal(JSON.stringify(reasons), reasonsPlace(proposalId, accountId));
}

export function openReasons(
  { vault }: Sealing,
  proposalId: string,
  accountId: string,
  reasonsEnc: Uint8Array | null,
): readonly ReasonKey[] {
  if (!reasonsEnc) return [];
  const said = JSON.parse(vault.open(reasonsEnc, reasonsPlace(proposalId, accountId))) as readonly string[];
  return reasonKeys.filter((reason) => said.includes(reason));
}

export interface KeptBudget {
  readonly id: string;
  readonly version: number;
  readonly budget: Budget;
  readonly sentAt: Date | undefined;
}

/** The newest budget of a proposal; an unanswered one where nothing was written yet. */
export async function readBudget(
  app: Sealing,
  runner: Tx | Db["prisma"],
  proposalId: string,
): Promise<KeptBudget | undefined> {
  const row = await runner.budget.findFirst({ where: { proposalId }, orderBy: { version: "desc" } });
  if (!row) return undefined;
  const budget = decodeBudget(app.vault.open(row.bodyEnc, budgetPlace(row.id)));
  return { id: row.id, version: row.version, budget, sentAt: row.sentAt ?? undefined };
}

/** Writes the newest version while it was not sent, and the next one after it was. Under the proposal's lock. */
export async function writeBudget(
  app: Pick<App, "vault" | "clock">,
  tx: Tx,
  proposalId: string,
  change: (before: Budget) => Budget,
): Promise<void> {
  const now = app.clock.now();
  const kept = await readBudget(app, tx, proposalId);
  const text = encodeBudget(change(kept?.budget ?? emptyBudget));
  if (kept && !kept.sentAt) {
    const bodyEnc = app.vault.seal(text, budgetPlace(kept.id));
    await tx.budget.update({ where: { id: kept.id }, data: { bodyEnc, updatedAt: now } });
    return;
  }
  const id = newId(now.getTime());
  const bodyEnc = app.vault.seal(text, budgetPlace(id));
  const version = (kept?.version ?? 0) + 1;
  await tx.budget.create({ data: { id, proposalId, version, bodyEnc, createdAt: now, updatedAt: now } });
}
