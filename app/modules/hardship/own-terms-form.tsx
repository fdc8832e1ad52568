// Terms of one's own, box by box for one kind of plan. It asks by GET, so that what it comes to has an address; nothing
// is chosen by it. Boxes of the other rhythm fold away where the browser can; both are read by which rhythm is chosen.
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { WaivablePart } from "#app/modules/policy/policy.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import fieldStyles from "#app/ui/field.module.css";
import { Hint, Wrong } from "#app/ui/labelled.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import type { Rhythm } from "./options.ts";
import styles from "./own-terms-form.module.css";
import type { TermsField, TypedTerms } from "./own-terms.ts";

/** What the boxes are called; an agent who fills them in is asked otherwise than a borrower. */
export type BoxWords = (box: BoxName) => string;

export type BoxName =
  | "every"
  | "firstOn"
  | "payOn"
  | "from"
  | "amount"
  | "count"
  | "countOnly"
  | "upfront"
  | "low"
  | "lowCount"
  | "tokenAmount"
  | "months"
  | "settleAmount"
  | "waiveWhat";

interface OwnTermsFormProps {
  readonly action: string;
  readonly typed: TypedTerms;
  readonly currency: Currency;
  readonly rhythms: readonly Rhythm["every"][];
  readonly waivable: readonly WaivablePart[];
  readonly wrongAt: (field: TermsField) => string | undefined;
  /** The borrower's, where nothing else is said. */
  readonly words?: BoxWords | undefined;
}

function useBoxes({ typed, currency, wrongAt, words }: OwnTermsFormProps) {
  const { t } = usePage();
  const say: BoxWords = words ?? ((box) => t(`options.own.${box}`));
  const amount = (name: "amount" | "upfront", label: string, hint?: string) => (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={wrongAt(name)}
      value={typed[name]}
      inputMode="decimal"
      autoComplete="off"
      suffix={currency === "CNY" ? t("options.own.suffix") : currency}
      maxLength={30}
      size={12}
    />
  );
  const number = (name: "count" | "months", label: string) => (
    <Field
      name={name}
      label={label}
      error={wrongAt(name)}
      value={typed[name]}
      inputMode="numeric"
      autoComplete="off"
      maxLength={4}
      size={6}
    />
  );
  const date = (label: string, hint: string) => (
    <Field
      name="firstOn"
      label={label}
      hint={hint}
      error={wrongAt("firstOn")}
      value={typed.firstOn}
      type="date"
      maxLength={20}
      size={12}
    />
  );
  return { t, say, amount, number, date };
}

/** Boxes for dates of one's own: some are always free, and empty ones do not count. */
function DateList({ dates, error }: { dates: readonly string[]; error: string | undefined }) {
  const { t } = usePage();
  const boxes = [...dates, ...Array.from({ length: dates.length === 0 ? 6 : 3 }, () => "")];
  return (
    <fieldset className={fieldStyles["field"]}>
      <legend>{t("options.own.dates")}</legend>
      <Hint name="dates">{t("options.own.datesHint")}</Hint>
      <Wrong name="dates" error={error} />
      {boxes.map((value, index) => (
        <input
          // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
          key={index}
          className={fieldStyles["box"]}
          id={index === 0 ? "dates" : undefined}
          name="dates"
          type="date"
          aria-label={t("options.own.dateOf", { number: index + 1 })}
          aria-invalid={error === undefined ? undefined : true}
          defaultValue={value}
        />
      ))}
    </fieldset>
  );
}

function RhythmBoxes(props: OwnTermsFormProps) {
  const { typed, rhythms, wrongAt } = props;
  const { t, say, amount, number, date } = useBoxes(props);
  const byAmount = typed.kind === "instalments";
  return (
    <div className={styles["rhythm"]}>
      <Ticks
        type="radio"
        name="every"
        legend={say("every")}
        error={wrongAt("every")}
        values={[typed.every]}
        options={rhythms.map((value) => ({ value, label: t(`options.own.everyOptions.${value}`) }))}
      />
      <div className={styles["regular"]}>
        {date(say("firstOn"), t("options.own.monthHint"))}
        {byAmount && amount("amount", say("amount"), t("options.own.amountHint"))}
        {number("count", say(byAmount ? "count" : "countOnly"))}
      </div>
      {rhythms.includes("own") && (
        <div className={styles["own"]}>
          <DateList dates={typed.dates} error={wrongAt("dates")} />
        </div>
      )}
    </div>
  );
}

function KindBoxes(props: OwnTermsFormProps) {
  const { typed, waivable, wrongAt } = props;
  const { t, say, amount, number, date } = useBoxes(props);
  const { kind } = typed;
  switch (kind) {
    case "full_by_date":
      return date(say("payOn"), t("options.own.dateHint"));
    case "instalments":
      return (
        <>
          <RhythmBoxes {...props} />
          {amount("upfront", say("upfront"), t("options.own.upfrontHint"))}
        </>
      );
    case "stepped":
      return (
        <>
          {amount("amount", say("low"))}
          {number("months", say("lowCount"))}
          <RhythmBoxes {...props} />
        </>
      );
    case "token":
      return (
        <>
          {amount("amount", say("tokenAmount"))}
          {number("months", say("months"))}
          {date(say("firstOn"), t("options.own.monthHint"))}
        </>
      );
    case "pause":
      return (
        <>
          {number("months", say("months"))}
          {date(say("from"), t("options.own.dateHint"))}
        </>
      );
    case "waiver":
      return (
        <>
          <Ticks
            type="checkbox"
            name="waive"
            legend={say("waiveWhat")}
            error={wrongAt("waive")}
            values={typed.waive}
            options={waivable.map((value) => ({ value, label: t(`options.waive.${value}`) }))}
          />
          <RhythmBoxes {...props} />
        </>
      );
    case "settlement":
      return (
        <>
          {amount("amount", say("settleAmount"))}
          <RhythmBoxes {...props} />
        </>
      );
    default:
      return kind satisfies never;
  }
}

export function OwnTermsForm(props: OwnTermsFormProps) {
  const { t } = usePage();
  return (
    <form id="own-terms" method="get" action={props.action} noValidate>
      <input type="hidden" name="kind" value={props.typed.kind} />
      <KindBoxes {...props} />
      <Button quiet>{t("options.own.show")}</Button>
    </form>
  );
}

/** Terms in a form that posts: what was shown is what is chosen. */
export function HiddenTerms({ typed }: { typed: TypedTerms }) {
  const { waive, dates, ...texts } = typed;
  const lists = [...waive.map((value) => ["waive", value]), ...dates.map((value) => ["dates", value])] as const;
  return (
    <>
      {Object.entries(texts)
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      {lists.map(([name, value]) => (
        <input key={value} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
