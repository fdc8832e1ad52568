// The page of what a person needs: marks that hold and held, whether they asked for care, whether a quiet time lasts.
// And its changes: a mark is set, looked at again, ended; never deleted, and never silently.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { may } from "#app/kernel/permissions.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { openStatuses } from "#app/modules/hardship/proposals.ts";
import { openFullName } from "#app/modules/identity/borrowers.server.ts";
import { maskName } from "#app/modules/identity/person.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { openAccess, type AccessRefusal } from "./access.server.ts";
import { openForCare, type CareRefusal } from "./care-access.server.ts";
import { listCareMarks } from "./care-marks.server.ts";
import {
  careCauses,
  careNeeds,
  careTellers,
  isReviewDay,
  type CareCause,
  type CareMark,
  type CareNeed,
} from "./care-marks.ts";
import { readMoratorium, type Moratorium } from "./moratorium.server.ts";

const causePlace = (rowId: string) => ({ table: "care_mark", column: "cause_enc", rowId });

export interface EndedMark {
  readonly id: string;
  readonly need: CareNeed;
  readonly setOn: Day;
  readonly endedOn: Day;
}

export interface CarePage {
  readonly borrowerId: string;
  readonly name: string;
  readonly marks: readonly CareMark[];
  /** Of those that hold, for whom the role says so; undefined for everybody else. */
  readonly causes: ReadonlyMap<string, CareCause> | undefined;
  readonly ended: readonly EndedMark[];
  readonly moratorium: Moratorium | undefined;
  /** Proposals in which they asked for special care. */
  readonly askedIn: readonly { readonly id: string; readonly reference: string }[];
  readonly mayWrite: boolean;
}

async function readCauses(tx: Tx, app: App, marks: readonly CareMark[]): Promise<ReadonlyMap<string, CareCause>> {
  const rows = await tx.careMark.findMany({
    where: { id: { in: marks.map(({ id }) => id) }, causeEnc: { not: null } },
    select: { id: true, causeEnc: true },
  });
  return new Map(
    rows.flatMap(({ id, causeEnc }) =>
      causeEnc ? [[id, app.vault.open(causeEnc, causePlace(id)) as CareCause] as const] : [],
    ),
  );
}

async function readEnded(tx: Tx, app: App, borrowerId: string): Promise<EndedMark[]> {
  const { timeZone } = app.settings;
  const rows = await tx.careMark.findMany({
    where: { borrowerId, endedAt: { not: null } },
    orderBy: { endedAt: "desc" },
    take: 50,
  });
  return rows.map(({ id, need, setAt, endedAt }) => ({
    id,
    need: need as CareNeed,
    setOn: dayAt(setAt, timeZone),
    endedOn: dayAt(endedAt ?? setAt, timeZone),
  }));
}

export async function readCarePage(
  app: App,
  actor: StaffActor,
  borrowerId: string | undefined,
): Promise<Outcome<CarePage, AccessRefusal>> {
  if (!isId(borrowerId)) return refused({ kind: "not-found" });
  const access = await openAccess(app, actor, { borrowerId }, "care");
  if (!access.ok) return access;
  const { ground } = access.value;
  return readAsStaff(app.db, actor, async (tx) => {
    const creditorCode = { in: [...actor.creditors] };
    const person = await tx.borrower.findFirstOrThrow({
      where: { id: borrowerId, accounts: { some: { creditorCode } } },
    });
    const marks = await listCareMarks(tx, actor, borrowerId);
    return done({
      borrowerId,
      name: maskName(openFullName(app.vault, person)),
      marks,
      causes: may(actor.role, "care.read_cause") ? await readCauses(tx, app, marks) : undefined,
      ended: await readEnded(tx, app, borrowerId),
      moratorium: await readMoratorium(tx, app, borrowerId),
      askedIn: await tx.proposal.findMany({
        where: { borrowerId, care: true, status: { in: [...openStatuses] }, creditorCode },
        orderBy: { createdAt: "desc" },
        select: { id: true, reference: true },
      }),
      mayWrite: may(actor.role, "care.write") && (ground === "assigned" || ground === "role"),
    });
  });
}

