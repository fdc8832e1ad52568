// What terms come to: every instalment, the last day, the total and what it costs, exactly as the books will have it if
// each instalment is paid on its day. Pure: facts and terms come in, a quote or what would do instead comes out. It
// refuses nobody: terms that do not work are answered with the nearest figure that does.
import { type Day, addDays, addMonths, dayNumber } from "#app/kernel/calendar.ts";
import { type Outcome, done, refused, unreachable } from "#app/kernel/outcome.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { type Paid, payAll, payLevel } from "./level.ts";
import type {
  EngineDebt,
  OptionFacts,
  OptionTerms,
  Quote,
  QuotedAccount,
  QuotedInstalment,
  TermsRefusal,
} from "./options.ts";
import { highestByMonth } from "./monthly-load.ts";
import { checkRhythm, refuseFirstDay, refuseMonths } from "./rhythm.ts";
import {
  type Course,
  type Walk,
  numberDays,
  payInstalment,
  payableOf,
  planCourse,
  restOn,
  startWalk,
} from "./simulate-interest.ts";
import { balanceOf, inPayOrder, waiveParts, waiveShare } from "./split-accounts.ts";

type Quoted = Outcome<Quote, TermsRefusal>;
type TermsOf<Kind extends OptionTerms["kind"]> = Extract<OptionTerms, { kind: Kind }>;

/** No instalment is lower, unless the whole debt is. */
export function leastInstalment({ pack, currency, minimumMinor }: OptionFacts, payableMinor: bigint): bigint {
  const own = pack.planMinimumInstalment.value[currency] ?? minimumMinor;
  const least = own > minimumMinor ? own : minimumMinor;
  return least < payableMinor ? least : payableMinor;
}

function accountsOf(debts: readonly EngineDebt[], walk: Walk): QuotedAccount[] {
  const walked = new Map(walk.standings.map((standing) => [standing.lane.debt.accountId, standing]));
  return inPayOrder(debts).map(({ accountId, balances, waivedMinor, agreedOrder }) => {
    const balanceMinor = totalOf(balances);
    const standing = walked.get(accountId);
    const costMinor = standing?.interestMinor ?? 0n;
    const totalMinor = standing?.paidMinor ?? 0n;
    const given = waivedMinor ?? 0n;
    return {
      accountId,
      balanceMinor,
      totalMinor,
      costMinor,
      waivedMinor: given,
      leftMinor: balanceMinor + costMinor - totalMinor - given,
      agreedOrder,
    };
  });
}

interface Written {
  readonly facts: OptionFacts;
  readonly terms: OptionTerms;
  readonly debts: readonly EngineDebt[];
  readonly course: Course;
  readonly paid: Pick<Paid, "instalments" | "walk">;
  readonly lastOn: Day;
}

function writeQuote({ facts, terms, debts, course, paid, lastOn }: Written): Quote {
  const instalments: QuotedInstalment[] = [];
  course.dates.forEach((dueOn, index) => {
    const { amountMinor, parts } = paid.instalments[index] ?? { amountMinor: 0n, parts: [] };
    if (amountMinor > 0n) instalments.push({ seq: instalments.length + 1, dueOn, amountMinor, parts });
  });
  const accounts = accountsOf(debts, paid.walk);
  const sum = (key: Exclude<keyof QuotedAccount, "accountId" | "agreedOrder">): bigint =>
    accounts.reduce((total, account) => total + account[key], 0n);
  const [balanceMinor, totalMinor, leftMinor] = [sum("balanceMinor"), sum("totalMinor"), sum("leftMinor")];
  return {
    terms,
    interest: facts.interest.mode,
    currency: facts.currency,
    instalments,
    firstOn: instalments[0]?.dueOn,
    lastOn,
    balanceMinor,
    totalMinor,
    costMinor: sum("costMinor"),
    waivedMinor: sum("waivedMinor"),
    leftMinor,
    differenceMinor: totalMinor + leftMinor - balanceMinor,
    monthlyMinor: highestByMonth(terms, instalments, facts.today),
    accounts,
  };
}

function quoteFullByDate(facts: OptionFacts, terms: TermsOf<"full_by_date">): Quoted {
  const { today, pack } = facts;
  if (terms.on < today) return refused({ kind: "date-too-early", earliest: today });
  const latest = addDays(today, pack.fullByDateMaxDays.value);
  if (terms.on > latest) return refused({ kind: "date-too-late", latest });
  const course = planCourse(facts, facts.debts, numberDays([terms.on]));
  const paid = payAll(course, () => 0n);
  return done(writeQuote({ facts, terms, debts: facts.debts, course, paid, lastOn: terms.on }));
}

