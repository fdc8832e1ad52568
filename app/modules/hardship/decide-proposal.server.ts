// A person's side of a proposal: agreed as proposed, another offer made, a question asked, or declined with reasons and
// with what would be accepted. It refuses to take an answer from anything but a person, and one that was given on a
// page that is not the newest any more.
import type { Actor } from "#app/kernel/actor.ts";
import { addDays, toDbDate } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { isBetterForBorrower } from "./compare.ts";
import { checkAnswer, isPerson, type Answer, type DecideRefusal } from "./decisions.ts";
import { encodeDecision } from "./decision-codec.ts";
import { queueNotice } from "./notice.server.ts";
import { offeredData, offerOf, offerOfWaiting, readProposalFacts, type ProposalFacts } from "./offers.server.ts";
import type { OptionTerms, Quote } from "./options.ts";
import {
  accountIdsOf,
  findProposalId,
  lockAccounts,
  lockProposal,
  type ProposalRow,
  statusOf,
  takeEdge,
  type TakenEdge,
  whyNot,
} from "./proposal-edges.server.ts";
import type { ProposalEvent, ProposalStatus } from "./proposals.ts";
import { decodeQuote, decodeTerms } from "./terms-codec.ts";

export interface Decided {
  readonly status: ProposalStatus;
  readonly version: number;
}

const eventOf: Readonly<Record<Answer["kind"], ProposalEvent>> = {
  approve: "approve",
  counter: "counter",
  ask: "ask",
  decline: "decline",
};

type Step = Outcome<TakenEdge, DecideRefusal>;

interface Desk {
  readonly tx: Tx;
  readonly app: App;
  readonly row: ProposalRow;
  readonly known: ProposalFacts;
}

type Quoting = typeof offerOf;

const objectedTo = ({ known }: Desk) => known.facts.debts.find(({ disputed }) => disputed);

function quoteFor({ known }: Desk, terms: OptionTerms, quoting: Quoting = offerOf): Outcome<Quote, DecideRefusal> {
  const offer = quoting(known, terms);
  return offer.ok ? done(offer.value.quote) : refused({ kind: "terms", refusal: offer.refusal });
}

/** Agreed: at the terms proposed, or at ones that are better for the borrower. */
async function approve(desk: Desk, quote: Quote, counter: boolean): Promise<Step> {
  const { tx, app, row, known } = desk;
  const { pack, today } = known.facts;
  const openUntil = addDays(today, pack.signWithinDays.value);
  const decision = counter
    ? ({ kind: "counter", by: "person", binds: true } as const)
    : ({ kind: "approve", by: "person" } as const);
  return done(
    await takeEdge(tx, app, row, {
      event: "approve",
      by: "person",
      facts: { openUntil, better: counter, totalMinor: quote.totalMinor.toString() },
      data: {
        ...offeredData(quote),
        decision: encodeDecision(decision),
        decidedAt: app.clock.now(),
        answerBy: null,
        openUntil: toDbDate(openUntil),
      },
    }),
  );
}

/**
 * Better for the borrower than what they proposed, it binds at once; else it waits for their yes. While an account is
 * objected to it waits in any case: nothing is agreed before the objection is answered.
 */
async function counter(desk: Desk, terms: OptionTerms): Promise<Step> {
  const { tx, app, row, known } = desk;
  const quoted = quoteFor(desk, terms);
  if (!quoted.ok) return quoted;
  const quote = quoted.value;
  // Both from today's books, so that a day's interest alone never makes an offer look harder.
  const proposed = quoteFor(desk, decodeTerms(row.terms));
  const better = isBetterForBorrower(quote, proposed.ok ? proposed.value : decodeQuote(row.quote));
  if (better && !objectedTo(desk)) return approve(desk, quote, true);
  const { pack, today } = known.facts;
  const openUntil = addDays(today, pack.offerOpenDays.value);
  return done(
    await takeEdge(tx, app, row, {
      event: "counter",
      by: "person",
      facts: { openUntil, kind: terms.kind, totalMinor: quote.totalMinor.toString() },
      data: {
        ...offeredData(quote),
        decision: encodeDecision({ kind: "counter", by: "person", binds: false }),
        decidedAt: app.clock.now(),
        answerBy: null,
        openUntil: toDbDate(openUntil),
      },
    }),
  );
}

