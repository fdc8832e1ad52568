// Forms about what a person needs: set a mark, end one, begin and end a quiet time.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Field } from "#app/ui/field.tsx";
import { Select } from "#app/ui/select.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import { careCauses, careNeeds, careTellers, type CareCause, type CareMark } from "./care-marks.ts";
import { moratoriumDays, moratoriumReasons } from "./moratorium.ts";
import styles from "./care-marks.module.css";

type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

interface FormProps {
  readonly action: string;
  readonly typed: Typed;
  readonly of: (field: string) => string | undefined;
}

export interface HeldMark extends CareMark {
  readonly cause: CareCause | undefined;
  readonly due: boolean;
}

export function HeldMarks({
  marks,
  action,
}: {
  readonly marks: readonly HeldMark[];
  readonly action: string | undefined;
}) {
  const { t, language } = usePage();
  if (marks.length === 0) return <p>{t("care.none")}</p>;
  return (
    <ul className={styles["held"]}>
      {marks.map(({ id, need, toldBy, reviewOn, cause, due }) => (
        <li key={id}>
          <Tag tone="note" status={need}>
            {t(`care.need.${need}`)}
          </Tag>
          <span>{t(`care.toldBy.${toldBy}`)}</span>
          {cause !== undefined && <span data-cause={cause}>{t(`care.cause.${cause}`)}</span>}
          <span>{t(due ? "care.reviewDue" : "care.reviewOn", { day: formatDay(reviewOn, language) })}</span>
          {action !== undefined && (
            <form method="post" action={action}>
              <input type="hidden" name="mark" value={id} />
              <button className={styles["end"]} name="intent" value="end">
                {t("care.end", { need: t(`care.need.${need}`) })}
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}

export function MarkForm({ action, typed, of, reviewOn }: FormProps & { readonly reviewOn: Day }) {
  const { t } = usePage();
  return (
    <Card title={t("care.add.title")}>
      <form method="post" action={action}>
        <Ticks
          name="need"
          type="radio"
          legend={t("care.add.need")}
          values={[typed["need"] ?? []].flat()}
          error={of("need")}
          options={careNeeds.map((value) => ({ value, label: t(`care.need.${value}`) }))}
        />
        <Ticks
          name="toldBy"
          type="radio"
          legend={t("care.add.toldBy")}
          values={[typed["toldBy"] ?? []].flat()}
          error={of("toldBy")}
          options={careTellers.map((value) => ({ value, label: t(`care.toldBy.${value}`) }))}
        />
        <Select
          name="cause"
          label={t("care.add.cause")}
          value={typed["cause"]?.toString()}
          options={[
            { value: "", label: t("care.add.noCause") },
            ...careCauses.map((value) => ({ value, label: t(`care.cause.${value}`) })),
          ]}
        />
        <Checkbox
          name="agreed"
          label={t("care.add.agreed")}
          hint={t("care.add.agreedHint")}
          checked={typed["agreed"] === "yes"}
          error={of("agreed")}
        />
        <Field
          name="reviewOn"
          label={t("care.add.reviewOn")}
          hint={t("care.add.reviewHint")}
          value={typed["reviewOn"]?.toString() ?? reviewOn}
          error={of("reviewOn")}
          size={12}
        />
        <Button name="intent" value="add">
          {t("care.add.submit")}
        </Button>
      </form>
    </Card>
  );
}

/** Nobody is reminded for a while. */
export function QuietForm({ action, typed, of }: FormProps) {
  const { t } = usePage();
  return (
    <Card title={t("care.quiet.title")}>
      <p>{t("care.quiet.lead")}</p>
      <form method="post" action={action}>
        <Field
          name="days"
          label={t("care.quiet.days")}
          hint={t("care.quiet.daysHint", moratoriumDays)}
          value={typed["days"]?.toString()}
          error={of("days")}
          inputMode="numeric"
          size={4}
        />
        <Ticks
          name="reason"
          type="radio"
          legend={t("care.quiet.reason")}
          values={[typed["reason"] ?? []].flat()}
          error={of("reason")}
          options={moratoriumReasons.map((value) => ({ value, label: t(`care.quiet.reasons.${value}`) }))}
        />
        <Button name="intent" value="quiet">
          {t("care.quiet.begin")}
        </Button>
      </form>
    </Card>
  );
}

export function QuietNow({ until, action }: { readonly until: Day; readonly action: string | undefined }) {
  const { t, language } = usePage();
  return (
    <Card title={t("care.quiet.title")}>
      <p>
        <Tag tone="note" status="moratorium">
          {t("care.quiet.until", { day: formatDay(until, language) })}
        </Tag>
      </p>
      <p>{t("care.quiet.effect")}</p>
      {action !== undefined && (
        <form method="post" action={action}>
          <Button quiet name="intent" value="speak">
            {t("care.quiet.end")}
          </Button>
        </form>
      )}
    </Card>
  );
}
