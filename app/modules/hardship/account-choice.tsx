// Which accounts an arrangement is for: those of one creditor stand together, because they can go together.
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import styles from "./account-choice.module.css";

export interface ChoosableAccount {
  readonly id: string;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly creditorName: string;
  readonly currency: Currency;
  readonly balanceMinor: bigint;
  /** Why it cannot be chosen now. */
  readonly barred: "taken" | undefined;
  /** Objected to: it may be chosen, and the objection is answered first. */
  readonly disputed: boolean;
}

interface AccountChoiceProps {
  readonly accounts: readonly ChoosableAccount[];
  readonly ticked: readonly string[];
}

function Group({ name, accounts, ticked, first }: AccountChoiceProps & { name: string; first: boolean }) {
  const { t } = usePage();
  return (
    <fieldset className={styles["group"]}>
      <legend>{name}</legend>
      {accounts.map((account, index) => {
        const amount = <Amount minor={account.balanceMinor} currency={account.currency} />;
        return (
          <Checkbox
            key={account.id}
            id={first && index === 0 ? "account" : `account-${account.id}`}
            name="account"
            value={account.id}
            checked={ticked.includes(account.id)}
            label={nameAccount(t, account)}
            hint={
              <>
                <div>{amount}</div>
                {account.disputed && <div>{t("hardship.start.disputed")}</div>}
              </>
            }
          />
        );
      })}
    </fieldset>
  );
}

export function AccountChoice({ accounts, ticked }: AccountChoiceProps) {
  const free = accounts.filter(({ barred }) => barred === undefined);
  const creditors = [...new Set(free.map(({ creditorName }) => creditorName))];
  return creditors.map((name, index) => (
    <Group
      key={name}
      first={index === 0}
      accounts={free.filter(({ creditorName }) => creditorName === name)}
      {...{ name, ticked }}
    />
  ));
}

/** Accounts that cannot be chosen now, each with the reason. */
export function BarredAccounts({ accounts }: Pick<AccountChoiceProps, "accounts">) {
  const { t } = usePage();
  const barred = accounts.filter((account) => account.barred !== undefined);
  if (barred.length === 0) return null;
  return (
    <Card title={t("hardship.start.notNow")}>
      <Rows>
        {barred.map((account) => (
          <Row
            key={account.id}
            title={nameAccount(t, account)}
            note={account.creditorName}
            tag={<Tag>{t("hardship.start.taken")}</Tag>}
          />
        ))}
      </Rows>
    </Card>
  );
}
