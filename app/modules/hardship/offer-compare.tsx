// What was proposed, what is offered instead, and what the budget allows, side by side.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
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
  const quotes = columns.map(({ quote }) => quote);
  const amounts = (minors: readonly bigint[]) =>
    // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
    minors.map((minor, index) => <Amount key={index} minor={minor} currency={theirs.currency} />);
  const days = (list: readonly (Day | undefined)[]) =>
    list.map((day) => (day ? formatDay(day, language) : t("options.fact.none")));
  return (
    <DataTable
      caption={t("proposals.offer.compare")}
      head={[t("proposals.offer.what"), ...columns.map(({ label }) => label)]}
      wordy
      rows={[
        [t("proposals.offer.plan"), ...columns.map(({ label, quote }) => <Headline key={label} quote={quote} />)],
        [t("options.fact.first"), ...days(quotes.map(({ firstOn }) => firstOn))],
        [t("proposals.offer.month"), ...amounts(quotes.map(({ monthlyMinor }) => monthlyMinor))],
        [t("proposals.offer.until"), ...days(quotes.map(({ lastOn }) => lastOn))],
        [t("options.fact.total"), ...amounts(quotes.map(({ totalMinor }) => totalMinor))],
        [t("options.fact.interest"), ...amounts(quotes.map(({ costMinor }) => costMinor))],
      ]}
    />
  );
}
