// A word before an instalment falls due, once for each. Where a worker was away it is said late, but never on the day
// itself or after it: being late is told in another way. It refuses to remind of what is paid, and of plans that rest.
import { addDays, toDbDate } from "#app/kernel/calendar.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { todayOf } from "./evaluate-plans.server.ts";
import { loadPlans } from "./plan-facts.server.ts";
import { tellOfPlan } from "./plan-messages.server.ts";
import { coverSchedule } from "./schedule.ts";

const daysBefore = 3;
const batchSize = 500;

interface DueRow {
  readonly plan_id: string;
  readonly seq: number;
  readonly due_on: string;
}

/** Instalments of plans that are kept, due in a few days, of which nothing was said yet. */
function findUnsaid(app: App, after: string): Promise<DueRow[]> {
  const today = todayOf(app);
  const [from, through] = [toDbDate(addDays(today, 1)), toDbDate(addDays(today, daysBefore))];
  return app.db.prisma.$queryRaw<DueRow[]>`
    SELECT DISTINCT a.plan_id, a.seq, a.due_on::text
      FROM agreed_due a JOIN plan p ON p.id = a.plan_id AND p.status = 'live'
     WHERE a.due_on BETWEEN ${from}::date AND ${through}::date AND a.plan_id > ${after}::uuid
       AND NOT EXISTS (SELECT FROM message m WHERE m.idem_key = 'plan:' || a.plan_id || ':remind:' || a.seq || ':' || a.due_on)
     ORDER BY a.plan_id, a.seq LIMIT ${batchSize}`;
}

/** Answers how many reminders were queued. */
export async function remindOfPlans(app: App): Promise<number> {
  let [said, after] = [0, "00000000-0000-0000-0000-000000000000"];
  for (;;) {
    const rows = await findUnsaid(app, after);
    const last = rows.at(-1);
    if (!last) return said;
    // The last plan of a full batch may have more rows than the batch held; weekly instalments never come that close.
    after = last.plan_id;
    said += await sayBatch(app, rows);
  }
}

function sayBatch(app: App, rows: readonly DueRow[]): Promise<number> {
  const today = todayOf(app);
  return inTransaction(app.db, async (tx) => {
    const plans = await loadPlans(tx, [...new Set(rows.map(({ plan_id }) => plan_id))]);
    let said = 0;
    for (const { row, schedule, accounts } of plans) {
      const open = coverSchedule(schedule, accounts, today).filter(({ askedMinor }) => askedMinor > 0n);
      for (const { seq, due_on } of rows.filter(({ plan_id }) => plan_id === row.id)) {
        if (!open.some((instalment) => instalment.seq === seq)) continue;
        await tellOfPlan(tx, app, row, `remind:${seq}:${due_on}`, "plan_reminder");
        said += 1;
      }
    }
    return said;
  });
}
