// The offers of a proposal, what works with the budget first and said in two sentences; and the way to terms of one's
// own. Nothing is chosen beforehand.
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { OptionKind, WaivablePart } from "#app/modules/policy/policy.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Page } from "#app/ui/page.tsx";
import { Lead, Quiet } from "#app/ui/prose.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Said } from "#app/ui/said.tsx";
import { FreeAdvice, type Adviser } from "./free-advice.tsx";
import { offerOption, type OfferFrame } from "./offer-card.tsx";
import { explainOffer } from "./offers.ts";
import type { Offer } from "./options.ts";
import { PauseLink, StepMark } from "./step-page.tsx";

export interface OptionsShown {
  readonly id: string;
  readonly version: number;
  /** What is chosen answers an offer that waits for a yes. */
  readonly answering: boolean;
  readonly roundsLeft: number;
  readonly currency: Currency;
  readonly surplusMinor: bigint | undefined;
  readonly waivable: readonly WaivablePart[];
  readonly frame: OfferFrame;
  readonly offers: readonly { readonly value: string; readonly offer: Offer }[];
  readonly fault: "option" | "gone" | undefined;
  readonly advisers: readonly Adviser[];
}

const kinds: readonly OptionKind[] = [
  "instalments",
  "stepped",
  "full_by_date",
  "pause",
  "token",
  "waiver",
  "settlement",
];

/** What the budget says, in two sentences. */
function useBudgetWords({ offers, surplusMinor, currency }: OptionsShown): string {
  const { t } = usePage();
  if (surplusMinor === undefined) return t("options.lead.unknown");
  if (surplusMinor <= 0n) return t("options.lead.none");
  const money = (amountMinor: bigint) => formatMoney({ amountMinor, currency });
  const surplus = money(surplusMinor);
  const paying = offers.find(({ offer }) => offer.fit === "fits" && offer.quote.leftMinor === 0n);
  if (!paying) return t("options.lead.tight", { surplus });
  return t("options.lead.someWith", { surplus, monthly: money(explainOffer(paying.offer).monthlyMinor) });
}

function OwnKinds({ id, waivable }: Pick<OptionsShown, "id" | "waivable">) {
  const { t } = usePage();
  return (
    <Card title={t("options.own.start")}>
      <Rows>
        {kinds
          .filter((kind) => kind !== "waiver" || waivable.length > 0)
          .map((kind) => (
            <Row
              key={kind}
              to={`/my/hardship/${id}/options?kind=${kind}`}
              title={t(`options.own.kinds.${kind}`)}
              note={t(`options.own.notes.${kind}`)}
            />
          ))}
      </Rows>
    </Card>
  );
}

export function OfferList(shown: OptionsShown) {
  const { t } = usePage();
  const { id, answering, offers, fault, frame, surplusMinor } = shown;
  const here = `/my/hardship/${id}`;
  const wrong = fault && t(`options.error.${fault}`);
  return (
    <Page
      title={t(answering ? "options.counterTitle" : "options.title")}
      back={answering ? { to: here } : { to: `${here}/spending` }}
      error={wrong !== undefined}
      narrow
    >
      <ErrorSummary errors={wrong === undefined ? [] : [{ field: "option", message: wrong }]} />
      {answering ? <Quiet>{t("options.round", { count: shown.roundsLeft })}</Quiet> : <StepMark step="options" />}
      <Lead>
        <Said text={useBudgetWords(shown)} />
      </Lead>
      <form method="post" action={`${here}/options`}>
        {answering && <input type="hidden" name="version" value={shown.version} />}
        <RadioGroup
          name="option"
          legend={t("options.choose")}
          hideLegend
          error={wrong}
          options={offers.map(({ value, offer }) => offerOption(value, offer, frame))}
        />
        <Button>{t("options.submit")}</Button>
      </form>
      <Quiet>{t("options.lead.never")}</Quiet>
      <OwnKinds {...shown} />
      {(surplusMinor === undefined || surplusMinor <= 0n) && <FreeAdvice advisers={shown.advisers} />}
      {!answering && <PauseLink />}
    </Page>
  );
}
