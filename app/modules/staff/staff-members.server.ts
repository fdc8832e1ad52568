// Who works here and what they may do: invitations, roles, portfolios, and an end to all of it. A change takes hold at
// once: sessions end and work goes back in the same transaction. It refuses to let anybody change their own rights, and
// to leave nobody who can administrate; all changes stand in one line for that, one after the other.
import { requirePermission, type Actor, type StaffActor, type SystemActor } from "#app/kernel/actor.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { isStaffRole, may, type StaffRole } from "#app/kernel/permissions.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import type { AuditFacts } from "../audit/audit.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { releaseWork } from "./release-work.server.ts";
import { hasActiveOperator, issueLink, lockOperators } from "./staff-links.server.ts";
import { isMemberState, type MemberRefusal, type MemberState } from "./staff-members.ts";
import { endAllStaffSessions } from "./staff-sessions.server.ts";

/** Whoever looks after the staff: an operator, or somebody at the machine itself. */
type Keeper = StaffActor | SystemActor;

interface Kept {
  readonly id: string;
  readonly role: StaffRole;
  readonly creditors: readonly string[];
  readonly state: MemberState;
  readonly hasWayIn: boolean;
}

/** A session may have outlived by a moment what its owner could do: asked again inside the line. */
async function stillKeeps(tx: Tx, actor: Keeper): Promise<boolean> {
  if (actor.kind === "system") return true;
  requirePermission(actor, "staff.manage");
  const self = await tx.staff.findUnique({ where: { id: actor.staffId }, select: { role: true, status: true } });
  return self?.status === "active" && isStaffRole(self.role) && may(self.role, "staff.manage");
}

async function lockMember(tx: Tx, staffId: string): Promise<Kept | undefined> {
  if (!isId(staffId)) return undefined;
  await tx.$executeRaw`SELECT FROM staff WHERE id = ${staffId}::uuid FOR UPDATE`;
  const found = await tx.staff.findUnique({
    where: { id: staffId },
    select: {
      id: true,
      role: true,
      creditors: true,
      status: true,
      passwordHash: true,
      _count: { select: { passkeys: true } },
    },
  });
  if (!found || !isStaffRole(found.role) || !isMemberState(found.status)) return undefined;
  const { id, role, creditors, status: state, passwordHash, _count } = found;
  return { id, role, creditors, state, hasWayIn: passwordHash !== null || _count.passkeys > 0 };
}

type Work<Value> = (tx: Tx, member: Kept) => Promise<Outcome<Value, MemberRefusal>>;

/** A change to somebody else, by whoever may still make it. */
async function changeMember<Value>(
  app: App,
  actor: Keeper,
  staffId: string,
  work: Work<Value>,
): Promise<Outcome<Value, MemberRefusal>> {
  return inTransaction(app.db, async (tx) => {
    await lockOperators(tx);
    if (!(await stillKeeps(tx, actor))) return refused({ kind: "not-allowed" });
    if (actor.kind === "staff" && actor.staffId === staffId) return refused({ kind: "own" });
    const member = await lockMember(tx, staffId);
    return member ? work(tx, member) : refused({ kind: "not-found" });
  });
}

function record(tx: Tx, app: App, actor: Actor, action: string, staffId: string, facts: AuditFacts): Promise<void> {
  return recordAudit(tx, app, { actor, action: `staff.${action}`, subject: `staff:${staffId}`, facts });
}

/** Whether somebody who can administrate is left when this person no longer can. */
async function canDoWithout(tx: Tx, { id, role, state }: Kept): Promise<boolean> {
  return role !== "operator" || state !== "active" || hasActiveOperator(tx, id);
}

/** Signed in nowhere, and half-way through no sign-in. */
async function putOut(tx: Tx, app: App, staffId: string): Promise<void> {
  await tx.staffChallenge.deleteMany({ where: { staffId, usedAt: null } });
  await endAllStaffSessions(tx, app, staffId);
}

const isPortfolio = ({ settings }: App, creditors: readonly string[]): boolean =>
  creditors.every((code) => settings.creditors.some((creditor) => creditor.code === code));

export interface Invitation {
  /** Small letters. */
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly language: Language;
  readonly creditors: readonly string[];
}

export interface Invited {
  readonly staffId: string;
  /** Of the set-up link; shown once and kept nowhere. */
  readonly token: string;
}

