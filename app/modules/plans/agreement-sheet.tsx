// An agreement as it is read: the words as they are stored, the cost table first.
import { usePage } from "#app/i18n/use-t.ts";
import { splitAtAmounts } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Said } from "#app/ui/said.tsx";
import type { AgreementText, TextRow } from "./agreement.ts";

/** An amount that stands alone carries the name of its row, for checks. */
function Valued({ row: { key, value } }: { row: TextRow }) {
  const [only, ...more] = splitAtAmounts(value);
  if (only === undefined || typeof only === "string" || more.length > 0) return <Said text={value} />;
  return <Amount minor={only.amountMinor} currency={only.currency} name={key} />;
}

export function AgreementSheet({ text }: { text: AgreementText }) {
  const { t } = usePage();
  const { cost, schedule, parties, clauses } = text;
  const [number = "", day = "", amount = ""] = schedule.head;
  return (
    <>
      <DataTable
        caption={cost.title}
        head={[t("agreement.page.item"), { label: amount, numeric: true }]}
        rows={cost.rows.map((row) => [row.label, <Valued key={row.key} row={row} />])}
      />
      {schedule.rows.length > 0 && (
        <DataTable
          caption={schedule.title}
          head={[number, day, { label: amount, numeric: true }]}
          rows={schedule.rows.map(([nth = "", on = "", value = ""]) => [nth, on, <Said key={nth} text={value} />])}
        />
      )}
      {schedule.note !== undefined && <p>{schedule.note}</p>}
      <h2>{parties.title}</h2>
      <Facts items={parties.rows.map(({ label, value }) => ({ term: label, value: <Said text={value} /> }))} />
      {clauses.map(({ key, title, paragraphs }) => (
        <section key={key}>
          <h3>{title}</h3>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>
              <Said text={paragraph} />
            </p>
          ))}
        </section>
      ))}
    </>
  );
}
