// Which of one's accounts a request is about; with a single account there is nothing to ask.
import { usePage } from "#app/i18n/use-t.ts";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { nameAccount } from "./account-words.ts";
import type { ProductType } from "./accounts.ts";
import styles from "./account-boxes.module.css";

interface AccountBoxesProps {
  readonly accounts: readonly { readonly id: string; readonly productType: ProductType; readonly lastSigns: string }[];
  readonly ticked: readonly string[];
  readonly error: string | undefined;
}

export function AccountBoxes({ accounts, ticked, error }: AccountBoxesProps) {
  const { t } = usePage();
  const [only] = accounts;
  if (only && accounts.length === 1) return <input type="hidden" name="account" value={only.id} />;
  if (accounts.length === 0) return null;
  return (
    <fieldset className={styles["boxes"]}>
      <legend>{t("accounts.hardship.accounts")}</legend>
      <p>{t("accounts.hardship.accountsHint")}</p>
      {accounts.map((account, index) => (
        <Checkbox
          key={account.id}
          id={index === 0 ? "account" : `account-${account.id}`}
          name="account"
          value={account.id}
          checked={ticked.includes(account.id)}
          label={nameAccount(t, account)}
          error={index === 0 ? error : undefined}
        />
      ))}
    </fieldset>
  );
}
