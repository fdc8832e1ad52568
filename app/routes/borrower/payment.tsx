// A payment from the first step to the receipt, at one address. The provider sends the payer back here; what has
// become of the payment is asked then and there, not taken from the address.
import { data } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { formatMoney, money, toDecimalString } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { sayState } from "#app/modules/payments/payment-words.ts";
import { visitPayment } from "#app/modules/payments/payments.server.ts";
import { ReceiptSheet } from "#app/modules/payments/receipt-sheet.tsx";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Said } from "#app/ui/said.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { Route } from "./+types/payment";

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const checkoutId = new URL(request.url).searchParams.get("session");
  const view = await visitPayment(app, context.get(borrowerContext), params.paymentId, checkoutId, language);
  if (!view) throw data(null, 404);
  const { id, productType, lastSigns, currency } = view.account;
  return { ...view, account: { id, productType, lastSigns, currency } };
}

type Shown = Route.ComponentProps["loaderData"];

/** The next small step, for each state the one that fits; the account itself is one Back away. */
function Ways({ payment }: { payment: Shown }) {
  const { t } = usePage();
  const { id, status, account, amountMinor, checkoutUrl } = payment;
  const amount = money(amountMinor, account.currency);
  switch (status) {
    case "settled":
    case "partly_refunded":
    case "refunded":
      return (
        <Pair>
          <LinkButton to={`/my/payments/${id}/receipt`}>{t("payments.state.toReceipt")}</LinkButton>
          <LinkButton to={`/my/payments/${id}/receipt.pdf`} quiet>
            {t("payments.state.toPdf")}
          </LinkButton>
        </Pair>
      );
    case "processing":
    case "paid":
      return <LinkButton to={`/my/payments/${id}`}>{t("payments.state.refresh")}</LinkButton>;
    case "quarantined":
      return <LinkButton to="/help">{t("payments.way.help")}</LinkButton>;
    case "open":
    case "creating":
    case "expired":
    case "released":
      return (
        <>
          {checkoutUrl && (
            <LinkButton to={checkoutUrl}>
              <Said text={t("payments.state.goOn", { amount: formatMoney(amount) })} />
            </LinkButton>
          )}
          <Pair>
            <LinkButton
              to={`/my/accounts/${account.id}/pay?choice=other&amount=${toDecimalString(amount)}`}
              quiet={checkoutUrl !== undefined}
            >
              {t("payments.state.again")}
            </LinkButton>
            <LinkButton to={`/my/hardship?account=${account.id}`} quiet>
              {t("payments.way.hardship")}
            </LinkButton>
          </Pair>
        </>
      );
    default:
      return status satisfies never;
  }
}

export default function PaymentPage({ loaderData: payment }: Route.ComponentProps) {
  const { t } = usePage();
  const { status, account, amountMinor, problem, unreachable, receipt, reference } = payment;
  const words = sayState(t, status, { unreachable, kept: receipt?.parts.length === 0 });
  return (
    <Page title={words.title} back={{ to: `/my/accounts/${account.id}`, label: t("payments.state.toAccount") }} narrow>
      <p>
        <Amount minor={amountMinor} currency={account.currency} name="payment" big />{" "}
        <Tag status={status}>{t(`payments.status.${status}`)}</Tag>
      </p>
      {unreachable && <Notice tone="note">{t("payments.state.unreachable")}</Notice>}
      {words.texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {problem && (
        <Notice title={t("payments.problem.title")}>
          <p>{t(`payments.problem.${problem}`)}</p>
        </Notice>
      )}
      {receipt ? (
        <ReceiptSheet receipt={receipt} />
      ) : (
        <Facts
          items={[
            { term: t("payments.state.reference"), value: reference },
            { term: t("payments.receipt.account"), value: nameAccount(t, account) },
          ]}
        />
      )}
      {status === "settled" && (
        <>
          <h2>{t("payments.state.next")}</h2>
          <p>
            {receipt && receipt.excessMinor > 0n ? t("payments.state.nextExcess") : t("payments.state.nextSettled")}
          </p>
        </>
      )}
      <Ways payment={payment} />
    </Page>
  );
}