/** The head as given, the rest level; refused where an instalment falls below what the pack allows. */
function quoteLevel(
  facts: OptionFacts,
  terms: OptionTerms,
  debts: readonly EngineDebt[],
  dates: readonly Day[],
  head: readonly bigint[],
): Quoted {
  const course = planCourse(facts, debts, numberDays(dates));
  const payable = payableOf(course);
  const least = leastInstalment(facts, payable);
  const leastLast = least < facts.minimumMinor ? least : facts.minimumMinor;
  const paid = payLevel(course, head, leastLast);
  const levels = paid.instalments.slice(head.length);
  if (levels.some(({ amountMinor }, index) => amountMinor < (index < levels.length - 1 ? least : leastLast)))
    return refused({ kind: "amount-too-low", leastMinor: least });
  return done(writeQuote({ facts, terms, debts, course, paid, lastOn: dates.at(-1) ?? facts.today }));
}

function quoteInstalments(facts: OptionFacts, terms: TermsOf<"instalments">): Quoted {
  const dates = checkRhythm(terms.rhythm, facts.pack, facts.today);
  if (!dates.ok) return dates;
  const { upfrontMinor } = terms;
  if (upfrontMinor === 0n) return quoteLevel(facts, terms, facts.debts, dates.value, []);
  const balance = balanceOf(facts.debts);
  const least = leastInstalment(facts, balance);
  if (dates.value.length < 2) return refused({ kind: "too-few", least: 2 });
  if (upfrontMinor < least) return refused({ kind: "amount-too-low", leastMinor: least });
  const mostMinor = balance - least;
  if (upfrontMinor > mostMinor) return refused({ kind: "amount-too-high", mostMinor });
  return quoteLevel(facts, terms, facts.debts, dates.value, [upfrontMinor]);
}

function quoteStepped(facts: OptionFacts, terms: TermsOf<"stepped">): Quoted {
  const { pack, today, debts } = facts;
  const { lowCount, lowMinor } = terms;
  const checked = checkRhythm(terms.rhythm, pack, today);
  if (!checked.ok) return checked;
  const dates = checked.value;
  if (!Number.isSafeInteger(lowCount) || lowCount < 1) return refused({ kind: "too-few", least: 1 });
  const [first, firstFull] = [dates[0], dates[lowCount]];
  if (!first || !firstFull) return refused({ kind: "too-few", least: lowCount + 1 });
  const mostMonths = pack.steppedLowMaxMonths.value;
  if (firstFull > addMonths(first, mostMonths)) return refused({ kind: "too-many-months", mostMonths });
  const least = leastInstalment(facts, balanceOf(debts));
  if (lowMinor < least) return refused({ kind: "amount-too-low", leastMinor: least });
  const head = Array.from({ length: lowCount }, () => lowMinor);
  const stepped = quoteLevel(facts, terms, debts, dates, head);
  if (stepped.ok && (stepped.value.instalments[lowCount]?.amountMinor ?? 0n) >= lowMinor) return stepped;
  // As high as a level instalment would be, the first ones are not lower any more.
  const level = quoteLevel(facts, terms, debts, dates, []);
  if (!level.ok) return level;
  const mostMinor = level.value.instalments[0]?.amountMinor ?? 0n;
  return lowMinor > mostMinor ? refused({ kind: "amount-too-high", mostMinor }) : stepped;
}

function quoteToken(facts: OptionFacts, terms: TermsOf<"token">): Quoted {
  const { pack, today, debts, minimumMinor } = facts;
  const { firstOn, months, amountMinor } = terms;
  const refusal = refuseMonths(months, pack.tokenMaxMonths.value);
  if (refusal) return refused(refusal);
  const checked = checkRhythm({ every: "month", firstOn, count: months }, monthly(pack), today);
  if (!checked.ok) return checked;
  if (amountMinor < minimumMinor) return refused({ kind: "amount-too-low", leastMinor: minimumMinor });
  // Something that can be paid stays: what ends the debt is instalments.
  const room = balanceOf(debts) - minimumMinor;
  if (room < minimumMinor) return refused({ kind: "not-in-pack" });
  if (room < minimumMinor * BigInt(months))
    return refused({ kind: "too-many-months", mostMonths: Number(room / minimumMinor) });
  const mostMinor = room / BigInt(months);
  if (amountMinor > mostMinor) return refused({ kind: "amount-too-high", mostMinor });
  const course = planCourse(facts, debts, numberDays(checked.value));
  const walk = startWalk(course);
  const instalments = checked.value.map((_, index) => {
    const parts: { accountId: string; amountMinor: bigint }[] = [];
    walk.parts = parts;
    return { amountMinor: payInstalment(walk, amountMinor, index), parts };
  });
  const lastOn = addMonths(firstOn, months);
  restOn(walk, dayNumber(lastOn));
  return done(writeQuote({ facts, terms, debts, course, paid: { instalments, walk }, lastOn }));
}

