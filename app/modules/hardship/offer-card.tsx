// An offer as a person reads it: what it is in one line, how it compares, and what happens if one is missed. It sorts
// nothing and prefers nothing: whoever lists offers has put what fits first.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Facts, type Fact } from "#app/ui/facts.tsx";
import type { RadioOption } from "#app/ui/radio-group.tsx";
import { Said } from "#app/ui/said.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { sayAsk, sayFacts, sayHeadline, sayMissed } from "./option-words.ts";
import type { Offer, Quote } from "./options.ts";
import { SchedulePicture, type SchedulePoint } from "./schedule-picture.tsx";

/** What is still to pay, from today on; with what is left in the end where an arrangement does not end the debt. */
export function pointsOf({ instalments, totalMinor, leftMinor }: Quote, today: Day): SchedulePoint[] {
  let left = totalMinor + leftMinor;
  return [
    { on: today, leftMinor: left },
    ...instalments.map(({ dueOn, amountMinor }) => ({ on: dueOn, leftMinor: (left -= amountMinor) })),
  ];
}

/** How each listed offer is named in the form: by its kind, the second of a kind as "kind-2". */
export function nameOffers(offers: readonly Offer[]): { readonly value: string; readonly offer: Offer }[] {
  const seen = new Map<string, number>();
  return offers.map((offer) => {
    const turn = (seen.get(offer.kind) ?? 0) + 1;
    seen.set(offer.kind, turn);
    return { value: turn === 1 ? offer.kind : `${offer.kind}-${turn}`, offer };
  });
}

export interface OfferFrame {
  readonly today: Day;
  /** By when a person would answer. */
  readonly answerBy: Day;
  readonly graceDays: number;
}

export function QuoteFacts({ quote }: { quote: Quote }) {
  const { t, language } = usePage();
  const items = sayFacts(t, quote, language).map(({ term, text }): Fact => ({ term, value: <Said text={text} /> }));
  return <Facts items={items} />;
}

/** One payment, or none, needs no picture. */
export function QuotePicture({ quote, today }: { quote: Quote; today: Day }) {
  if (quote.instalments.length < 2) return null;
  return <SchedulePicture points={pointsOf(quote, today)} currency={quote.currency} plain />;
}

export function OfferTags({ offer, answerBy }: { offer: Offer; answerBy: Day }) {
  const { t, language } = usePage();
  return (
    <>
      {offer.fit === "fits" && <Tag>{t("options.tag.fits")}</Tag>}{" "}
      {offer.ask.length === 0 ? (
        <Tag>{t("options.tag.atOnce")}</Tag>
      ) : (
        <Tag tone="note">{t("options.tag.person", { day: formatDay(answerBy, language) })}</Tag>
      )}
    </>
  );
}

export function OfferMore({ offer, graceDays }: { offer: Offer; graceDays: number }) {
  const { t, language } = usePage();
  const why = sayAsk(t, offer.ask, language);
  return (
    <>
      {why !== undefined && (
        <p>
          <small>{why}</small>
        </p>
      )}
      <p>
        <small>{sayMissed(t, offer.quote.terms, graceDays)}</small>
      </p>
    </>
  );
}

/** The line that an offer is known by. */
export function Headline({ quote }: { quote: Quote }) {
  const { t, language } = usePage();
  return <Said text={sayHeadline(t, quote, language)} />;
}

/** As a card of a radio group. */
export function offerOption(value: string, offer: Offer, { today, answerBy, graceDays }: OfferFrame): RadioOption {
  const { quote } = offer;
  return {
    value,
    label: <Headline quote={quote} />,
    wide: (
      <>
        <OfferTags offer={offer} answerBy={answerBy} />
        <QuotePicture quote={quote} today={today} />
        <QuoteFacts quote={quote} />
        <OfferMore offer={offer} graceDays={graceDays} />
      </>
    ),
  };
}
