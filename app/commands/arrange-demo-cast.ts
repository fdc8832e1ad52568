// Arrangements of the demo's people: one keeps a plan, one is behind on one, and one waits for an answer. They come about
// through the same calls as everybody's, a few days ago by the clock that these calls are given.
import { defaultLanguage, type Language } from "#app/i18n/languages.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, addMonths, dayAt, type Day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import type { Outcome } from "#app/kernel/outcome.ts";
import type { Budget } from "#app/modules/hardship/budget.ts";
import { saveHousehold, saveIncome, saveSpending, startDraft } from "#app/modules/hardship/drafts.server.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { submitProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { readAgreement } from "#app/modules/plans/agreements.server.ts";
import { askToSign, signAgreement } from "#app/modules/plans/sign-agreement.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { frozenClock } from "#app/platform/clock.server.ts";
import { demoCast, type DemoSituation } from "../../prisma/seed/demo-cast.ts";

interface Arranged {
  readonly key: DemoSituation;
  readonly daysAgo: number;
  readonly signed: boolean;
  readonly terms: (today: Day) => OptionTerms;
}

const arranged: readonly Arranged[] = [
  {
    key: "on-plan",
    daysAgo: 1,
    signed: true,
    terms: (today) => ({
      kind: "instalments",
      rhythm: { every: "month", firstOn: onMonthDay(addDays(today, 20)), count: 12 },
      upfrontMinor: 0n,
    }),
  },
  {
    key: "behind",
    daysAgo: 12,
    signed: true,
    terms: (today) => ({
      kind: "instalments",
      rhythm: { every: "fortnight", firstOn: addDays(today, 8), count: 10 },
      upfrontMinor: 0n,
    }),
  },
  {
    key: "waiting",
    daysAgo: 1,
    signed: false,
    terms: (today) => ({
      kind: "instalments",
      rhythm: { every: "month", firstOn: onMonthDay(addDays(today, 25)), count: 48 },
      upfrontMinor: 0n,
    }),
  },
  {
    key: "settling",
    daysAgo: 2,
    signed: false,
    terms: (today) => ({
      kind: "settlement",
      rhythm: { every: "month", firstOn: onMonthDay(addDays(today, 15)), count: 3 },
      payMinor: 1_800_000n,
    }),
  },
];

const budget = {
  household: { adults: 2, children: 1, others: 0, region: "" },
  income: { pay: { kind: "amount", amountMinor: 620_000n, period: "month" } },
  spending: {
    housing: { kind: "amount", amountMinor: 180_000n, period: "month" },
    food: { kind: "amount", amountMinor: 120_000n, period: "month" },
  },
} as const satisfies Partial<Budget>;

/** Monthly instalments fall on a day that every month has. */
function onMonthDay(on: Day): Day {
  return Number(on.slice(8)) > 28 ? addMonths(`${on.slice(0, 8)}01` as Day, 1) : on;
}

function valueOf<Value>(outcome: Outcome<Value, unknown>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`the demo's arrangement was refused: ${JSON.stringify(outcome.refusal, (_, each) => String(each))}`);
}

/** The demo signs for its people, so it reads the code where it waits to be sent. */
async function readSigningCode(app: App, borrowerId: string): Promise<string> {
  const { id, bodyEnc } = await app.db.prisma.message.findFirstOrThrow({
    where: { borrowerId, purpose: "code", bodyEnc: { not: null } },
    orderBy: { id: "desc" },
  });
  const place = { table: "message", column: "body_enc", rowId: id };
  return /\d{6}/.exec(app.vault.open(bodyEnc ?? new Uint8Array(), place))?.[0] ?? "";
}

async function sign(app: App, actor: BorrowerActor, planId: string, language: Language): Promise<void> {
  const signer = { ip: "127.0.0.1", language };
  const shown = await readAgreement(app, actor, planId);
  if (!shown) throw new Error("the demo's agreement is not there");
  valueOf(await askToSign(app, actor, planId, shown.hash, signer));
  const code = await readSigningCode(app, actor.borrowerId);
  valueOf(await signAgreement(app, actor, planId, { hash: shown.hash, code, ...signer }));
}

async function arrange(app: App, { key, signed, terms }: Arranged): Promise<void> {
  const person = demoCast.find((each) => each.key === key);
  const language = person?.language ?? defaultLanguage;
  const account = await app.db.prisma.debtAccount.findFirst({
    where: { referenceKey: person?.accountNumber ?? "", proposals: { none: {} } },
    select: { id: true, borrowerId: true },
  });
  // A second start finds what the first one made.
  if (!account) return;
  const actor: BorrowerActor = { kind: "borrower", borrowerId: account.borrowerId, sessionId: newId() };
  const { proposalId } = valueOf(await startDraft(app, actor, { accountIds: [account.id] }, language));
  valueOf(await saveHousehold(app, actor, proposalId, budget.household));
  valueOf(await saveIncome(app, actor, proposalId, budget.income));
  valueOf(await saveSpending(app, actor, proposalId, { spending: budget.spending, savings: undefined }));
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const { version } = valueOf(await chooseTerms(app, actor, proposalId, terms(today)));
  valueOf(await submitProposal(app, actor, proposalId, { version }, language));
  if (signed) await sign(app, actor, proposalId, language);
}

export async function arrangeDemoCast(app: App): Promise<void> {
  for (const each of arranged) {
    const clock = frozenClock(new Date(app.clock.now().getTime() - each.daysAgo * 86_400_000));
    await arrange({ ...app, clock }, each);
  }
}
