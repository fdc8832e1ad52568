// Questions and answers for everyone, signed in or not; where to find free advice; how to reach the operator.
import { useT } from "#app/i18n/use-t.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Page } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { PhoneLink } from "#app/ui/phone-link.tsx";
import { Contents, Lead, MoreLink, Quiet } from "#app/ui/prose.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import type { Route } from "./+types/help.ts";
import { groups, whereToRead, type Question } from "./help-questions.ts";

export function loader({ context }: Route.LoaderArgs) {
  const { freeAdvice, operator } = context.get(appContext).settings;
  const { language } = context.get(visitContext);
  return {
    advice: freeAdvice.map(({ name, url, phone, hours }) => ({
      name: name[language],
      url,
      phone,
      hours: hours?.[language],
    })),
    phone: operator.phone,
    hours: operator.phoneHours[language],
    email: operator.email,
    address: operator.address[language],
  };
}

function Answer({ id }: { id: Question }) {
  const t = useT();
  const further = whereToRead[id];
  return (
    <>
      <h3 id={id.replace(".", "-")}>{t(`help.${id}.q`)}</h3>
      <Paragraphs text={t(`help.${id}.a`)} />
      {further && <MoreLink to={further.to}>{t(`help.more.${further.name}`)}</MoreLink>}
    </>
  );
}

export default function Help({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { advice, phone, hours, email, address } = loaderData;
  const contents = [
    ...groups.map(({ id }) => ({ id, title: t(`help.group.${id}`) })),
    { id: "advice", title: t("help.adviceTitle") },
    { id: "contact", title: t("help.contactTitle") },
  ];
  return (
    <Page title={t("help.title")}>
      <Lead>{t("help.lead")}</Lead>
      <Contents label={t("help.contents")} items={contents} />
      {groups.map(({ id, questions }) => (
        <section key={id}>
          <h2 id={id}>{t(`help.group.${id}`)}</h2>
          {questions.map((question) => (
            <Answer key={question} id={question} />
          ))}
        </section>
      ))}
      <Card title={t("help.adviceTitle")} id="advice">
        <p>{t("help.adviceText")}</p>
        <Rows>
          {advice.map(({ name, url, phone, hours }) => (
            <Row key={name} title={name} to={url} note={hours} value={phone && <PhoneLink phone={phone} />} />
          ))}
        </Rows>
      </Card>
      <Card title={t("help.contactTitle")} id="contact">
        <Quiet>{t("help.contactText")}</Quiet>
        <Facts
          items={[
            { term: t("help.contactPhone"), value: <PhoneLink phone={phone} /> },
            { term: t("help.contactHours"), value: hours },
            { term: t("help.contactEmail"), value: <a href={`mailto:${email}`}>{email}</a> },
            { term: t("help.contactPost"), value: address },
          ]}
        />
      </Card>
    </Page>
  );
}
