// Terms of one's own on a page: the boxes, and what they come to, at an address that can be kept. The script of this
// page only asks that address again while somebody types; without it the button does.
import { usePage } from "#app/i18n/use-t.ts";
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary, type FieldError } from "#app/ui/error-summary.tsx";
import { Page } from "#app/ui/page.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { Said } from "#app/ui/said.tsx";
import { OfferMore, OfferTags, QuoteFacts, QuotePicture } from "./offer-card.tsx";
import type { OptionsShown } from "./offer-list.tsx";
import { sayHeadline, sayTermsRefusal } from "./option-words.ts";
import type { Offer, Rhythm, TermsRefusal } from "./options.ts";
import styles from "./own-terms-form.module.css";
import { HiddenTerms, OwnTermsForm } from "./own-terms-form.tsx";
import type { TermsField, TypedTerms } from "./own-terms.ts";
import { groupRuns, ScheduleTable } from "./schedule-table.tsx";

interface OwnTermsPageProps extends OptionsShown {
  readonly rhythms: readonly Rhythm["every"][];
  readonly own: {
    readonly typed: TypedTerms;
    readonly faults: readonly { readonly field: TermsField; readonly code: string }[];
    readonly refusal: { readonly field: TermsField | ""; readonly why: TermsRefusal } | undefined;
    readonly found: { readonly offer: Offer; readonly exact: TypedTerms } | undefined;
  };
}

type ErrorKey = `options.error.${keyof Catalogue["options"]["error"]}`;

function useErrors({ own, currency }: OwnTermsPageProps): readonly FieldError[] {
  const { t, language } = usePage();
  const { typed, faults, refusal } = own;
  if (refusal) {
    const message = sayTermsRefusal(t, refusal.why, currency, language, typed.kind);
    return [{ field: refusal.field, message }];
  }
  // Which kind it is stands in the address, not in a box.
  return faults.map(({ field, code }) => ({
    field: field === "kind" ? "" : field,
    message: t(`options.error.${code}` as ErrorKey),
  }));
}

function Found({ shown, offer, exact }: { shown: OwnTermsPageProps; offer: Offer; exact: TypedTerms }) {
  const { t } = usePage();
  const { id, version, answering, frame } = shown;
  const { quote, fit, kind } = offer;
  return (
    <Card>
      <p>
        <OfferTags offer={offer} answerBy={frame.answerBy} />
      </p>
      <QuotePicture quote={quote} today={frame.today} />
      <QuoteFacts quote={quote} />
      {fit === "over" && kind !== "full_by_date" && <p>{t("options.own.over")}</p>}
      <OfferMore offer={offer} graceDays={frame.graceDays} />
      <form method="post" action={`/my/hardship/${id}/options`}>
        {answering && <input type="hidden" name="version" value={version} />}
        <HiddenTerms typed={exact} />
        <Button>{t("options.own.choose")}</Button>
      </form>
      {/* Two amounts at most are in the line above already. */}
      {groupRuns(quote.instalments).length > 2 && (
        <details>
          <summary>{t("options.table.caption")}</summary>
          <ScheduleTable rows={quote.instalments} currency={quote.currency} grouped />
        </details>
      )}
    </Card>
  );
}

export function OwnTermsPage(shown: OwnTermsPageProps) {
  const { t, language, nonce } = usePage();
  const { id, own, currency, rhythms, waivable } = shown;
  const errors = useErrors(shown);
  const here = `/my/hardship/${id}/options`;
  const { found } = own;
  const line = found
    ? sayHeadline(t, found.offer.quote, language)
    : t(errors.length > 0 ? "options.own.mend" : "options.own.empty");
  return (
    <Page
      title={t(`options.own.kinds.${own.typed.kind}`)}
      back={{ to: here, label: t("options.toList") }}
      error={errors.length > 0}
      narrow
    >
      <ErrorSummary errors={errors} />
      <Quiet>{t("options.own.lead")}</Quiet>
      <OwnTermsForm
        action={here}
        typed={own.typed}
        {...{ currency, rhythms, waivable }}
        wrongAt={(field) => errors.find((error) => error.field === field)?.message}
      />
      <h2>{t("options.own.preview")}</h2>
      <p id="preview-line" className={styles["line"]} aria-live="polite">
        <Said text={line} />
      </p>
      <div id="preview">{found && <Found shown={shown} {...found} />}</div>
      <script src="/preview.js" nonce={nonce} defer />
    </Page>
  );
}
