// Cases for people of the operator: another way in, "I am not this person", "this account is not mine". What somebody
// wrote is sealed; the answer is the same whoever asks, and the reference tells nothing but when an answer comes.
import { systemActor, type Actor, type BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { newId, newReference } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { requirePolicy } from "../policy/policy.ts";
import { takeCaseEdge } from "./case-edges.server.ts";
import { caseAnswerDay, openCaseStatuses, type CaseKind } from "./help-cases.ts";
import { count, counterKey, readCounters } from "./sign-in-counters.server.ts";
import { askingOpensAt, networkOf } from "./sign-in-limits.ts";

export interface OpenedCase {
  readonly reference: string;
  readonly answerBy: Day;
}

interface NewCase {
  /** The same id opens one case, however often a form is sent. It is never one that a form names. */
  readonly id?: string | undefined;
  readonly kind: CaseKind;
  readonly borrowerId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly language: Language;
  readonly details: Readonly<Record<string, string>>;
  /** Of a moratorium its last day. All others are answered by the day that their kind has. */
  readonly answerBy?: Day | undefined;
}

/** Opens a case as part of the caller's transaction. */
export async function openCase(tx: Tx, app: App, actor: Actor, wanted: NewCase): Promise<OpenedCase> {
  const now = app.clock.now();
  const id = wanted.id ?? newId(now.getTime());
  const today = dayAt(now, app.settings.timeZone);
  const answerBy = wanted.answerBy ?? caseAnswerDay(requirePolicy(app.settings.policyPack), wanted.kind, today);
  const place = { table: "help_case", column: "details_enc", rowId: id };
  const rows = await tx.$queryRaw<{ reference: string; answer_by: Date; made: boolean }[]>`
    WITH made AS (
      INSERT INTO help_case (id, reference, kind, status, borrower_id, account_id, language, details_enc, answer_by, created_at)
      VALUES (${id}::uuid, ${newReference("H")}, ${wanted.kind}, 'open', ${wanted.borrowerId ?? null}::uuid,
              ${wanted.accountId ?? null}::uuid, ${wanted.language}, ${app.vault.seal(JSON.stringify(wanted.details), place)},
              ${toDbDate(answerBy)}::date, ${now})
      ON CONFLICT (id) DO NOTHING
      RETURNING reference, answer_by)
    SELECT reference, answer_by, true AS made FROM made
    UNION ALL
    SELECT reference, answer_by, false FROM help_case WHERE id = ${id}::uuid
    LIMIT 1`;
  // A form sent twice at once: the other one made it after this statement had begun, and the next one sees it.
  const row = rows[0] ?? (await findMadeMeanwhile(tx, id));
  if (row.made) {
    await recordAudit(tx, app, { actor, action: "case.opened", subject: `case:${id}`, facts: { kind: wanted.kind } });
  }
  return { reference: row.reference, answerBy: dayFromDbDate(row.answer_by) };
}

async function findMadeMeanwhile(tx: Tx, id: string): Promise<{ reference: string; answer_by: Date; made: boolean }> {
  const { reference, answerBy } = await tx.helpCase.findUniqueOrThrow({ where: { id } });
  return { reference, answer_by: answerBy, made: false };
}

export interface HelpRequest {
  /** Of the form, which anybody may fill in. */
  readonly once: string | undefined;
  readonly ip: string;
  readonly language: Language;
  readonly details: Readonly<Record<string, string>>;
}

/** The same form makes the same id, and nobody can say which one: it is of our making (RFC 9562, 5.8). */
function caseIdOf(app: App, once: string): string {
  const bytes = app.vault.codeHmac(["help-case", once]).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Another way in, for whom no contact on file works any more. */
export async function requestHelp(app: App, request: HelpRequest): Promise<Outcome<OpenedCase, { opensAt: Date }>> {
  const keys = [counterKey(app, "help_ip", request.ip), counterKey(app, "help_prefix", networkOf(request.ip))];
  const opensAt = askingOpensAt(await readCounters(app.db.prisma, keys), app.clock.now());
  if (opensAt) return refused({ opensAt });
  await count(app.db.prisma, app, keys);
  const { once, language, details } = request;
  const id = once === undefined ? undefined : caseIdOf(app, once);
  return done(
    await inTransaction(app.db, (tx) =>
      openCase(tx, app, systemActor("visitor"), { id, kind: "sign_in", language, details }),
    ),
  );
}

export interface FoundCase extends OpenedCase {
  /** Undefined while it is not. How is told to nobody who only has the reference. */
  readonly answeredOn: Day | undefined;
}

/**
 * What whoever has the reference of a request made without signing in may see: that the case is there, until when it is
 * answered, and that it was.
 */
export async function findCase(app: App, reference: string): Promise<FoundCase | undefined> {
  if (!/^H-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(reference)) return undefined;
  const rows = await app.db.prisma.$queryRaw<{ reference: string; answer_by: Date; closed_at: Date | null }[]>`
    SELECT reference, answer_by, closed_at FROM help_case
     WHERE reference = ${reference} AND kind IN ('sign_in', 'not_me')`;
  const row = rows[0];
  return (
    row && {
      reference: row.reference,
      answerBy: dayFromDbDate(row.answer_by),
      answeredOn: row.closed_at ? dayAt(row.closed_at, app.settings.timeZone) : undefined,
    }
  );
}

/** Somebody signed in says that one of the accounts shown is not theirs. Undefined where it is not shown to them. */
export async function reportNotMine(
  app: App,
  actor: BorrowerActor,
  accountId: string,
): Promise<OpenedCase | undefined> {
  return inTransaction(app.db, async (tx) => {
    const rows = await tx.$queryRaw<{ language: string }[]>`
      SELECT b.language FROM debt_account a JOIN borrower b ON b.id = a.borrower_id
       WHERE a.id = ${accountId}::uuid AND a.borrower_id = ${actor.borrowerId}::uuid`;
    const own = rows[0];
    if (!own) return undefined;
    const language = isLanguage(own.language) ? own.language : "zh-CN";
    return openCase(tx, app, actor, {
      kind: "not_mine",
      borrowerId: actor.borrowerId,
      accountId,
      language,
      details: {},
    });
  });
}

export interface OpenCase extends OpenedCase {
  readonly kind: string;
  readonly language: string;
  readonly createdAt: Date;
  readonly details: Readonly<Record<string, string>>;
}

/** What waits for a person of the operator, the most urgent first. Reading it is on record. */
export async function readOpenCases(app: App, actor: Actor): Promise<OpenCase[]> {
  return inTransaction(app.db, async (tx) => {
    const rows = await tx.helpCase.findMany({
      where: { status: { in: [...openCaseStatuses] } },
      orderBy: [{ answerBy: "asc" }, { createdAt: "asc" }],
    });
    await recordAudit(tx, app, { actor, action: "cases.read", subject: "cases:open", facts: { count: rows.length } });
    return rows.map(({ id, reference, kind, language, createdAt, answerBy, detailsEnc }) => {
      const details = app.vault.open(detailsEnc, { table: "help_case", column: "details_enc", rowId: id });
      return {
        reference,
        kind,
        language,
        createdAt,
        answerBy: dayFromDbDate(answerBy),
        details: JSON.parse(details) as Record<string, string>,
      };
    });
  });
}

export interface ClosedCase {
  /** The account that it was about, whose hold may end with it. */
  readonly accountId: string | undefined;
}

/** Ends a case without an outcome, for an operator without a desk; undefined where there was none to end. */
export async function closeCase(app: App, actor: Actor, reference: string): Promise<ClosedCase | undefined> {
  return inTransaction(app.db, async (tx) => {
    const row = await tx.helpCase.findUnique({ where: { reference } });
    const moved = row && (await takeCaseEdge(tx, app, actor, row.id, { event: "decide", action: "case.closed" }));
    return moved ? { accountId: row.accountId ?? undefined } : undefined;
  });
}
