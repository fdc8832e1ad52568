// What has happened and what is wished, for all accounts at once, and folded away for one that is different.
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { Ticks } from "#app/ui/ticks.tsx";
import { intentions, reasonKeys } from "./budget.ts";

type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface SituationFieldsProps {
  readonly accounts: readonly { readonly id: string; readonly productType: ProductType; readonly lastSigns: string }[];
  readonly typed: Typed;
  readonly errorOf: (field: string) => string | undefined;
}

function Pair({ end, typed, errorOf }: Omit<SituationFieldsProps, "accounts"> & { readonly end: string }) {
  const { t } = usePage();
  return (
    <>
      <Ticks
        type="checkbox"
        name={`reason${end}`}
        legend={t("budget.situation.happened")}
        hint={end === "" ? t("budget.situation.happenedHint") : undefined}
        error={errorOf(`reason${end}`)}
        values={[typed[`reason${end}`] ?? []].flat()}
        options={reasonKeys.map((value) => ({ value, label: t(`budget.reason.${value}`) }))}
      />
      <Ticks
        type="radio"
        name={`intention${end}`}
        legend={t("budget.situation.wish")}
        error={errorOf(`intention${end}`)}
        values={[typed[`intention${end}`] ?? []].flat()}
        options={intentions.map((value) => ({ value, label: t(`budget.intention.${value}`) }))}
      />
    </>
  );
}

export function SituationFields({ accounts, ...rest }: SituationFieldsProps) {
  const { t } = usePage();
  const several = accounts.length > 1 ? accounts : [];
  return (
    <>
      <Pair end="" {...rest} />
      {several.map((account) => {
        const end = `_${account.id}`;
        const used = rest.typed[`reason${end}`] !== undefined || rest.typed[`intention${end}`] !== undefined;
        return (
          <details key={account.id} open={used}>
            <summary>{t("budget.situation.other", { account: nameAccount(t, account) })}</summary>
            <p>
              <small>{t("budget.situation.otherHint")}</small>
            </p>
            <Pair end={end} {...rest} />
          </details>
        );
      })}
    </>
  );
}
