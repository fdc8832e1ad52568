// What is done with personal data, why, how long, and what a person can ask for.
import { useT } from "#app/i18n/use-t.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Linked } from "#app/ui/linked.tsx";
import { Page } from "#app/ui/page.tsx";
import { Lead } from "#app/ui/prose.tsx";
import type { Route } from "./+types/privacy.ts";

export function loader({ context }: Route.LoaderArgs) {
  const { operator } = context.get(appContext).settings;
  const { language } = context.get(visitContext);
  return {
    operator: operator.legalName[language],
    address: operator.address[language],
    email: operator.privacyContact,
  };
}

const rows = ["identity", "account", "payment", "contact", "hardship", "security"] as const;
const cells = ["what", "why", "long"] as const;
const readers = ["creditor", "provider", "carrier", "staff", "law"] as const;
const rights = ["see", "mend", "drop", "withdraw", "explain"] as const;

export default function Privacy({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { operator, address, email } = loaderData;
  return (
    <Page title={t("privacy.title")}>
      <Lead>{t("privacy.lead")}</Lead>
      <h2>{t("privacy.whoTitle")}</h2>
      <p>{t("privacy.who", { operator })}</p>
      <Facts
        items={[
          { term: t("privacy.fact.name"), value: operator },
          { term: t("privacy.fact.address"), value: address },
          { term: t("privacy.fact.contact"), value: <a href={`mailto:${email}`}>{email}</a> },
        ]}
      />
      <h2>{t("privacy.whatTitle")}</h2>
      <DataTable
        wordy
        caption={t("privacy.tableCaption")}
        head={cells.map((cell) => t(`privacy.column.${cell}`))}
        rows={rows.map((row) => cells.map((cell) => t(`privacy.row.${row}.${cell}`)))}
      />
      <h2>{t("privacy.notTitle")}</h2>
      <p>{t("privacy.not")}</p>
      <h2>{t("privacy.shareTitle")}</h2>
      <ul>
        {readers.map((key) => (
          <li key={key}>{t(`privacy.share.${key}`)}</li>
        ))}
      </ul>
      <p>{t("privacy.abroad")}</p>
      <h2>{t("privacy.guardTitle")}</h2>
      <p>{t("privacy.guard")}</p>
      <h2>{t("privacy.rightsTitle")}</h2>
      <ul>
        {rights.map((key) => (
          <li key={key}>{t(`privacy.rights.${key}`)}</li>
        ))}
      </ul>
      <p>
        <Linked text={t("privacy.rightsHow", { email })} links={{ [email]: `mailto:${email}` }} />
      </p>
      <p>{t("privacy.rightsMore")}</p>
      <h2>{t("privacy.autoTitle")}</h2>
      <p>{t("privacy.auto")}</p>
      <h2>{t("privacy.cookieTitle")}</h2>
      <p>{t("privacy.cookie")}</p>
      <h2>{t("privacy.changeTitle")}</h2>
      <p>{t("privacy.change")}</p>
    </Page>
  );
}
