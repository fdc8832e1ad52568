// The ways in which a borrower can change a running plan, each with what it allows, as one form that shows the result.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import type { ChangeLimits, OptionKind } from "#app/modules/policy/policy.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { RadioGroup, type RadioOption } from "#app/ui/radio-group.tsx";
import type { ChangesLeft } from "./changes.ts";
import type { CoveredInstalment } from "./schedule.ts";

export interface TypedChange {
  readonly kind: string;
  readonly to: string;
  readonly less: string;
  readonly more: string;
}

interface ChangeChoiceProps {
  readonly action: string;
  readonly kind: OptionKind;
  readonly currency: Currency;
  readonly next: CoveredInstalment;
  readonly left: ChangesLeft;
  readonly limits: ChangeLimits;
  readonly typed: TypedChange;
  /** Which box is to be mended, and how. */
  readonly fault: { readonly field: string; readonly message: string } | undefined;
}

export function ChangeChoice(props: ChangeChoiceProps) {
  const { t, language } = usePage();
  const { next, left, limits, currency, typed, fault, kind } = props;
  const day = formatDay(next.dueOn, language);
  const errorOf = (field: string): string | undefined => (fault?.field === field ? fault.message : undefined);
  const suffix = currency === "CNY" ? t("payments.pay.suffix") : currency;
  const least = formatMoney({
    amountMinor: (next.amountMinor * BigInt(limits.reduceToPercent) + 99n) / 100n,
    currency,
  });
  const box = (name: "less" | "more") => (
    <Field
      name={name}
      label={t("plans.change.amount")}
      inputMode="decimal"
      size={12}
      suffix={suffix}
      value={typed[name]}
      error={errorOf(name)}
    />
  );
  const move: RadioOption = {
    value: "move",
    label: t("plans.change.move", { day }),
    hint: t("plans.change.moveHint", { days: limits.moveMaxDays, count: left.moves }),
    detail: (
      <Field
        name="to"
        type="date"
        label={t("plans.change.moveTo")}
        hint={t("plans.change.moveToHint")}
        value={typed.to}
        error={errorOf("to")}
      />
    ),
  };
  const long: readonly RadioOption[] = [
    {
      value: "skip",
      label: t("plans.change.skip", { day }),
      hint: t("plans.change.skipHint", { count: left.skips }),
    },
    {
      value: "reduce",
      label: t("plans.change.reduce", { day }),
      hint: t("plans.change.reduceHint", { amount: least, count: left.reductions }),
      detail: box("less"),
    },
    {
      value: "pay_more",
      label: t("plans.change.pay_more"),
      hint: t("plans.change.payMoreHint"),
      detail: box("more"),
    },
  ];
  const isLong = kind === "instalments" || kind === "stepped" || kind === "waiver";
  return (
    <form method="get" action={props.action}>
      <input type="hidden" name="seq" value={next.seq} />
      <RadioGroup
        name="kind"
        legend={t("plans.change.kind")}
        hideLegend
        value={typed.kind}
        error={errorOf("kind")}
        options={isLong ? [move, ...long] : [move]}
      />
      <Button>{t("plans.change.show")}</Button>
    </form>
  );
}
