// Opens and ends a quiet time of a person: a help case of its own kind, whose last day is its `answerBy`. While it lasts the
// contact room holds every reminder, and nobody has to do anything for it to end. It refuses a second one beside it.
import { isLanguage } from "#app/i18n/languages.ts";
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { takeCaseEdge } from "#app/modules/identity/case-edges.server.ts";
import { openCase } from "#app/modules/identity/help-cases.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { openForCare, type CareRefusal } from "./care-access.server.ts";
import { lastQuietDay, moratoriumReasons } from "./moratorium.ts";

export interface Moratorium {
  readonly id: string;
  readonly reference: string;
  readonly until: Day;
}

/** The one that lasts today; undefined where none does. */
export async function readMoratorium(tx: Tx, app: App, borrowerId: string): Promise<Moratorium | undefined> {
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const row = await tx.helpCase.findFirst({
    where: { borrowerId, kind: "moratorium", status: "open", answerBy: { gte: toDbDate(today) } },
    orderBy: { answerBy: "desc" },
  });
  return row ? { id: row.id, reference: row.reference, until: dayFromDbDate(row.answerBy) } : undefined;
}

export type MoratoriumRefusal = CareRefusal | { readonly kind: "days" | "quiet-reason" | "lasts-already" };

export async function openMoratorium(
  app: App,
  actor: StaffActor,
  borrowerId: string | undefined,
  wanted: { readonly days: number; readonly reason: string },
): Promise<Outcome<Moratorium, MoratoriumRefusal>> {
  const access = await openForCare(app, actor, borrowerId);
  if (!access.ok) return access;
  const until = lastQuietDay(dayAt(app.clock.now(), app.settings.timeZone), wanted.days);
  if (!until) return refused({ kind: "days" });
  const reason = moratoriumReasons.find((code) => code === wanted.reason);
  if (!reason) return refused({ kind: "quiet-reason" });
  return inTransaction(app.db, async (tx): Promise<Outcome<Moratorium, MoratoriumRefusal>> => {
    const { id } = access.value;
    const [person] = await tx.$queryRaw<{ language: string }[]>`
      SELECT language FROM borrower WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    if (await readMoratorium(tx, app, id)) return refused({ kind: "lasts-already" });
    const language = isLanguage(person?.language) ? person.language : "zh-CN";
    await openCase(tx, app, actor, {
      kind: "moratorium",
      borrowerId: id,
      language,
      details: { reason },
      answerBy: until,
    });
    const opened = await readMoratorium(tx, app, id);
    return opened ? done(opened) : refused({ kind: "days" });
  });
}

/** Ends the one that lasts before its day; what was quiet stays so. */
export async function endMoratorium(
  app: App,
  actor: StaffActor,
  borrowerId: string | undefined,
): Promise<Outcome<null, CareRefusal>> {
  const access = await openForCare(app, actor, borrowerId);
  if (!access.ok) return access;
  await inTransaction(app.db, async (tx) => {
    const { id } = access.value;
    await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    const lasting = await readMoratorium(tx, app, id);
    const nextOn = dayAt(app.clock.now(), app.settings.timeZone);
    const answer = { reasons: ["person_asked"], grounds: [], nextOn };
    const data = { outcome: "ended_early", answer, decidedBy: actor.staffId };
    if (lasting) await takeCaseEdge(tx, app, actor, lasting.id, { event: "decide", action: "case.ended_early", data });
  });
  return done(null);
}