/** Puts somebody on file who sets up their own sign-in by the link. */
export async function inviteMember(
  app: App,
  actor: Keeper,
  { creditors, ...who }: Invitation,
): Promise<Outcome<Invited, MemberRefusal>> {
  if (!isPortfolio(app, creditors)) return refused({ kind: "unknown-creditor" });
  return inTransaction(app.db, async (tx) => {
    await lockOperators(tx);
    if (!(await stillKeeps(tx, actor))) return refused({ kind: "not-allowed" });
    const now = app.clock.now();
    const id = newId(now.getTime());
    const portfolio = [...new Set(creditors)];
    const row = { ...who, id, creditors: portfolio, status: "invited", createdAt: now, updatedAt: now };
    const { count } = await tx.staff.createMany({ data: row, skipDuplicates: true });
    if (count === 0) return refused({ kind: "email-taken" });
    const token = await issueLink(tx, app, actor, id);
    await record(tx, app, actor, "invited", id, { role: who.role, creditors: portfolio });
    return done({ staffId: id, token });
  });
}

export interface Access {
  readonly role: StaffRole;
  readonly creditors: readonly string[];
}

/** What somebody may do, and whose accounts they may see. Whoever it is signs in again. */
export async function changeAccess(
  app: App,
  actor: Keeper,
  staffId: string,
  { role, creditors }: Access,
): Promise<Outcome<void, MemberRefusal>> {
  if (!isPortfolio(app, creditors)) return refused({ kind: "unknown-creditor" });
  return changeMember(app, actor, staffId, async (tx, member) => {
    const portfolio = [...new Set(creditors)].toSorted();
    const before = [...member.creditors].toSorted();
    const otherRole = role !== member.role;
    const otherPortfolio = portfolio.join() !== before.join();
    if (!otherRole && !otherPortfolio) return done(undefined);
    if (role !== "operator" && !(await canDoWithout(tx, member))) return refused({ kind: "last-operator" });
    const data = { role, creditors: portfolio, updatedAt: app.clock.now() };
    await tx.staff.update({ where: { id: staffId }, data });
    await putOut(tx, app, staffId);
    const released = await releaseWork(tx, { id: staffId, role, creditors: portfolio });
    if (otherRole) await record(tx, app, actor, "role_changed", staffId, { from: member.role, to: role, released });
    if (otherPortfolio) {
      await record(tx, app, actor, "portfolio_changed", staffId, { from: before, to: portfolio, released });
    }
    return done(undefined);
  });
}

/** Nobody signs in by this name any more; what was done by it stays. */
export async function disableMember(app: App, actor: Keeper, staffId: string): Promise<Outcome<void, MemberRefusal>> {
  return changeMember(app, actor, staffId, async (tx, member) => {
    if (member.state === "disabled") return refused({ kind: "wrong-state", state: member.state });
    if (!(await canDoWithout(tx, member))) return refused({ kind: "last-operator" });
    const now = app.clock.now();
    await tx.staff.update({
      where: { id: staffId },
      data: { status: "disabled", disabledAt: now, updatedAt: now },
    });
    await tx.staffLink.deleteMany({ where: { staffId, usedAt: null } });
    await putOut(tx, app, staffId);
    const released = await releaseWork(tx, member, true);
    await record(tx, app, actor, "disabled", staffId, { released });
    return done(undefined);
  });
}

/** Back again, with the ways in that they had; whoever has none is as invited. */
export async function enableMember(app: App, actor: Keeper, staffId: string): Promise<Outcome<void, MemberRefusal>> {
  return changeMember(app, actor, staffId, async (tx, { state, hasWayIn }) => {
    if (state !== "disabled") return refused({ kind: "wrong-state", state });
    const status: MemberState = hasWayIn ? "active" : "invited";
    await tx.staff.update({
      where: { id: staffId },
      data: { status, disabledAt: null, updatedAt: app.clock.now() },
    });
    await record(tx, app, actor, "enabled", staffId, { state: status });
    return done(undefined);
  });
}

/** The token of a new set-up link, for somebody who never came or has lost everything. */
export async function renewLink(app: App, actor: Keeper, staffId: string): Promise<Outcome<string, MemberRefusal>> {
  return changeMember(app, actor, staffId, async (tx, { state }) => {
    if (state === "disabled") return refused({ kind: "wrong-state", state });
    return done(await issueLink(tx, app, actor, staffId));
  });
}

/** Signs somebody out everywhere. */
export async function endMemberSessions(
  app: App,
  actor: Keeper,
  staffId: string,
): Promise<Outcome<void, MemberRefusal>> {
  return changeMember(app, actor, staffId, async (tx) => {
    await putOut(tx, app, staffId);
    await record(tx, app, actor, "sessions_ended", staffId, {});
    return done(undefined);
  });
}
