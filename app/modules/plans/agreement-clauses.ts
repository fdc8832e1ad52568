// The clauses of an agreement, one function each. A clause says only what the portal does: each figure in it comes
// from the facts, and each sentence from the catalogue.
import { formatRate } from "#app/modules/accounts/accounts.ts";
import { clausesOf, endsDebt, type AgreementClause, type ClauseKey } from "./agreement.ts";
import { nameParts, shortName, type Writing } from "./agreement-writing.ts";

type Paragraphs = readonly string[];

/** Keeps a sentence only where it applies. */
const when = (applies: boolean, ...sentences: string[]): Paragraphs => (applies ? sentences : []);

function parties({ t, language, facts }: Writing): Paragraphs {
  const creditor = facts.creditor.legalName[language];
  const operator = facts.operator.legalName[language];
  return [
    t("agreement.text.clause.parties.who", { creditor, operator }),
    t("agreement.text.clause.parties.assignment"),
  ];
}

function cycle({ t, facts, day }: Writing): string {
  const { terms, instalments, firstOn, lastOn } = facts.quote;
  if (terms.kind === "pause") {
    return t("agreement.text.clause.payment.pause", { first: day(terms.from), last: day(lastOn) });
  }
  const last = instalments.at(-1)?.dueOn ?? lastOn;
  const values = { first: day(firstOn ?? lastOn), last: day(last), count: instalments.length };
  if (terms.kind === "full_by_date" || instalments.length === 1) {
    return t("agreement.text.clause.payment.once", { first: values.first });
  }
  return t(`agreement.text.clause.payment.${terms.kind === "token" ? "month" : terms.rhythm.every}`, values);
}

function payment(writing: Writing): Paragraphs {
  const { t, facts } = writing;
  const { quote, rules, checkAt } = facts;
  const site = new URL(checkAt).host;
  const how =
    quote.currency === "CNY"
      ? t("agreement.text.clause.payment.how", { site })
      : t("agreement.text.clause.payment.howOther", { site });
  const limit =
    rules.maxMonths === undefined
      ? t("agreement.text.clause.payment.noLimit")
      : t("agreement.text.clause.payment.limit", { months: rules.maxMonths });
  return [
    cycle(writing),
    ...when(quote.instalments.length > 1, limit),
    how,
    t("agreement.text.clause.payment.consent"),
  ];
}

function interest(writing: Writing): Paragraphs {
  const { t, facts, show, list } = writing;
  const { quote, accounts } = facts;
  const rates = [...new Set(accounts.map(({ ratePpm }) => ratePpm))];
  const rate = formatRate(Math.max(...rates));
  const several = list(
    accounts.map((account) =>
      t("agreement.text.clause.interest.rateOf", {
        account: shortName(writing, account),
        rate: formatRate(account.ratePpm),
      }),
    ),
  );
  const mode = rates.every((ppm) => ppm === 0) ? "frozen" : facts.interest.mode;
  return [
    t(`agreement.text.clause.interest.${mode}`, { rate }),
    ...when(rates.length > 1, t("agreement.text.clause.interest.several", { rates: several })),
    ...when(quote.costMinor > 0n, t("agreement.text.clause.interest.most", { cost: show(quote.costMinor) })),
    t("agreement.text.clause.interest.fees"),
  ];
}

function waiver(writing: Writing): Paragraphs {
  const { t, facts, show } = writing;
  const { quote, waive, rules } = facts;
  return [
    t("agreement.text.clause.waiver.amount", { amount: show(quote.waivedMinor) }),
    ...when(waive.length > 0, t("agreement.text.clause.waiver.parts", { parts: nameParts(writing, waive) })),
    t("agreement.text.clause.waiver.conditions"),
    t("agreement.text.clause.waiver.final", { days: rules.fundsClearDays }),
    t("agreement.text.clause.waiver.before"),
  ];
}

function allocation(writing: Writing): Paragraphs {
  const { t, facts } = writing;
  const { accounts, rules } = facts;
  const orders = accounts.map(({ order }) => nameParts(writing, order));
  const [order = ""] = orders;
  const alike = orders.every((each) => each === order);
  return [
    ...when(alike, t("agreement.text.clause.allocation.order", { order })),
    ...accounts.flatMap((account, index) =>
      when(
        !alike,
        t("agreement.text.clause.allocation.orderOf", {
          account: shortName(writing, account),
          order: orders[index] ?? "",
        }),
      ),
    ),
    ...(rules.card
      ? [
          t("agreement.text.clause.allocation.card", {
            days: rules.card.untilDays,
            order: nameParts(writing, rules.card.late),
          }),
        ]
      : []),
    ...when(accounts.length > 1, t("agreement.text.clause.allocation.several")),
  ];
}

