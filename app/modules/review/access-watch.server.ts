// Watches for curiosity: somebody who opens many people in a day whose cases are not theirs. It raises an alarm that
// a person reads, once per person and day. It refuses to lock anybody out: whoever may open a case goes on doing so.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { actorName } from "#app/modules/audit/audit.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { raiseAlert } from "#app/modules/payments/alerts.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";

const windowMs = 86_400_000;

/** As far back as is looked, in rows of this person's own. Whoever fills it in one day has earned the alarm as well. */
const rowsLookedAt = 5000;

/**
 * Different people whom this person opened within a day without having their case. Answers that the portal itself drew
 * for a review of quality do not count: nobody chose them.
 */
async function countUnassigned(app: App, actor: StaffActor): Promise<number> {
  const since = new Date(app.clock.now().getTime() - windowMs);
  const [row] = await app.db.prisma.$queryRaw<{ people: bigint; rows: bigint }[]>`
    SELECT count(DISTINCT subject) FILTER (WHERE action = 'access.opened' AND facts->>'ground' IN ('role', 'reason')
                                             AND facts->>'what' <> 'quality') AS people,
           count(*) AS rows
      FROM (SELECT at, action, subject, facts FROM audit_event
             WHERE actor = ${actorName(actor)} ORDER BY seq DESC LIMIT ${rowsLookedAt}) own
     WHERE at > ${since}`;
  if (!row) return 0;
  return row.rows >= BigInt(rowsLookedAt) ? Number.POSITIVE_INFINITY : Number(row.people);
}

/** Called after each opening of somebody who is not this person's by assignment; a second call in a day is silent. */
export async function watchAccess(app: App, actor: StaffActor): Promise<void> {
  const limit = app.settings.desk.unassignedPerDay;
  const people = await countUnassigned(app, actor);
  if (people <= limit) return;
  const facts = { people: Number.isFinite(people) ? people : rowsLookedAt, limit, role: actor.role };
  const day = dayAt(app.clock.now(), app.settings.timeZone);
  await inTransaction(app.db, async (tx) => {
    const isNew = await raiseAlert(app, tx, "many-unassigned-opened", `staff:${actor.staffId}:${day}`, {
      people: String(facts.people),
      limit: String(limit),
    });
    if (isNew) {
      await recordAudit(tx, app, { actor, action: "access.alarm", subject: `staff:${actor.staffId}`, facts });
    }
  });
}
