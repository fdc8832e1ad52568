// The books against a model that fits on one screen: three numbers that may not go below zero, and a list of what
// was done. Whatever is asked of both, both must accept or refuse it, and stand alike in the end.
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { type TestApp, createTestApp } from "#tests/world/database.ts";
import { type Posting, interestLines, noAmounts, paymentLines, placementLines, waiverLines } from "./ledger.ts";
import {
  ComponentOverdrawn,
  type PostedJournal,
  postJournal,
  readBalances,
  readEntries,
  readFamilyBalance,
  reverseJournal,
  verifyLedger,
} from "./ledger.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const today = day("2026-11-23");

interface Effect {
  readonly interest: bigint;
  readonly principal: bigint;
  readonly clearing: bigint;
}

interface Done {
  readonly posting: Posting;
  readonly journalId: string;
  readonly effect: Effect;
  reversed: boolean;
}

interface Model {
  stands: Effect;
  readonly done: Done[];
}

type Event = { readonly kind: "interest" | "waiver" | "payment" | "reverse" | "repeat"; readonly amount: bigint };

/** Small numbers, so that a history often runs into its limits. */
const event = (kind: Event["kind"], min: bigint, max: bigint): fc.Arbitrary<Event> =>
  fc.record({ kind: fc.constant(kind), amount: fc.bigInt({ min, max }) });
const anyEvent = fc.oneof(
  event("interest", 1n, 50n),
  event("payment", 1n, 400n),
  event("waiver", 1n, 60n),
  event("reverse", 0n, 9n),
  event("repeat", 0n, 9n),
);

function add(a: Effect, b: Effect, sign = 1n): Effect {
  return {
    interest: a.interest + sign * b.interest,
    principal: a.principal + sign * b.principal,
    clearing: a.clearing + sign * b.clearing,
  };
}

const isLegal = ({ interest, principal }: Effect): boolean => interest >= 0n && principal >= 0n;
const nothing: Effect = { interest: 0n, principal: 0n, clearing: 0n };

interface Debt {
  readonly debtId: string;
  readonly creditorCode: string;
  readonly currency: "CNY";
}

/** What a new posting of the event is, and what it does; a payment takes interest first. */
function newPosting(debt: Debt, model: Model, { kind, amount }: Event, idemKey: string): [Posting, Effect] | undefined {
  const asked = { idemKey, effectiveOn: today };
  if (kind === "interest") {
    return [
      { ...asked, kind, lines: interestLines(debt, amount) },
      { ...nothing, interest: amount },
    ];
  }
  if (kind === "waiver") {
    return [
      { ...asked, kind, lines: waiverLines(debt, { interest: amount }) },
      { ...nothing, interest: -amount },
    ];
  }
  if (kind !== "payment") return undefined;
  const interest = amount < model.stands.interest ? amount : model.stands.interest;
  const parts = [
    { ...debt, component: "interest" as const, amountMinor: interest },
    { ...debt, component: "principal" as const, amountMinor: amount - interest },
  ];
  const lines = paymentLines({
    provider: "stripe",
    currency: "CNY",
    grossMinor: amount,
    parts,
    borrowerId: debt.debtId,
  });
  return [
    { ...asked, kind, lines },
    { interest: -interest, principal: interest - amount, clearing: amount },
  ];
}

async function outcome(posted: Promise<PostedJournal>): Promise<PostedJournal | "refused"> {
  return posted.catch((error: unknown) => {
    if (error instanceof ComponentOverdrawn) return "refused" as const;
    throw error;
  });
}

/** Plays one event against both; answers whether they agreed on it. */
async function play(debt: Debt, model: Model, asked: Event, idemKey: string): Promise<boolean> {
  const made = newPosting(debt, model, asked, idemKey);
  if (made) {
    const [posting, effect] = made;
    const answer = await outcome(postJournal(app.db.pool, posting, 0));
    const after = add(model.stands, effect);
    if (answer === "refused") return !isLegal(after);
    model.stands = after;
    model.done.push({ posting, effect, journalId: answer.journalId, reversed: false });
    return isLegal(after) && !answer.repeated;
  }
  const earlier = model.done[Number(asked.amount)];
  if (!earlier) return true;
  if (asked.kind === "repeat") {
    const { journalId, repeated } = await postJournal(app.db.pool, earlier.posting, 0);
    return repeated && journalId === earlier.journalId;
  }
  if (earlier.reversed) return true;
  const after = add(model.stands, earlier.effect, -1n);
  const answer = await outcome(reverseJournal(app.db.pool, earlier.journalId, { idemKey, effectiveOn: today }));
  if (answer === "refused") return !isLegal(after);
  earlier.reversed = true;
  model.stands = after;
  return isLegal(after);
}

test("catalogue 49: for any history the balances are the fold of the entries and stand as in a pure model", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEvent, { maxLength: 14 }), async (events) => {
      const debt: Debt = { debtId: newId(), creditorCode: "BJCF", currency: "CNY" };
      const clearing = await readFamilyBalance(app.db.pool, "clearing:stripe", "CNY");
      const lines = placementLines(debt, { ...noAmounts, principal: 1000n, interest: 40n });
      const placement: Posting = { idemKey: `placement:${debt.debtId}`, kind: "placement", effectiveOn: today, lines };
      await postJournal(app.db.pool, placement, 0);
      const model: Model = { stands: { interest: 40n, principal: 1000n, clearing }, done: [] };
      for (const [step, asked] of events.entries()) {
        expect([asked, await play(debt, model, asked, `model:${debt.debtId}:${step}`)]).toEqual([asked, true]);
      }
      const amounts = (await readBalances(app.db.prisma, [debt.debtId])).get(debt.debtId)?.amounts;
      const folded = (await readEntries(app.db.pool, [debt.debtId])).reduce(
        (sum, entry) => add(sum, { ...nothing, interest: entry.amounts.interest, principal: entry.amounts.principal }),
        { ...nothing, clearing: await readFamilyBalance(app.db.pool, "clearing:stripe", "CNY") },
      );
      expect(folded).toEqual(model.stands);
      expect([amounts?.interest, amounts?.principal]).toEqual([folded.interest, folded.principal]);
    }),
    { numRuns: 25, seed: 20_261_123 },
  );
  expect(await verifyLedger(app.db)).toEqual([]);
});
