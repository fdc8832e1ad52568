// What has happened and what is wished, for all accounts at once, and folded away for one that is different. With the
// reason that is about health comes the tick that lets us keep it; without one the page is whole too.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import { intentions, reasonKeys } from "./budget.ts";
import styles from "./situation-fields.module.css";

type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface SituationFieldsProps {
  readonly accounts: readonly { readonly id: string; readonly productType: ProductType; readonly lastSigns: string }[];
  readonly typed: Typed;
  readonly errorOf: (field: string) => string | undefined;
  /** The consent is in force already. */
  readonly healthConsent: boolean;
}

type PairProps = Pick<SituationFieldsProps, "typed" | "errorOf"> & {
  readonly end: string;
  /** What stands under the reasons. */
  readonly children?: ReactNode;
};

function Pair({ end, typed, errorOf, children }: PairProps) {
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
      {children}
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

function HealthConsent({ typed, errorOf }: Pick<SituationFieldsProps, "typed" | "errorOf">) {
  const { t } = usePage();
  return (
    <div className={styles["health"]}>
      <Checkbox
        name="healthConsent"
        checked={typed["healthConsent"] !== undefined}
        label={t("evidence.consent.text")}
        hint={t("budget.situation.consentHint")}
        error={errorOf("healthConsent")}
      />
    </div>
  );
}

export function SituationFields({ accounts, healthConsent, ...rest }: SituationFieldsProps) {
  const { t } = usePage();
  const several = accounts.length > 1 ? accounts : [];
  return (
    <>
      <Pair end="" {...rest}>
        {!healthConsent && <HealthConsent {...rest} />}
      </Pair>
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
