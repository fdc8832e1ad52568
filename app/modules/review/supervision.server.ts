// Reads what the page of supervision shows: of one portfolio, with a number of statements that does not depend on how
// much there is. It refuses to read for anybody without `supervision.read`, and changes nothing.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { day, dayAt } from "#app/kernel/calendar.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { drawAnswers } from "./quality-sample.server.ts";
import { drawnListed } from "./quality.ts";
import { inPortfolio } from "./queue-lanes.server.ts";
import {
  countAnswers,
  countByAge,
  countGlass,
  countReasons,
  countSeconds,
  countWork,
  listFirstAnswers,
  sumQuality,
  timedAnswers,
  type Scope,
} from "./supervision-figures.server.ts";
import { ageGroupOf, timeAnswers, workingDaysAfter, type AgeGroup, type SupervisionFilter } from "./supervision.ts";
import type { Alarm, Colleague, Supervision } from "./supervision-view.ts";

const dayMs = 86_400_000;
const alarmsShown = 50;

function scopeOf(app: App, actor: StaffActor, { days, creditor }: SupervisionFilter): Scope {
  const now = app.clock.now();
  const creditors = actor.creditors.filter((code) => creditor === undefined || code === creditor);
  return {
    creditors,
    work: creditor === undefined ? inPortfolio(actor) : Prisma.sql`w.creditor_code = ANY(${creditors}::text[])`,
    since: new Date(now.getTime() - days * dayMs),
    today: dayAt(now, app.settings.timeZone),
    timeZone: app.settings.timeZone,
  };
}

async function readAges(app: App, tx: Tx, scope: Scope): Promise<Supervision["ages"]> {
  const calendar = requirePolicy(app.settings.policyPack).calendar.value;
  const ages: Record<AgeGroup, number> = { upTo1: 0, upTo3: 0, upTo5: 0, upTo10: 0, longer: 0 };
  for (const { on, count } of await countByAge(tx, scope)) {
    ages[ageGroupOf(workingDaysAfter(calendar, on, scope.today))] += count;
  }
  return ages;
}

/** Alerts are about staff, not about borrowers, and the reading role sees none: only those of the reader's colleagues. */
async function readAlarms({ db }: App, { since }: Scope): Promise<readonly Alarm[]> {
  const rows = await db.prisma.alert.findMany({
    where: { kind: "many-unassigned-opened", createdAt: { gte: since } },
    orderBy: { createdAt: "desc" },
    take: alarmsShown,
    select: { subject: true, facts: true },
  });
  return rows.map(({ subject, facts }) => {
    const [, staffId = "", on = ""] = subject.split(":");
    return { staffId, on: day(on), people: (facts as { people?: string }).people ?? "" };
  });
}

/** Those who work on something that the reader may see, in the order of their names. */
async function readColleagues(tx: Tx, { creditors }: StaffActor): Promise<readonly Colleague[]> {
  const rows = await tx.staff.findMany({
    where: { creditors: { hasSome: [...creditors] } },
    select: { id: true, name: true, role: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({ ...row, role: row.role as StaffRole }));
}

export async function readSupervision(app: App, actor: StaffActor, filter: SupervisionFilter): Promise<Supervision> {
  requirePermission(actor, "supervision.read");
  const scope = scopeOf(app, actor, filter);
  const alarms = await readAlarms(app, scope);
  return readAsStaff(app.db, actor, async (tx) => {
    const colleagues = await readColleagues(tx, actor);
    const known = new Set(colleagues.map(({ id }) => id));
    const firsts = await listFirstAnswers(app, tx, scope);
    return {
      colleagues,
      work: await countWork(tx, scope),
      ages: await readAges(app, tx, scope),
      times: { ...timeAnswers(firsts, scope.timeZone), newestOnly: firsts.length >= timedAnswers },
      answers: await countAnswers(tx, scope),
      reasons: await countReasons(tx, scope),
      seconds: await countSeconds(tx, scope),
      glass: await countGlass(tx, scope),
      alarms: alarms.filter(({ staffId }) => known.has(staffId)),
      scores: await sumQuality(tx, scope),
      drawn: await drawAnswers(tx, actor, { now: app.clock.now(), creditors: scope.creditors, take: drawnListed }),
    };
  });
}
