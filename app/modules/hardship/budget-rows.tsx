// The boxes of income or spending: each unfolds on a tick to an amount and how often, or to "not sure", "rather not
// say". Without a script, and open where a browser cannot fold.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Checkbox } from "#app/ui/checkbox.tsx";
import type { FieldError } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Select } from "#app/ui/select.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import { budgetPeriods } from "./budget.ts";
import styles from "./budget-rows.module.css";
import { isTicked, type RowFault, type TypedRows } from "./rows.ts";

export interface ShownRow {
  readonly key: string;
  readonly label: string;
  readonly hint?: ReactNode;
  /** An amount that is there, not one that comes and goes. */
  readonly once?: boolean | undefined;
}

/** The faults in words, each naming its row. */
export function useRowErrors(
  rows: readonly ShownRow[],
  errors: Readonly<Record<string, string | undefined>>,
): readonly FieldError[] {
  const { t } = usePage();
  return Object.entries(errors).flatMap(([field, fault]) => {
    const row = rows.find(({ key }) => [`${key}_amount`, `${key}_period`, key].includes(field));
    const said = fault === undefined ? "" : t(`budget.error.${fault as RowFault}`);
    return said === ""
      ? []
      : [{ field, message: row ? t("budget.error.ofRow", { row: row.label, fault: said }) : said }];
  });
}

const answers = ["amount", "not_sure", "not_said"] as const;

interface BudgetRowProps {
  readonly row: ShownRow;
  readonly typed: TypedRows;
  readonly errors: readonly FieldError[];
  readonly currency: Currency;
}

function BudgetRow({ row: { key, label, hint, once }, typed, errors, currency }: BudgetRowProps) {
  const { t } = usePage();
  const ticked = isTicked(typed, key);
  // What an unticked row had held is gone, or it would count at the next sending.
  const shown = (part: string): string | undefined => (ticked ? typed[`${key}_${part}`] : undefined);
  const errorAt = (part: string) => errors.find(({ field }) => field === `${key}_${part}`)?.message;
  return (
    <Checkbox
      name={key}
      label={label}
      hint={hint}
      checked={ticked}
      fold={
        <fieldset className={styles["row"]}>
          <legend>{label}</legend>
          <div className={styles["line"]}>
            <Field
              name={`${key}_amount`}
              label={t("budget.row.amount")}
              value={shown("amount")}
              error={errorAt("amount") ?? errorAt("period")}
              inputMode="decimal"
              autoComplete="off"
              suffix={currency === "CNY" ? t("budget.suffix") : currency}
              maxLength={30}
            />
            {!once && (
              <Select
                name={`${key}_period`}
                label={t("budget.row.period")}
                value={shown("period") ?? "month"}
                options={budgetPeriods.map((value) => ({ value, label: t(`budget.row.periods.${value}`) }))}
              />
            )}
          </div>
          <Ticks
            type="radio"
            name={`${key}_answer`}
            legend={t("budget.row.answer", { row: label })}
            hideLegend
            values={[shown("answer") ?? "amount"]}
            options={answers.map((value) => ({ value, label: t(`budget.row.answers.${value}`) }))}
          />
        </fieldset>
      }
    />
  );
}

interface BudgetRowsProps extends Omit<BudgetRowProps, "row"> {
  readonly rows: readonly ShownRow[];
}

export function BudgetRows({ rows, ...rest }: BudgetRowsProps) {
  return (
    <div className={styles["rows"]}>
      {rows.map((row) => (
        <BudgetRow key={row.key} row={row} {...rest} />
      ))}
    </div>
  );
}
