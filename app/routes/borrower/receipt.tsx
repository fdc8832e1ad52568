// The receipt, for reading and for printing.
import { data } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { readReceipt } from "#app/modules/payments/payments.server.ts";
import { ReceiptSheet } from "#app/modules/payments/receipt-sheet.tsx";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { Route } from "./+types/receipt";

export async function loader({ context, params }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const receipt = await readReceipt(app, context.get(borrowerContext), params.paymentId, language);
  if (!receipt) throw data(null, 404);
  return { receipt, timeZone: app.settings.timeZone, origin: app.env.publicOrigin };
}

export default function ReceiptPage({ loaderData }: Route.ComponentProps) {
  const { t } = usePage();
  const { receipt, timeZone, origin } = loaderData;
  const moment = t("payments.receipt.zone", { moment: receipt.receivedAt, zone: timeZone });
  const payment = `/my/payments/${receipt.id}`;
  return (
    <Page title={t("payments.receipt.title")} back={{ to: payment, label: t("payments.receipt.back") }} narrow>
      <p>
        {t("payments.receipt.status")} <Tag status={receipt.status}>{t(`payments.status.${receipt.status}`)}</Tag>
      </p>
      <ReceiptSheet receipt={{ ...receipt, receivedAt: moment }} />
      <p>
        <small>{t("payments.receipt.asOf")}</small>
      </p>
      <p>
        <small>{t("payments.receipt.genuine", { origin })}</small>
      </p>
      <Pair>
        <LinkButton to={`${payment}/receipt.pdf`}>{t("payments.state.toPdf")}</LinkButton>
        <LinkButton to={`/my/accounts/${receipt.account.id}`} quiet>
          {t("payments.state.toAccount")}
        </LinkButton>
      </Pair>
    </Page>
  );
}
