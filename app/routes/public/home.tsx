// The first page: what this is, what it never does, and one next step. It says nothing about anybody.
import { usePage } from "#app/i18n/use-t.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { Card } from "#app/ui/card.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Page } from "#app/ui/page.tsx";
import { Lead, MoreLink, Promises, Quiet } from "#app/ui/prose.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import type { Route } from "./+types/home.ts";

export function loader({ context }: Route.LoaderArgs) {
  const { operator } = context.get(appContext).settings;
  return { operator: operator.legalName[context.get(visitContext).language] };
}

const offers = ["see", "part", "hard", "disagree", "pause"] as const;
const promises = ["visit", "night", "family", "password", "transfer", "take"] as const;
const openDoors = [
  { key: "help", to: "/help" },
  { key: "advice", to: "/help#advice" },
  { key: "notMe", to: "/not-me" },
  { key: "noCode", to: "/verify/help" },
] as const;

export default function Home({ loaderData }: Route.ComponentProps) {
  const { t, signedIn } = usePage();
  return (
    <Page title={t("home.title")}>
      <Lead>{t("home.lead", { operator: loaderData.operator })}</Lead>
      <Card>
        {signedIn ? (
          <>
            <p>{t("home.signedIn")}</p>
            <LinkButton to="/my">{t("home.goOn")}</LinkButton>
          </>
        ) : (
          <>
            <p>{t("home.nextText")}</p>
            <Quiet>{t("home.need")}</Quiet>
            <LinkButton to="/start">{t("home.start")}</LinkButton>
            <MoreLink to="/genuine">{t("home.checkFirst")}</MoreLink>
          </>
        )}
      </Card>
      <h2>{t("home.neverTitle")}</h2>
      <Promises items={promises.map((key) => t(`home.never.${key}`))} />
      <h2>{t("home.canTitle")}</h2>
      <ul>
        {offers.map((key) => (
          <li key={key}>{t(`home.can.${key}`)}</li>
        ))}
      </ul>
      <Card title={t("home.withoutTitle")}>
        <Rows>
          {openDoors.map(({ key, to }) => (
            <Row key={key} to={to} title={t(`home.${key}`)} note={t(`home.${key}Note`)} />
          ))}
        </Rows>
      </Card>
    </Page>
  );
}
