// A pack, or two beside each other, as tables. Sources are citations and stand as they were written.
import { formatDay } from "#app/i18n/format.ts";
import { usePage, useT } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Said } from "#app/ui/said.tsx";
import type { FigureGroup } from "./compare-packs.ts";
import type { Certainty, FigureName } from "./policy.ts";
// As text: the style sheet of every page is weighed for phones, and this is for desks.
import css from "./policy-tables.css?inline";

export interface SaidFigure {
  readonly lines: readonly string[];
  readonly source: string;
  readonly certainty: Certainty;
}

export interface FigureRow extends SaidFigure {
  readonly name: FigureName;
  readonly since: Day;
}

export interface ComparedRow {
  readonly name: FigureName;
  readonly kind: "differs" | "grounds";
  readonly here: SaidFigure;
  readonly there: SaidFigure;
}

/** Once on a page that shows one of the tables. */
export function PolicyTableStyle() {
  const { nonce } = usePage();
  return <style nonce={nonce} dangerouslySetInnerHTML={{ __html: css }} />;
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <Said text={line} />
        </li>
      ))}
    </ul>
  );
}

function Source({ source }: { source: string }) {
  return (
    <span className="policy-source" lang="en">
      {source}
    </span>
  );
}

export function FigureTable({ group, rows }: { group: FigureGroup; rows: readonly FigureRow[] }) {
  const { t, language } = usePage();
  return (
    <section className="policy-table">
      <DataTable
        caption={<span className="policy-group">{t(`policy.group.${group}`)}</span>}
        head={[
          t("policy.page.figure"),
          t("policy.page.value"),
          t("policy.page.source"),
          t("policy.page.certainty"),
          t("policy.page.since"),
        ]}
        rows={rows.map(({ name, lines, source, certainty, since }) => [
          t(`policy.figure.${name}`),
          <Lines key="value" lines={lines} />,
          <Source key="source" source={source} />,
          t(`policy.certainty.${certainty}`),
          <span key="since" className="policy-day">
            {formatDay(since, language)}
          </span>,
        ])}
      />
    </section>
  );
}

function SideOf({ figure }: { figure: SaidFigure }) {
  const t = useT();
  return (
    <>
      <Lines lines={figure.lines} />
      <Source source={figure.source} />
      <span className="policy-source"> · {t(`policy.certainty.${figure.certainty}`)}</span>
    </>
  );
}

export function ComparisonTable({ here, there, rows }: { here: string; there: string; rows: readonly ComparedRow[] }) {
  const t = useT();
  if (rows.length === 0) return <p>{t("policy.page.same")}</p>;
  return (
    <section className="policy-table">
      <DataTable
        caption={t("policy.page.differing", { count: rows.length })}
        wordy
        head={[t("policy.page.figure"), t("policy.page.packOf", { id: here }), t("policy.page.packOf", { id: there })]}
        rows={rows.map((row) => [
          <span key="name">
            {t(`policy.figure.${row.name}`)}
            <span className="policy-mark">{t(`policy.page.${row.kind}`)}</span>
          </span>,
          <SideOf key="here" figure={row.here} />,
          <SideOf key="there" figure={row.there} />,
        ])}
      />
    </section>
  );
}