function end({ t, facts, show, day }: Writing): Paragraphs {
  const { quote } = facts;
  if (endsDebt(quote)) return [t("agreement.text.clause.end.settled"), t("agreement.text.clause.end.reversed")];
  return [
    t("agreement.text.clause.end.together", { day: day(quote.lastOn) }),
    t("agreement.text.clause.end.left", { left: show(quote.leftMinor) }),
  ];
}

function missed({ t, facts }: Writing): Paragraphs {
  const { graceDays, cureDays, breachAfterMissed } = facts.rules;
  return [
    t("agreement.text.clause.missed.grace", { grace: graceDays }),
    t("agreement.text.clause.missed.help"),
    t("agreement.text.clause.missed.breach", {
      missed: breachAfterMissed,
      grace: graceDays,
      open: graceDays + cureDays,
    }),
    t("agreement.text.clause.missed.cure"),
    t("agreement.text.clause.missed.after"),
    ...when(facts.quote.waivedMinor > 0n, t("agreement.text.clause.missed.afterWaiver")),
    t("agreement.text.clause.missed.kept"),
  ];
}

function change({ t, facts }: Writing): Paragraphs {
  const { moveMaxDays, movesPerYear, skipsPerYear, reduceToPercent, reductionsPerYear, laterEndMaxMonths } =
    facts.rules.changes;
  if (facts.quote.instalments.length === 0) return [t("agreement.text.clause.change.pause")];
  const reduce = { reductions: reductionsPerYear, percent: reduceToPercent };
  return [
    t("agreement.text.clause.change.move", { days: moveMaxDays, moves: movesPerYear }),
    ...when(skipsPerYear > 0, t("agreement.text.clause.change.skip", { skips: skipsPerYear })),
    ...when(reductionsPerYear > 0, t("agreement.text.clause.change.reduce", reduce)),
    t("agreement.text.clause.change.end", { months: laterEndMaxMonths }),
    t("agreement.text.clause.change.more"),
    t("agreement.text.clause.change.early"),
  ];
}

function limitation({ t, facts }: Writing): Paragraphs {
  const years = facts.rules.limitationYears;
  return [
    t("agreement.text.clause.limitation.notice"),
    ...(years !== undefined && facts.quote.instalments.length > 0
      ? [t("agreement.text.clause.limitation.years", { years })]
      : []),
    t("agreement.text.clause.limitation.choice"),
  ];
}

function complaints({ t, language, facts }: Writing): Paragraphs {
  const { creditorPhone, creditorEmail, operatorPhone, operatorEmail, lines } = facts.complaints;
  return [
    t("agreement.text.clause.complaints.creditor", { phone: creditorPhone, email: creditorEmail }),
    t("agreement.text.clause.complaints.operator", { phone: operatorPhone, email: operatorEmail }),
    ...lines.map(({ name, phone }) => t("agreement.text.clause.complaints.line", { name: name[language], phone })),
  ];
}

const writers: Readonly<Record<ClauseKey, (writing: Writing) => Paragraphs>> = {
  parties,
  payment,
  interest,
  waiver,
  allocation,
  end,
  rights: ({ t }) => [
    t("agreement.text.clause.rights.early"),
    t("agreement.text.clause.rights.dispute"),
    t("agreement.text.clause.rights.human"),
    t("agreement.text.clause.rights.copy"),
  ],
  duties: ({ t, facts }) => [
    facts.quote.instalments.length > 0
      ? t("agreement.text.clause.duties.pay")
      : t("agreement.text.clause.duties.pause"),
    t("agreement.text.clause.duties.tell"),
  ],
  missed,
  change,
  calm: ({ t }) => [t("agreement.text.clause.calm.stop"), t("agreement.text.clause.calm.others")],
  credit: ({ t, facts }) => [
    t("agreement.text.clause.credit.truth"),
    t("agreement.text.clause.credit.date"),
    t("agreement.text.clause.credit.objection", { days: facts.rules.creditReportDays }),
  ],
  limitation,
  card: ({ t }) => [t("agreement.text.clause.card.promise")],
  complaints,
  esign: ({ t }) => [
    t("agreement.text.clause.esign.consent"),
    t("agreement.text.clause.esign.how"),
    t("agreement.text.clause.esign.byte"),
    t("agreement.text.clause.esign.free"),
  ],
  language: ({ t, facts }) => [
    t("agreement.text.clause.language.both"),
    t("agreement.text.clause.language.version", { pack: facts.rules.packId, version: facts.textVersion }),
  ],
};

export function writeClauses(writing: Writing): readonly AgreementClause[] {
  return clausesOf(writing.facts).map((key) => ({
    key,
    title: writing.t(`agreement.text.clause.${key}.title`),
    paragraphs: writers[key](writing),
  }));
}