export interface NewMark {
  readonly need: string;
  readonly toldBy: string;
  /** Empty: none is noted. */
  readonly cause: string;
  /** The person agreed that it is noted. */
  readonly agreed: boolean;
  readonly reviewOn: Day | undefined;
}

export type MarkRefusal = CareRefusal | { readonly kind: "need" | "told-by" | "cause" | "agreed" | "review-on" };

function readMark(app: App, typed: NewMark) {
  const need = careNeeds.find((code) => code === typed.need);
  if (!need) return refused({ kind: "need" } as const);
  const toldBy = careTellers.find((code) => code === typed.toldBy);
  if (!toldBy) return refused({ kind: "told-by" } as const);
  const cause = careCauses.find((code) => code === typed.cause);
  if (!cause && typed.cause !== "") return refused({ kind: "cause" } as const);
  // Why somebody needs care is among the most guarded things there are: it is noted with their consent or not at all.
  if (cause && !typed.agreed) return refused({ kind: "agreed" } as const);
  const { reviewOn } = typed;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  if (!reviewOn || !isReviewDay(reviewOn, today)) return refused({ kind: "review-on" } as const);
  return done({ need, toldBy, cause, reviewOn });
}

export async function addCareMark(
  app: App,
  actor: StaffActor,
  borrowerId: string | undefined,
  typed: NewMark,
): Promise<Outcome<{ readonly id: string }, MarkRefusal>> {
  const access = await openForCare(app, actor, borrowerId);
  if (!access.ok) return access;
  const read = readMark(app, typed);
  if (!read.ok) return read;
  const { need, toldBy, cause, reviewOn } = read.value;
  const now = app.clock.now();
  const owner = access.value.id;
  return inTransaction(app.db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${owner}::uuid FOR NO KEY UPDATE`;
    // The same form sent twice is one mark.
    const same = await tx.careMark.findFirst({ where: { borrowerId: owner, need, endedAt: null } });
    const id = same?.id ?? newId(now.getTime());
    const causeEnc = cause ? new Uint8Array(app.vault.seal(cause, causePlace(id))) : null;
    const told = { toldBy, reviewOn: toDbDate(reviewOn), ...(causeEnc ? { causeEnc } : {}) };
    if (same) await tx.careMark.update({ where: { id }, data: told });
    else await tx.careMark.create({ data: { id, borrowerId: owner, need, setBy: actor.staffId, setAt: now, ...told } });
    const facts = { need, toldBy, reviewOn, withCause: cause !== undefined, again: same !== null };
    await recordAudit(tx, app, { actor, action: "care.marked", subject: `borrower:${owner}`, facts });
    return done({ id });
  });
}

/** Ends a mark that holds; it stays on file. */
export async function endCareMark(
  app: App,
  actor: StaffActor,
  borrowerId: string | undefined,
  markId: string | undefined,
): Promise<Outcome<null, CareRefusal>> {
  const access = await openForCare(app, actor, borrowerId);
  if (!access.ok) return access;
  if (!isId(markId)) return refused({ kind: "not-found" });
  const owner = access.value.id;
  return inTransaction(app.db, async (tx): Promise<Outcome<null, CareRefusal>> => {
    const data = { endedBy: actor.staffId, endedAt: app.clock.now() };
    const { count } = await tx.careMark.updateMany({ where: { id: markId, borrowerId: owner, endedAt: null }, data });
    const known = count > 0 || (await tx.careMark.count({ where: { id: markId, borrowerId: owner } })) > 0;
    if (!known) return refused({ kind: "not-found" });
    const facts = { mark: markId };
    if (count > 0) await recordAudit(tx, app, { actor, action: "care.ended", subject: `borrower:${owner}`, facts });
    return done(null);
  });
}
