// Takes a proposal from one state to the next, under its lock: the row, its event and its version move together or not
// at all. It refuses a move that is not in the graph, which is a mistake of ours and loud.
import type { Actor } from "#app/kernel/actor.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { refused } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Db, Prisma, Tx } from "#app/platform/db.server.ts";
import { isPerson, type ProposalRefusal } from "./decisions.ts";
import { moveProposal, type ProposalEvent, type ProposalStatus } from "./proposals.ts";

export type ProposalRow = NonNullable<Awaited<ReturnType<typeof findProposal>>>;

function findProposal(runner: Tx | Db["prisma"], where: Prisma.ProposalWhereInput) {
  return runner.proposal.findFirst({
    where,
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
}

export function statusOf(row: { readonly status: string }): ProposalStatus {
  return row.status as ProposalStatus;
}

/** One person's proposals queue up here. Always the first lock of a transaction. */
export async function lockBorrower(tx: Tx, borrowerId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${borrowerId}::uuid FOR NO KEY UPDATE`;
}

/** The proposal of that borrower, held until the transaction ends; undefined where there is none. */
export async function lockProposal(tx: Tx, borrowerId: string, id: string): Promise<ProposalRow | undefined> {
  if (!isId(id)) return undefined;
  await lockBorrower(tx, borrowerId);
  await tx.$queryRaw`
    SELECT id FROM proposal WHERE id = ${id}::uuid AND borrower_id = ${borrowerId}::uuid FOR NO KEY UPDATE`;
  return (await findProposal(tx, { id, borrowerId })) ?? undefined;
}

/** After the proposal's: the accounts, in id order, so that no payment is booked between looking and deciding. */
export async function lockAccounts(tx: Tx, borrowerId: string, accountIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM debt_account WHERE id = ANY (${[...accountIds]}::uuid[]) AND borrower_id = ${borrowerId}::uuid
     ORDER BY id FOR NO KEY UPDATE`;
}

/** Why this version cannot be moved by this event; undefined where it can. */
export function whyNot(
  row: ProposalRow | undefined,
  version: number,
  event: ProposalEvent,
): { readonly ok: false; readonly refusal: ProposalRefusal } | undefined {
  if (!row) return refused({ kind: "not-found" });
  const status = statusOf(row);
  if (row.version !== version) return refused({ kind: "version-conflict", version: row.version, status });
  return moveProposal(status, event) === undefined ? refused({ kind: "wrong-status", status }) : undefined;
}

/** Who took an edge, as the timeline tells it. */
export type EdgeBy = "borrower" | "person" | "rule" | "clock";

export function edgeBy(actor: Actor): EdgeBy {
  if (actor.kind === "borrower") return "borrower";
  return isPerson(actor) ? "person" : "clock";
}

/** Codes, days and amounts as text. */
export type EdgeFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface Edge {
  readonly event: ProposalEvent;
  readonly by: EdgeBy;
  /** Where it was a person at the desk. */
  readonly staffId?: string | undefined;
  readonly facts?: EdgeFacts;
  /** What else changes with it. */
  readonly data?: Prisma.ProposalUncheckedUpdateInput;
}

export interface TakenEdge {
  readonly row: ProposalRow;
  readonly eventId: string;
}

export async function takeEdge(tx: Tx, app: App, row: ProposalRow, edge: Edge): Promise<TakenEdge> {
  const from = statusOf(row);
  const to = moveProposal(from, edge.event);
  if (!to) throw new RangeError(`a proposal cannot ${edge.event} from ${from}`);
  if (to === "declined" && edge.by !== "person") throw new TypeError("only a person declines");
  const { _max: last } = await tx.proposalEvent.aggregate({ where: { proposalId: row.id }, _max: { at: true } });
  const now = app.clock.now();
  // Several edges of one moment keep their order: each stands at least a millisecond after the one before.
  const at = new Date(Math.max(now.getTime(), (last.at?.getTime() ?? 0) + 1));
  const eventId = newId(now.getTime());
  await tx.proposalEvent.create({
    data: {
      id: eventId,
      proposalId: row.id,
      event: edge.event,
      fromStatus: from,
      toStatus: to,
      actorKind: edge.by,
      staffId: edge.staffId ?? null,
      facts: edge.facts ?? {},
      at,
    },
  });
  const moved = await tx.proposal.update({
    where: { id: row.id },
    data: { ...edge.data, status: to, version: { increment: 1 }, updatedAt: now },
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
  return { row: moved, eventId };
}

export function accountIdsOf(row: ProposalRow): readonly string[] {
  return row.accounts.map(({ accountId }) => accountId);
}

/** Of a reference or an id; for those who act for the operator, never for a borrower. */
export async function findProposalId(
  runner: Tx | Db["prisma"],
  proposal: string,
): Promise<{ readonly id: string; readonly borrowerId: string } | undefined> {
  const where = isId(proposal) ? { id: proposal } : { reference: proposal };
  return (await runner.proposal.findUnique({ where, select: { id: true, borrowerId: true } })) ?? undefined;
}
