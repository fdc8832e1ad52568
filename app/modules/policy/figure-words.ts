// The figures of a pack in words, for whoever has to answer for them. Each figure has one way to be said; a figure
// without one does not compile.
import { formatDay } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import { addDays, daysBetween, type Day } from "#app/kernel/calendar.ts";
import { formatMoney, isCurrency } from "#app/kernel/money.ts";
import type {
  AllocationRules,
  AtOnceLimits,
  CallCaps,
  ChangeLimits,
  ComponentOrder,
  Disclosure,
  FigureName,
  InterestCap,
  LivingAllowance,
  MinorByCurrency,
  PolicyPack,
  WorkingCalendar,
} from "./policy.ts";

export interface Speech {
  readonly t: T;
  readonly language: Language;
}

type Lines = readonly string[];
type Unit = "days" | "workingDays" | "months" | "years" | "times" | "instalments";
/** Every code that a figure may hold has its words. */
type Code = keyof Catalogue["policy"]["code"];

const joined = (parts: Lines, { t }: Speech): string =>
  parts.length === 0 ? t("policy.words.nothing") : parts.join(t("policy.words.list"));

const amountOf =
  (unit: Unit) =>
  (count: number | undefined, { t }: Speech): Lines => [
    count === undefined ? t("policy.words.none") : t(`policy.words.${unit}`, { count }),
  ];
const days = amountOf("days");
const workingDays = amountOf("workingDays");
const months = amountOf("months");
const years = amountOf("years");
const times = amountOf("times");
const instalments = amountOf("instalments");

const yesOrNo = (value: boolean, { t }: Speech): Lines => [t(value ? "policy.words.yes" : "policy.words.no")];
const oneCode = (code: Code, { t }: Speech): Lines => [t(`policy.code.${code}`)];
const codes = (list: readonly Code[], speech: Speech): Lines => [
  joined(
    list.map((code) => speech.t(`policy.code.${code}`)),
    speech,
  ),
];
const plain = (list: Lines, speech: Speech): Lines => [joined(list, speech)];

function amounts(byCurrency: MinorByCurrency, speech: Speech): Lines {
  const said = Object.entries(byCurrency).flatMap(([currency, amountMinor]) =>
    isCurrency(currency) ? [formatMoney({ amountMinor, currency })] : [],
  );
  return [joined(said, speech)];
}

function callCaps(caps: CallCaps, { t }: Speech): Lines {
  const limit = (key: "reachedPerDay" | "unansweredPerDay" | "per7Days" | "quietDays", count: number | undefined) =>
    count === undefined ? [] : [t(`policy.words.${key}`, { count })];
  return [
    t(`policy.countedFor.${caps.countedFor}`),
    ...limit("reachedPerDay", caps.reachedPerDay),
    ...limit("unansweredPerDay", caps.unansweredPerNumberPerDay),
    ...limit("per7Days", caps.per7Days),
    ...limit("quietDays", caps.quietDaysAfterTalk),
  ];
}

const lenders = ["bank", "consumer_finance", "small_loan_company", "private", "other"] as const;

function interestCaps(caps: readonly InterestCap[], speech: Speech): Lines {
  const { t, language } = speech;
  if (caps.length === 0) return [t("policy.words.noCap")];
  return caps.map(({ lenderTypes, contractFrom, maxAnnualPpm }) => {
    const named = lenderTypes.map((type) => {
      const known = lenders.find((lender) => lender === type);
      return known ? t(`policy.lender.${known}`) : type;
    });
    const values = { lenders: joined(named, speech), percent: maxAnnualPpm / 10_000 };
    // The first day of a table that begins before any contract says nothing.
    if (contractFrom < "1950-01-01") return t("policy.words.capAlways", values);
    return t("policy.words.capFrom", { ...values, day: formatDay(contractFrom, language) });
  });
}

function allocation(rules: AllocationRules, speech: Speech): Lines {
  const { t } = speech;
  const order = (parts: ComponentOrder): string => parts.map((part) => t(`policy.code.${part}`)).join(" → ");
  const card = rules.card && { days: rules.card.untilDaysPastDue };
  return [
    t(`policy.between.${rules.between}`),
    t("policy.words.general", { order: order(rules.general) }),
    ...(rules.card ? [t("policy.words.cardEarly", { ...card, order: order(rules.card.early) })] : []),
    ...(rules.card ? [t("policy.words.cardLate", { ...card, order: order(rules.card.late) })] : []),
    t("policy.words.ruleVersion", { version: rules.version }),
  ];
}

function atOnce(limits: AtOnceLimits, speech: Speech): Lines {
  const { t } = speech;
  return [
    t("policy.words.kinds", { kinds: codes(limits.kinds, speech).join("") }),
    t("policy.words.atMostMonths", { count: limits.maxMonths }),
    t("policy.words.share", { percent: limits.shareOfSurplusPercent }),
    t("policy.words.pauseMonths", { count: limits.pauseMaxMonths }),
    t("policy.words.tokenMonths", { count: limits.tokenMaxMonths }),
  ];
}

