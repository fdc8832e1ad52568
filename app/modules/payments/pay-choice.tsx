// The first step of a payment: which amount. Nothing is chosen beforehand, and the other ways stand as near as paying.
import { usePage } from "#app/i18n/use-t.ts";
import { type Money, formatMoney } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Button } from "#app/ui/button.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Field } from "#app/ui/field.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";

export interface ShownAccount {
  readonly id: string;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly currency: Money["currency"];
  readonly creditor: { readonly name: string; readonly phone: string; readonly email: string };
}

interface PayChoiceProps {
  account: ShownAccount;
  balanceMinor: bigint;
  dueMinor: bigint;
  /** The most that can be paid now. */
  most: Money;
  minimum: Money;
  typed: { readonly choice: string; readonly amount: string };
  wrong: { readonly field: string; readonly message: string } | undefined;
}

export function PayChoice({ account, balanceMinor, dueMinor, most, minimum, typed, wrong }: PayChoiceProps) {
  const { t } = usePage();
  const { id, currency, creditor } = account;
  const wrongAt = (field: string): string | undefined => (wrong?.field === field ? wrong.message : undefined);
  const hint = t("payments.pay.amountHint", { minimum: formatMoney(minimum), most: formatMoney(most) });
  const amount = (
    <Field
      name="amount"
      label={t("payments.pay.amount")}
      hint={hint}
      error={wrongAt("amount")}
      value={typed.amount}
      inputMode="decimal"
      autoComplete="off"
      suffix={currency === "CNY" ? t("payments.pay.suffix") : currency}
      maxLength={30}
      size={12}
    />
  );
  const due = {
    value: "due",
    label: t("payments.pay.due"),
    detail: <Amount minor={dueMinor} currency={currency} name="due" />,
  };
  const offersDue = dueMinor >= minimum.amountMinor && dueMinor < most.amountMinor;
  return (
    <>
      <p>{t("payments.pay.lead")}</p>
      <Facts
        items={[
          { term: t("payments.pay.account"), value: nameAccount(t, account) },
          { term: t("payments.pay.payee"), value: creditor.name },
          {
            term: t("payments.pay.balance"),
            value: <Amount minor={balanceMinor} currency={currency} name="balance" />,
          },
        ]}
      />
      <form method="get" noValidate>
        <RadioGroup
          name="choice"
          legend={t("payments.pay.choices")}
          hideLegend
          value={typed.choice}
          error={wrongAt("choice")}
          options={[
            ...(offersDue ? [due] : []),
            { value: "other", label: t("payments.pay.other"), detail: amount },
            {
              value: "full",
              label: t("payments.pay.full"),
              detail: <Amount minor={most.amountMinor} currency={currency} name="full" />,
            },
          ]}
        />
        <p>{t("payments.pay.promise")}</p>
        <Button>{t("payments.pay.next")}</Button>
      </form>
      <h2>{t("payments.pay.before")}</h2>
      <Pair>
        <LinkButton to={`/my/hardship?account=${id}`} quiet>
          {t("payments.way.hardship")}
        </LinkButton>
        <LinkButton to={`/my/accounts/${id}/dispute`} quiet>
          {t("payments.way.dispute")}
        </LinkButton>
      </Pair>
    </>
  );
}
