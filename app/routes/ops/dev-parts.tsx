// Every part on one page, in both languages, light and dark; in the demo only. The figures are specimens.
import { translator } from "#app/i18n/i18n.ts";
import { languages, type Language } from "#app/i18n/languages.ts";
import { formatDay } from "#app/i18n/format.ts";
import { PageContextProvider, usePage, useT } from "#app/i18n/use-t.ts";
import { day } from "#app/kernel/calendar.ts";
import { appContext } from "#app/platform/contexts.server.ts";
import { Amount } from "#app/ui/amount.tsx";
import { BalanceBar } from "#app/ui/balance-bar.tsx";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Field } from "#app/ui/field.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Lead, Quiet } from "#app/ui/prose.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { Route } from "./+types/dev-parts.ts";

export function loader({ context }: Route.LoaderArgs) {
  if (context.get(appContext).env.mode !== "demo") throw new Response(null, { status: 404 });
  return null;
}

const schemes = ["light", "dark"] as const;

function BalanceSpecimen() {
  const t = useT();
  const parts = [
    { key: "principal", label: t("parts.principal"), minor: 3_140_000n },
    { key: "interest", label: t("parts.interest"), minor: 454_090n },
    { key: "penalty_interest", label: t("parts.penalty"), minor: 60_000n },
    { key: "fees", label: t("parts.fees"), minor: 24_800n },
    { key: "costs", label: t("parts.costs"), minor: 0n },
  ];
  return (
    <Card>
      <Quiet>{t("parts.balance")}</Quiet>
      <Amount minor={3_678_890n} currency="CNY" big />
      <Quiet>{t("parts.asOf")}</Quiet>
      <BalanceBar parts={parts} currency="CNY" />
      <Pair>
        <LinkButton to="#main">{t("parts.plan")}</LinkButton>
        <LinkButton to="#main" quiet>
          {t("parts.pay")}
        </LinkButton>
      </Pair>
    </Card>
  );
}

function ListSpecimens() {
  const t = useT();
  return (
    <>
      <Card title={t("parts.next")}>
        <Rows>
          <Row
            title={t("parts.due")}
            note={t("parts.dueNote")}
            value={<Amount minor={120_000n} currency="CNY" />}
            tag={<Tag tone="note">{t("parts.confirming")}</Tag>}
          />
          <Row
            title={t("parts.reading")}
            note={t("parts.readingNote")}
            tag={<Tag status="in_review">{t("parts.inReview")}</Tag>}
          />
          <Row title={t("parts.account")} to="#main" value={<Amount minor={2_490_840n} currency="CNY" />} />
        </Rows>
      </Card>
      <Facts
        items={[
          { term: t("parts.principal"), value: <Amount minor={3_140_000n} currency="CNY" /> },
          { term: t("parts.interest"), value: <Amount minor={-5n} currency="CNY" /> },
        ]}
      />
    </>
  );
}

function TableSpecimen({ language }: { language: Language }) {
  const t = useT();
  const amount = (minor: bigint) => <Amount minor={minor} currency="CNY" />;
  return (
    <DataTable
      caption={t("parts.table")}
      head={[
        t("parts.day"),
        t("parts.what"),
        { label: t("parts.change"), numeric: true },
        { label: t("parts.after"), numeric: true },
      ]}
      rows={[
        [formatDay(day("2026-11-01"), language), t("parts.placed"), amount(3_700_000n), amount(3_700_000n)],
        [formatDay(day("2026-11-20"), language), t("parts.paid"), amount(-21_110n), amount(3_678_890n)],
      ]}
      foot={[t("parts.balance"), "", "", amount(3_678_890n)]}
    />
  );
}

function FormSpecimen({ id }: { id: string }) {
  const t = useT();
  const options = [
    { value: "full", label: t("parts.choiceFull"), detail: <Amount minor={3_678_890n} currency="CNY" /> },
    { value: "due", label: t("parts.choiceDue") },
    { value: "other", label: t("parts.choiceOther"), hint: t("parts.choiceOtherHint") },
  ];
  return (
    <form>
      <Field
        name={`amount-${id}`}
        label={t("parts.amountLabel")}
        hint={t("parts.amountHint")}
        suffix={t("parts.yuan")}
        inputMode="decimal"
        size={12}
      />
      <Field
        name={`mend-${id}`}
        label={t("parts.amountLabel")}
        error={t("parts.amountWrong")}
        suffix={t("parts.yuan")}
        value="12.0.50"
      />
      <TextArea name={`story-${id}`} label={t("parts.storyLabel")} hint={t("parts.storyHint")} rows={3} />
      <RadioGroup name={`choice-${id}`} legend={t("parts.choiceLabel")} options={options} value="due" />
      <RadioGroup
        name={`open-${id}`}
        legend={t("parts.choiceLabel")}
        options={options}
        error={t("parts.choiceWrong")}
      />
      <Checkbox name={`agree-${id}`} label={t("parts.agree")} hint={t("parts.agreeHint")} />
      <Button>{t("parts.goOn")}</Button>
    </form>
  );
}

function Specimens({ language, scheme }: { language: Language; scheme: (typeof schemes)[number] }) {
  const page = usePage();
  const t = translator(language);
  return (
    <PageContextProvider value={{ ...page, t, language }}>
      <section lang={language} data-scheme={scheme}>
        <h2>{t(`parts.${scheme}`)}</h2>
        <BalanceSpecimen />
        <ListSpecimens />
        <Notice>{t("parts.calm")}</Notice>
        <Notice tone="note" title={t("parts.noteTitle")}>
          {t("parts.note")}
        </Notice>
        <Notice tone="wrong">{t("parts.wrong")}</Notice>
        <TableSpecimen language={language} />
        <FormSpecimen id={`${language}-${scheme}`} />
      </section>
    </PageContextProvider>
  );
}

export default function DevParts() {
  const t = useT();
  return (
    <Page title={t("parts.title")} back={{ to: "/" }}>
      <Lead>{t("parts.lead")}</Lead>
      {languages.flatMap((language) =>
        schemes.map((scheme) => <Specimens key={language + scheme} language={language} scheme={scheme} />),
      )}
    </Page>
  );
}
