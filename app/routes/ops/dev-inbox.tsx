// The demo's mailbox: what would have gone to phones and mailboxes. Nowhere else does this page exist.
import { formatMoment } from "#app/i18n/format.ts";
import { useT } from "#app/i18n/use-t.ts";
import { readInbox } from "#app/modules/contact/contact.server.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { Card } from "#app/ui/card.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Page } from "#app/ui/page.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import type { Route } from "./+types/dev-inbox";

const shown = 50;

export async function loader({ context }: Route.LoaderArgs) {
  const app = context.get(appContext);
  if (app.env.mode !== "demo") throw new Response(null, { status: 404 });
  const { language } = context.get(visitContext);
  const messages = (await readInbox(app)).slice(-shown).toReversed();
  return messages.map(({ id, to, channel, body, at }) => ({
    id,
    to,
    channel,
    body,
    at: formatMoment(new Date(at), language, app.settings.timeZone),
  }));
}

export default function DevInbox({ loaderData }: Route.ComponentProps) {
  const t = useT();
  return (
    <Page title={t("contact.inbox.title")} back={{ to: "/" }} narrow>
      <p>{t("contact.inbox.lead")}</p>
      <LinkButton to="/dev/inbox" quiet>
        {t("contact.inbox.refresh")}
      </LinkButton>
      <Card title={t("contact.inbox.newest")}>
        {loaderData.length === 0 && <p>{t("contact.inbox.empty")}</p>}
        <Rows>
          {loaderData.map(({ id, to, channel, body, at }) => (
            <Row
              key={id}
              title={body}
              note={`${t(channel === "sms" ? "contact.inbox.sms" : "contact.inbox.email")} · ${to} · ${at}`}
            />
          ))}
        </Rows>
      </Card>
    </Page>
  );
}
