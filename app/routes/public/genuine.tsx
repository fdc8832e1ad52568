// How anyone can check that this portal is what it says it is, without giving anything away.
import { useT } from "#app/i18n/use-t.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Linked } from "#app/ui/linked.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { PhoneLink } from "#app/ui/phone-link.tsx";
import { Lead, Promises, Steps } from "#app/ui/prose.tsx";
import type { Route } from "./+types/genuine.ts";

export function loader({ context }: Route.LoaderArgs) {
  const { env, settings } = context.get(appContext);
  const { language } = context.get(visitContext);
  const { legalName, registration, address, phone, phoneHours, email, website, smsSignature } = settings.operator;
  return {
    host: new URL(env.publicOrigin).host,
    operator: legalName[language],
    registration: registration[language],
    address: address[language],
    phone,
    hours: phoneHours[language],
    email,
    website,
    websiteHost: new URL(website).host,
    signature: smsSignature[language],
  };
}

const steps = ["address", "call", "message", "pay"] as const;
const never = ["password", "transfer", "fee", "screen", "threat", "loan"] as const;

export default function Genuine({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { host, operator, registration, address, phone, hours, email, website, websiteHost, signature } = loaderData;
  const words = { host, operator, phone, hours, signature, website: websiteHost };
  return (
    <Page title={t("genuine.title")}>
      <Lead>{t("genuine.lead")}</Lead>
      <Notice>
        <p>{t("genuine.quick")}</p>
      </Notice>
      <Steps
        items={steps.map((key) => ({
          title: t(`genuine.step.${key}.title`),
          children: <Paragraphs text={t(`genuine.step.${key}.text`, words)} />,
        }))}
      />
      <h2>{t("genuine.neverTitle")}</h2>
      <Promises items={never.map((key) => t(`genuine.never.${key}`))} />
      <Notice tone="note" title={t("genuine.alreadyTitle")}>
        <p>{t("genuine.already")}</p>
        <p>
          <Linked text={t("genuine.tell", { email })} links={{ [email]: `mailto:${email}` }} />
        </p>
      </Notice>
      <Card title={t("genuine.factsTitle")}>
        <Facts
          items={[
            { term: t("genuine.fact.name"), value: operator },
            { term: t("genuine.fact.registration"), value: registration },
            { term: t("genuine.fact.address"), value: address },
            { term: t("genuine.fact.website"), value: <a href={website}>{websiteHost}</a> },
            { term: t("genuine.fact.phone"), value: <PhoneLink phone={phone} /> },
            { term: t("genuine.fact.email"), value: <a href={`mailto:${email}`}>{email}</a> },
          ]}
        />
      </Card>
      <LinkButton to="/start">{t("genuine.start")}</LinkButton>
    </Page>
  );
}
