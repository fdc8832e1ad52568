// The accessibility statement: the aim, what works, what does not yet, and whom to tell.
import { useT } from "#app/i18n/use-t.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { Linked } from "#app/ui/linked.tsx";
import { Page } from "#app/ui/page.tsx";
import { Lead } from "#app/ui/prose.tsx";
import type { Route } from "./+types/accessibility.ts";

export function loader({ context }: Route.LoaderArgs) {
  const { email, phone, phoneHours } = context.get(appContext).settings.operator;
  return { email, phone, hours: phoneHours[context.get(visitContext).language] };
}

const works = ["keyboard", "reader", "zoom", "dark", "script", "time", "print"] as const;
const limits = ["pdf", "provider", "sign", "tested"] as const;

export default function Accessibility({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { email, phone } = loaderData;
  return (
    <Page title={t("accessibility.title")}>
      <Lead>{t("accessibility.lead")}</Lead>
      <h2>{t("accessibility.aimTitle")}</h2>
      <p>{t("accessibility.aim")}</p>
      <h2>{t("accessibility.doesTitle")}</h2>
      <ul>
        {works.map((key) => (
          <li key={key}>{t(`accessibility.does.${key}`)}</li>
        ))}
      </ul>
      <h2>{t("accessibility.limitsTitle")}</h2>
      <ul>
        {limits.map((key) => (
          <li key={key}>{t(`accessibility.limits.${key}`)}</li>
        ))}
      </ul>
      <h2>{t("accessibility.tellTitle")}</h2>
      <p>
        <Linked
          text={t("accessibility.tell", loaderData)}
          links={{ [email]: `mailto:${email}`, [phone]: `tel:${phone}` }}
        />
      </p>
      <p>{t("accessibility.other")}</p>
      <p>{t("accessibility.answer")}</p>
    </Page>
  );
}