/** Token payments are monthly in every pack, whatever rhythms its plans know. */
function monthly(pack: OptionFacts["pack"]): OptionFacts["pack"] {
  return { ...pack, planRhythms: { ...pack.planRhythms, value: ["month"] } };
}

function quotePause(facts: OptionFacts, terms: TermsOf<"pause">): Quoted {
  const { pack, today, debts } = facts;
  const refusal = refuseMonths(terms.months, pack.pauseMaxMonths.value) ?? refuseFirstDay(terms.from, pack, today);
  if (refusal) return refused(refusal);
  const lastOn = addMonths(terms.from, terms.months);
  const course = planCourse(facts, debts, numberDays([]));
  const walk = startWalk(course);
  restOn(walk, dayNumber(lastOn));
  return done(writeQuote({ facts, terms, debts, course, paid: { instalments: [], walk }, lastOn }));
}

function quoteWaiver(facts: OptionFacts, terms: TermsOf<"waiver">): Quoted {
  const { pack, today } = facts;
  const { waive } = terms;
  if (waive.length === 0 || waive.some((part) => !pack.waivable.value.includes(part)))
    return refused({ kind: "not-in-pack" });
  const dates = checkRhythm(terms.rhythm, pack, today);
  if (!dates.ok) return dates;
  const debts = waiveParts(facts, waive);
  const waivedMinor = debts.reduce((sum, debt) => sum + (debt.waivedMinor ?? 0n), 0n);
  if (waivedMinor === 0n || waivedMinor === balanceOf(debts)) return refused({ kind: "nothing-owed" });
  return quoteLevel(facts, terms, debts, dates.value, []);
}

function quoteSettlement(facts: OptionFacts, terms: TermsOf<"settlement">): Quoted {
  const { pack, today, settlementFloorPercent, minimumMinor } = facts;
  const { payMinor } = terms;
  const checked = checkRhythm(terms.rhythm, pack, today);
  if (!checked.ok) return checked;
  const dates = checked.value;
  const most = pack.settlementMaxPayments.value;
  // So many payments by the month take so many months.
  if (dates.length > most) return refused({ kind: "too-many-months", mostMonths: most });
  const balance = balanceOf(facts.debts);
  const count = BigInt(dates.length);
  const floor = (balance * BigInt(settlementFloorPercent ?? 0)) / 100n;
  const leastEach = leastInstalment(facts, balance) * count;
  const untouched = facts.debts.reduce((sum, { balances }) => {
    const total = totalOf(balances);
    return sum + (total < minimumMinor ? total : minimumMinor);
  }, 0n);
  const leastMinor = [floor, leastEach, untouched].reduce((a, b) => (a > b ? a : b));
  if (payMinor < leastMinor) return refused({ kind: "amount-too-low", leastMinor });
  if (payMinor >= balance) return refused({ kind: "amount-too-high", mostMinor: balance - 1n });
  // What is to be paid is fixed, so no interest is added to it.
  const frozen: OptionFacts = { ...facts, interest: { mode: "frozen" } };
  const debts = waiveShare(inPayOrder(facts.debts), balance - payMinor, minimumMinor);
  return quoteLevel(frozen, terms, debts, dates, []);
}

/** Terms in figures, or why they cannot be and what would do. */
export function quoteOption(facts: OptionFacts, terms: OptionTerms): Quoted {
  if (balanceOf(facts.debts) <= 0n) return refused({ kind: "nothing-owed" });
  switch (terms.kind) {
    case "full_by_date":
      return quoteFullByDate(facts, terms);
    case "instalments":
      return quoteInstalments(facts, terms);
    case "stepped":
      return quoteStepped(facts, terms);
    case "token":
      return quoteToken(facts, terms);
    case "pause":
      return quotePause(facts, terms);
    case "waiver":
      return quoteWaiver(facts, terms);
    case "settlement":
      return quoteSettlement(facts, terms);
    default:
      return unreachable(terms);
  }
}
