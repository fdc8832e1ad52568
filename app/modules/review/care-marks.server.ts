// Marks of what a person needs: set, looked at again, ended, never deleted. What they need is read by whoever has the
// case; why is sealed, and read by those few whose role says so.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayFromDbDate } from "#app/kernel/calendar.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { CareMark, CareNeed, CareTeller } from "./care-marks.ts";

interface MarkRow {
  readonly id: string;
  readonly need: CareNeed;
  readonly told_by: CareTeller;
  readonly review_on: Date;
}

/** What holds for this person now, the oldest first. */
export async function listCareMarks(tx: Tx, { creditors }: StaffActor, borrowerId: string): Promise<CareMark[]> {
  const rows = await tx.$queryRaw<MarkRow[]>`
    SELECT m.id::text, m.need, m.told_by, m.review_on FROM care_mark m
     WHERE m.borrower_id = ${borrowerId}::uuid AND m.ended_at IS NULL
       AND EXISTS (SELECT FROM debt_account a
                    WHERE a.borrower_id = m.borrower_id AND a.creditor_code = ANY(${[...creditors]}::text[]))
     ORDER BY m.set_at, m.id`;
  return rows.map(({ id, need, told_by: toldBy, review_on: reviewOn }) => ({
    id,
    need,
    toldBy,
    reviewOn: dayFromDbDate(reviewOn),
  }));
}