function planChanges(limits: ChangeLimits, { t }: Speech): Lines {
  return [
    t("policy.words.move", { days: limits.moveMaxDays, times: limits.movesPerYear }),
    t("policy.words.skip", { times: limits.skipsPerYear }),
    t("policy.words.reduce", { percent: limits.reduceToPercent, times: limits.reductionsPerYear }),
    t("policy.words.laterEnd", { months: limits.laterEndMaxMonths }),
  ];
}

/** Days in a row as one span: "02-15 to 02-23". */
function spans(list: readonly Day[], { t }: Speech): string[] {
  const rows: Day[][] = [];
  for (const day of list.toSorted((a, b) => daysBetween(b, a))) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row && last && addDays(last, 1) === day) row.push(day);
    else rows.push([day]);
  }
  return rows.map((row) => {
    const [first = "", last = ""] = [row[0]?.slice(5), row.at(-1)?.slice(5)];
    return first === last ? first : t("policy.words.span", { first, last });
  });
}

/** By their number, Sunday 0. */
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

function calendar(value: WorkingCalendar, speech: Speech): Lines {
  const { t, language } = speech;
  const free = weekdays.flatMap((name, index) => (value.weekend.includes(index) ? [t(`policy.weekday.${name}`)] : []));
  const yearsOf = (list: readonly Day[]) => [...new Set(list.map((day) => day.slice(0, 4)))];
  const inYear = (list: readonly Day[], year: string) =>
    joined(
      spans(
        list.filter((day) => day.startsWith(year)),
        speech,
      ),
      speech,
    );
  return [
    t("policy.words.weekend", { days: joined(free, speech) }),
    ...yearsOf(value.holidays).map((year) => t("policy.words.holidays", { year, days: inYear(value.holidays, year) })),
    ...yearsOf(value.workdays).map((year) => t("policy.words.workdays", { year, days: inYear(value.workdays, year) })),
    t("policy.words.knownThrough", { day: formatDay(value.knownThrough, language) }),
  ];
}

function livingAllowance(rows: readonly LivingAllowance[], { t, language }: Speech): Lines {
  return rows.map(({ from, currency, adultMinor, childMinor, otherMinor }) =>
    t("policy.words.allowance", {
      day: formatDay(from, language),
      adult: formatMoney({ amountMinor: adultMinor, currency }),
      child: formatMoney({ amountMinor: childMinor, currency }),
      other: formatMoney({ amountMinor: otherMinor, currency }),
    }),
  );
}

function disclosures(list: readonly Disclosure[], speech: Speech): Lines {
  const { t } = speech;
  return list.map(({ key, on }) =>
    t("policy.words.disclosure", {
      places: joined(
        on.map((place) => t(`policy.place.${place}`)),
        speech,
      ),
      text: t(`policy.disclosure.${key}`),
    }),
  );
}

function regions(byRegion: Readonly<Record<string, number>>, { t }: Speech): Lines {
  const said = Object.entries(byRegion).map(([region, count]) => t("policy.words.region", { region, years: count }));
  return said.length === 0 ? [t("policy.words.nothing")] : said;
}

const hour = (value: number): string => `${value}:00`;

const says: { readonly [Name in FigureName]: (value: PolicyPack[Name]["value"], speech: Speech) => Lines } = {
  contactWindow: ({ fromHour, toHour }, { t }) => [t("policy.words.hours", { from: hour(fromHour), to: hour(toHour) })],
  messageCaps: ({ perDay, per7Days }, { t }) => [
    t("policy.words.perDay", { count: perDay }),
    t("policy.words.per7Days", { count: per7Days }),
  ],
  callCaps,
  thirdPartyContact: oneCode,
  contactRests: codes,
  contactRights: codes,
  interestCaps,
  allocation,
  planMaxMonths: months,
  planRhythms: codes,
  planFirstPaymentDays: days,
  planMinimumInstalment: amounts,
  fullByDateMaxDays: days,
  steppedLowMaxMonths: months,
  tokenMaxMonths: months,
  tokenPayment: amounts,
  pauseMaxMonths: months,
  settlementMaxPayments: times,
  waivable: codes,
  interestOnPlan: codes,
  atOnce,
  planChanges,
  planGraceDays: days,
  planBreachAfterMissed: instalments,
  planCureDays: days,
  signWithinDays: days,
  offerOpenDays: days,
  offerRounds: times,
  proposalAnswerWorkingDays: workingDays,
  calendar,
  livingAllowance,
  evidenceRequired: yesOrNo,
  fundsClearDays: days,
  limitationRestart: codes,
  limitationYears: years,
  limitationYearsByRegion: regions,
  timeBarredLegalThreat: oneCode,
  disputeHold: oneCode,
  validationDays: days,
  creditReportObjectionDays: days,
  moratoriumDays: days,
  crisisMoratoriumDays: days,
  rightsAnswerDays: days,
  helpAnswerWorkingDays: workingDays,
  retentionYears: years,
  costTableBeforeSign: yesOrNo,
  automaticRefusal: oneCode,
  disclosures,
  a11y: plain,
};

/** The value of one figure, line by line. */
export function sayFigure(pack: PolicyPack, name: FigureName, speech: Speech): Lines {
  // Value and words are of the same figure, which the table above has made sure of.
  const say = says[name] as (value: unknown, speech: Speech) => Lines;
  return say(pack[name].value, speech);
}
