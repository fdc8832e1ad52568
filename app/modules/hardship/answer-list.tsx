// Every answer of a draft, section by section, each with a way to change it.
import { Fragment, type ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts, type Fact } from "#app/ui/facts.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { incomeKeys, spendingKeys, type Budget, type RowAnswer } from "./budget.ts";
import type { AccountSituation } from "./situation.ts";
import type { Step } from "./steps.ts";

export interface Answers {
  readonly id: string;
  readonly currency: Currency;
  readonly budget: Budget;
  readonly care: boolean;
  readonly note: string;
  readonly accounts: readonly (AccountSituation & {
    readonly productType: ProductType;
    readonly lastSigns: string;
    readonly balanceMinor: bigint;
  })[];
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly step: Step;
  readonly children: ReactNode;
}

/** A card with its link to the page that asked. */
export function Section({ id, title, step, children }: SectionProps) {
  const { t } = usePage();
  return (
    <Card title={title}>
      {children}
      <MoreLink to={`/my/hardship/${id}/${step}?change=1`}>{t("hardship.check.changeOf", { part: title })}</MoreLink>
    </Card>
  );
}

function useRowValue(currency: Currency) {
  const { t } = usePage();
  return (answer: RowAnswer, once = false): ReactNode =>
    answer.kind === "amount" ? (
      <>
        {!once && <small>{t(`budget.row.periods.${answer.period}`)} </small>}
        <Amount minor={answer.amountMinor} currency={currency} />
      </>
    ) : (
      t(`hardship.check.${answer.kind}`)
    );
}

function Situation({ answers }: { answers: Answers }) {
  const { t } = usePage();
  const { accounts, budget, care, note } = answers;
  const [first] = accounts;
  if (!first) return null;
  const words = ({ reasons, intention }: AccountSituation): string =>
    [...reasons.map((key) => t(`budget.reason.${key}`)), t(`budget.intention.${intention}`)].join(" · ");
  const different = accounts.some((each) => words(each) !== words(first));
  const { household } = budget;
  const items: Fact[] = [
    ...(different
      ? accounts.map((account) => ({ term: nameAccount(t, account), value: words(account) }))
      : [
          {
            term: t("hardship.check.reasons"),
            value: first.reasons.map((key) => t(`budget.reason.${key}`)).join(" · ") || t("hardship.check.nothing"),
          },
          { term: t("hardship.check.wish"), value: t(`budget.intention.${first.intention}`) },
        ]),
    ...(household
      ? [
          {
            term: t("hardship.check.household"),
            value: (["adults", "children", "others"] as const)
              .filter((who) => household[who] > 0)
              .map((who) => t(`hardship.check.people.${who}`, { count: household[who] }))
              .join(" · "),
          },
        ]
      : []),
    ...(household?.region ? [{ term: t("hardship.check.region"), value: <bdi>{household.region}</bdi> }] : []),
    ...(care ? [{ term: t("hardship.check.care"), value: t("hardship.check.careYes") }] : []),
    ...(note ? [{ term: t("hardship.check.note"), value: <bdi>{note}</bdi> }] : []),
  ];
  return (
    <Section id={answers.id} title={t("hardship.check.situation")} step="household">
      <Facts items={items} />
    </Section>
  );
}

function Money({ answers: { id, budget, currency } }: { answers: Answers }) {
  const { t } = usePage();
  const valueOf = useRowValue(currency);
  const { income = {}, spending = {}, savings } = budget;
  const factsOf = <Key extends string>(
    keys: readonly Key[],
    rows: Readonly<Partial<Record<Key, RowAnswer>>>,
    label: (key: Key) => string,
  ): Fact[] =>
    keys.flatMap((key) => {
      const row = rows[key];
      return row ? [{ term: label(key), value: valueOf(row) }] : [];
    });
  const comesIn = factsOf(incomeKeys, income, (key) => t(`budget.income.rows.${key}`));
  const goesOut = factsOf(spendingKeys, spending, (key) => t(`budget.spending.rows.${key}`));
  const kept = savings ? [{ term: t("hardship.check.savings"), value: valueOf(savings, true) }] : [];
  const none = <p>{t("hardship.check.none")}</p>;
  return (
    <>
      <Section id={id} title={t("hardship.check.income")} step="income">
        {comesIn.length > 0 ? <Facts items={comesIn} /> : none}
      </Section>
      <Section id={id} title={t("hardship.check.spending")} step="spending">
        {goesOut.length + kept.length > 0 ? <Facts items={[...goesOut, ...kept]} /> : none}
      </Section>
    </>
  );
}

export function AnswerList({ answers }: { answers: Answers }) {
  const { t } = usePage();
  const { accounts, currency } = answers;
  return (
    <Fragment>
      <Card title={t("hardship.check.accounts")}>
        <Facts
          items={accounts.map((account) => ({
            term: nameAccount(t, account),
            value: <Amount minor={account.balanceMinor} currency={currency} />,
          }))}
        />
      </Card>
      <Situation answers={answers} />
      <Money answers={answers} />
    </Fragment>
  );
}
