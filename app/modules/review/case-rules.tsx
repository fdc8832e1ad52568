// Every rule that the proposal is judged by, with its figures and where they come from. A rule never refuses anybody: it
// passes, or it asks for a person, which is why somebody reads this.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import type { JudgedRule, RuleFigure } from "#app/modules/hardship/quote-rules.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { classNames } from "#app/ui/class-names.ts";
import { Said } from "#app/ui/said.tsx";
import { CaseSection } from "./case-section.tsx";
import styles from "./case.module.css";

function useFigure(currency: Currency) {
  const { t, language } = usePage();
  return (figure: RuleFigure, isLimit = false): string => {
    switch (figure.kind) {
      case "minor":
        return formatMoney({ amountMinor: figure.amountMinor, currency });
      case "months":
        return t("cases.rules.months", { count: figure.count });
      case "day":
        return isLimit
          ? formatDay(figure.day, language)
          : t("cases.rules.until", { day: formatDay(figure.day, language) });
      case "kinds":
        return figure.kinds.map((kind) => t(`options.own.kinds.${kind}`)).join(" · ");
      default:
        return figure satisfies never;
    }
  };
}

function useFound(currency: Currency) {
  const { t } = usePage();
  const sayFigure = useFigure(currency);
  return ({ rule, verdict, found, limit }: JudgedRule): string => {
    const passed = verdict === "pass";
    switch (rule) {
      case "kind":
        return t(passed ? "cases.rules.kindPass" : "cases.rules.kindAsk", { found: found ? sayFigure(found) : "" });
      case "term":
      case "above_budget":
      case "above_budget_in_all": {
        const said = { found: found ? sayFigure(found) : "", limit: limit ? sayFigure(limit, true) : "" };
        return t(limit ? "cases.rules.within" : "cases.rules.only", said);
      }
      case "care":
      case "disputed":
      case "time_barred":
      case "earlier_plan_broken":
      case "budget_incomplete":
        return t(passed ? `cases.rules.passed.${rule}` : `cases.rules.asked.${rule}`);
      default:
        return rule satisfies never;
    }
  };
}

interface RulesProps {
  readonly rules: readonly JudgedRule[];
  readonly packId: string;
  readonly currency: Currency;
  /** Whose role opens the pack itself. */
  readonly mayReadPack: boolean;
}

export function Rules({ rules, packId, currency, mayReadPack }: RulesProps) {
  const { t } = usePage();
  const sayFound = useFound(currency);
  const pack = requirePolicy(packId);
  const figures = [...new Set(rules.flatMap(({ figure }) => figure ?? []))];
  return (
    <CaseSection
      id="rules"
      title={t("cases.rules.title")}
      aside={
        mayReadPack && (
          <a className={styles["link"]} href={`/ops/policies/${packId}`}>
            {packId}
          </a>
        )
      }
    >
      {rules.length === 0 ? (
        <p>{t("cases.rules.none")}</p>
      ) : (
        <table className={styles["table"]}>
          <caption>{t("cases.rules.pack", { id: packId })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("cases.rules.rule")}</th>
              <th scope="col">{t("cases.rules.found")}</th>
              <th scope="col">{t("cases.rules.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((judged) => (
              <tr key={judged.rule} data-rule={judged.rule} data-verdict={judged.verdict}>
                <th scope="row">{t(`cases.rules.name.${judged.rule}`)}</th>
                <td>
                  <Said text={sayFound(judged)} />
                </td>
                <td>
                  <span className={classNames(styles["verdict"], judged.verdict === "ask" && styles["ask"])}>
                    {t(`cases.rules.${judged.verdict}`)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {figures.map((figure) => (
        <div key={figure} className={styles["quiet"]}>
          {t("cases.rules.source")} <span lang="en">{pack[figure].source}</span>
        </div>
      ))}
    </CaseSection>
  );
}