/** Nobody has to answer: after the day named a person decides with what is there. */
async function ask({ tx, app, row, known }: Desk, question: string): Promise<Step> {
  const now = app.clock.now();
  await tx.proposalQuestion.create({
    data: { id: newId(now.getTime()), proposalId: row.id, code: question, askedAt: now },
  });
  const { pack, today } = known.facts;
  const openUntil = addDays(today, pack.offerOpenDays.value);
  const data = { answerBy: null, openUntil: toDbDate(openUntil) };
  return done(await takeEdge(tx, app, row, { event: "ask", by: "person", facts: { question, openUntil }, data }));
}

async function decline(desk: Desk, answer: Extract<Answer, { kind: "decline" }>): Promise<Step> {
  const { tx, app, row } = desk;
  const acceptable = answer.acceptable ? quoteFor(desk, answer.acceptable) : undefined;
  if (acceptable && !acceptable.ok) return acceptable;
  const { reasons } = answer;
  return done(
    await takeEdge(tx, app, row, {
      event: "decline",
      by: "person",
      facts: { reasons },
      data: {
        decision: encodeDecision({ kind: "decline", by: "person", reasons, acceptable: acceptable?.value }),
        decidedAt: app.clock.now(),
        answerBy: null,
        openUntil: null,
      },
    }),
  );
}

async function answerOne(desk: Desk, answer: Answer): Promise<Step> {
  switch (answer.kind) {
    case "approve": {
      const disputed = objectedTo(desk);
      if (disputed) return refused({ kind: "disputed", accountId: disputed.accountId });
      const quoted = quoteFor(desk, decodeTerms(desk.row.terms), offerOfWaiting);
      return quoted.ok ? approve(desk, quoted.value, false) : quoted;
    }
    case "counter":
      return counter(desk, answer.terms);
    case "ask":
      return ask(desk, answer.question);
    case "decline":
      return decline(desk, answer);
    default:
      return answer satisfies never;
  }
}

/** `proposal`: its id, or the reference that is read over a phone. */
export async function decideProposal(
  app: App,
  actor: Actor,
  proposal: string,
  answer: Answer,
  version: number,
): Promise<Outcome<Decided, DecideRefusal>> {
  if (!isPerson(actor)) throw new TypeError("only a person answers a proposal");
  const checked = checkAnswer(answer);
  if (!checked.ok) return checked;
  const found = await findProposalId(app.db.prisma, proposal);
  if (!found) return refused({ kind: "not-found" });
  const { id, borrowerId } = found;
  await accrueDebts(app, { borrowerId });
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, borrowerId, id);
    const stopped = whyNot(row, version, eventOf[answer.kind]);
    if (!row || stopped) return stopped ?? refused({ kind: "not-found" });
    await lockAccounts(tx, borrowerId, accountIdsOf(row));
    const desk = { tx, app, row, known: await readProposalFacts(app, tx, row) };
    const taken = await answerOne(desk, checked.value);
    if (!taken.ok) return taken;
    const { row: moved, eventId } = taken.value;
    await queueNotice(tx, app, borrowerId, accountIdsOf(moved), `proposal-event:${eventId}`);
    const status = statusOf(moved);
    await recordAudit(tx, app, {
      actor,
      action: "proposal.answered_by_person",
      subject: `proposal:${id}`,
      facts: { answer: answer.kind, status, ...(answer.kind === "decline" ? { reasons: answer.reasons } : {}) },
    });
    return done({ status, version: moved.version });
  });
}
