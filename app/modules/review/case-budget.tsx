// The month's budget with every row, what has changed since the last one, and what papers stand behind it. It says what
// is there and judges nobody: a row without an amount is an answer.
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import { incomeKeys, spendingKeys, type RowAnswer } from "#app/modules/hardship/budget.ts";
import type { EvidenceView } from "#app/modules/hardship/evidence.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Said } from "#app/ui/said.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { rowMinor, type BudgetChange, type BudgetKey, type BudgetPart } from "./budget-changes.ts";
import { CaseSection } from "./case-section.tsx";
import type { CaseView, SinceLastTime } from "./case-view.ts";
import styles from "./case.module.css";

function useChange(currency: Currency) {
  const { t } = usePage();
  return ({ move, beforeMinor, nowMinor }: BudgetChange): ReactNode => {
    const before = beforeMinor ?? 0n;
    const difference = (nowMinor ?? 0n) - before;
    const shown = move === "more" ? difference : move === "less" ? -difference : before;
    const amount = formatMoney({ amountMinor: shown, currency });
    return <Said text={t(`cases.budget.move.${move}`, { amount })} />;
  };
}

interface LineProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly change: ReactNode;
  readonly wide: boolean;
  readonly tone?: "sum" | "rest" | undefined;
}

function Line({ label, value, change, wide, tone }: LineProps) {
  return (
    <tr className={tone && styles[tone]}>
      <th scope="row">{label}</th>
      <td className={styles["end"]}>{value}</td>
      {wide && <td className={styles["changed"]}>{change}</td>}
    </tr>
  );
}

interface RowsProps {
  readonly view: CaseView;
  readonly part: "income" | "spending";
}

function useRowValue(currency: Currency) {
  const { t } = usePage();
  return (part: BudgetPart, answer: RowAnswer | undefined): ReactNode => {
    const minor = rowMinor(part, answer);
    if (minor !== undefined) return <Amount minor={minor} currency={currency} />;
    return answer && answer.kind !== "amount" ? t(`hardship.check.${answer.kind}`) : "–";
  };
}

function Rows({ view: { proposal, changes }, part }: RowsProps) {
  const { t } = usePage();
  const { currency, budget, summary } = proposal;
  const sayChange = useChange(currency);
  const valueOf = useRowValue(currency);
  const keys: readonly BudgetKey[] = part === "income" ? incomeKeys : spendingKeys;
  const rows = (budget[part] ?? {}) as Readonly<Partial<Record<BudgetKey, RowAnswer>>>;
  const moved = new Map(changes?.rows.filter((row) => row.part === part).map((row) => [row.key, row]));
  const wide = changes !== undefined;
  return (
    <tbody>
      {keys.map((key) => {
        const change = moved.get(key);
        if (!rows[key] && !change) return null;
        return (
          <Line
            key={key}
            label={t(`budget.${part}.rows.${key}` as "budget.income.rows.pay")}
            value={valueOf(part, rows[key])}
            change={change && sayChange(change)}
            wide={wide}
          />
        );
      })}
      <Line
        label={t(`cases.budget.${part}`)}
        value={<Amount minor={part === "income" ? summary.incomeMinor : summary.spendingMinor} currency={currency} />}
        change={null}
        wide={wide}
        tone="sum"
      />
    </tbody>
  );
}

function Rest({ view: { proposal, changes } }: { view: CaseView }) {
  const { t } = usePage();
  const { currency, budget, summary } = proposal;
  const { allowanceMinor, surplusMinor: surplus } = summary;
  const sayChange = useChange(currency);
  const valueOf = useRowValue(currency);
  const wide = changes !== undefined;
  const saved = changes?.rows.find(({ part }) => part === "savings");
  const amountOf = (minor: bigint, name: string) => <Amount minor={minor} currency={currency} name={name} />;
  return (
    <tbody>
      <Line
        label={t("cases.budget.allowance")}
        value={amountOf(allowanceMinor, "allowance")}
        change={null}
        wide={wide}
      />
      <Line
        label={t(surplus !== undefined && surplus < 0n ? "cases.budget.short" : "cases.budget.left")}
        value={
          surplus === undefined
            ? t("cases.budget.unknown")
            : amountOf(surplus < 0n ? -surplus : surplus, surplus < 0n ? "short" : "surplus")
        }
        change={null}
        wide={wide}
        tone="rest"
      />
      {(budget.savings ?? saved) && (
        <Line
          label={t("cases.budget.savings")}
          value={valueOf("savings", budget.savings)}
          change={saved && sayChange(saved)}
          wide={wide}
        />
      )}
    </tbody>
  );
}

function Household({ view: { proposal, changes } }: { view: CaseView }) {
  const { t } = usePage();
  const { household } = proposal.budget;
  if (!household) return null;
  const moved = new Map(changes?.household.map(({ who, before }) => [who, before]));
  const people = (["adults", "children", "others"] as const).filter((who) => household[who] > 0 || moved.has(who));
  return (
    <p>
      <small>{t("cases.budget.household")}</small>{" "}
      {people.map((who, index) => (
        <span key={who}>
          {index > 0 && " · "}
          {t(`hardship.check.people.${who}`, { count: household[who] })}
          {moved.has(who) && (
            <span className={styles["changed"]}> ({t("cases.budget.householdMove", { before: moved.get(who) })})</span>
          )}
        </span>
      ))}
      {household.region !== "" && (
        <>
          {" · "}
          <Foreign text={household.region} />
        </>
      )}
    </p>
  );
}

function SinceNote({ changes, zone }: { changes: SinceLastTime | undefined; zone: string }) {
  const { t, language } = usePage();
  if (!changes) return <p className={styles["quiet"]}>{t("cases.budget.firstTime")}</p>;
  const { since, reference, rows, household } = changes;
  const said = { reference, day: formatDay(dayAt(since, zone), language) };
  const same = rows.length + household.length === 0;
  return <p className={styles["quiet"]}>{t(same ? "cases.budget.unchanged" : "cases.budget.sinceNote", said)}</p>;
}

/** What stands behind the figures, by kind. */
function Support({ papers }: { papers: readonly EvidenceView[] }) {
  const { t } = usePage();
  const ready = papers.filter(({ status }) => status === "ready");
  return (
    <ul className={styles["plain"]}>
      {(["income", "spending", "health"] as const).map((kind) => {
        const count = ready.filter((paper) => paper.kind === kind).length;
        if (kind === "health" && count === 0) return null;
        return (
          <li key={kind} className={styles["line"]} data-supported={`${kind}:${count}`}>
            <span>{t(`evidence.kinds.${kind}`)}</span>
            <span className={styles["quiet"]}>
              {count > 0 ? t("cases.budget.papers", { count }) : t("cases.budget.papersNone")}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export function MonthBudget({ view, zone }: { view: CaseView; zone: string }) {
  const { t } = usePage();
  const wide = view.changes !== undefined;
  return (
    <CaseSection id="budget" title={t("cases.budget.title")}>
      <Household view={view} />
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("cases.budget.row")}</th>
            <th scope="col" className={styles["end"]}>
              {t("cases.budget.monthly")}
            </th>
            {wide && <th scope="col">{t("cases.budget.since")}</th>}
          </tr>
        </thead>
        <Rows view={view} part="income" />
        <Rows view={view} part="spending" />
        <Rest view={view} />
      </table>
      <SinceNote changes={view.changes} zone={zone} />
      <Support papers={view.evidence} />
    </CaseSection>
  );
}
