// What was proposed, what is offered instead, and what the budget allows, side by side.
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Headline } from "./offer-card.tsx";
import type { Quote } from "./options.ts";

interface OfferCompareProps {
  readonly yours: Quote | undefined;
  readonly theirs: Quote;
  readonly budget: Quote | undefined;
}

export function OfferCompare({ yours, theirs, budget }: OfferCompareProps) {
  const { t, language } = usePage();
  const columns = [
    { label: t("proposals.offer.yours"), quote: yours },
    { label: t("proposals.offer.theirs"), quote: theirs },
    { label: t("proposals.offer.budget"), quote: budget },
  ].flatMap(({ label, quote }) => (quote ? [{ label, quote }] : []));
  const amountOf = (quote: Quote, minor: bigint) => <Amount minor={minor} currency={quote.currency} />;
  const row = (label: string, cell: (quote: Quote) => ReactNode) => [label, ...columns.map(({ quote }) => cell(quote))];
  return (
    <DataTable
      caption={t("proposals.offer.compare")}
      head={[t("proposals.offer.what"), ...columns.map(({ label }) => label)]}
      wordy
      rows={[
        row(t("proposals.offer.plan"), (quote) => <Headline quote={quote} />),
        row(t("options.fact.first"), (quote) =>
          quote.firstOn ? formatDay(quote.firstOn, language) : t("options.fact.none"),
        ),
        row(t("proposals.offer.month"), (quote) => amountOf(quote, quote.monthlyMinor)),
        row(t("options.fact.until"), (quote) => formatDay(quote.lastOn, language)),
        row(t("options.fact.total"), (quote) => amountOf(quote, quote.totalMinor)),
        row(t("options.fact.interest"), (quote) => amountOf(quote, quote.costMinor)),
      ]}
    />
  );
}
