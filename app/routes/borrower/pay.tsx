// Paying in two steps that both have an address: choose an amount, see where it goes. Posting opens the provider's
// page; a post without the preview is as good.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { formatMoney, money } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { PayChoice } from "#app/modules/payments/pay-choice.tsx";
import { PayCheck } from "#app/modules/payments/pay-check.tsx";
import { sayFormRefusal, sayStandstill } from "#app/modules/payments/payment-words.ts";
import type { PayRefusal, PayWish } from "#app/modules/payments/payments.ts";
import { PayForm } from "#app/modules/payments/payments.schema.ts";
import { readPayPage, startPayment } from "#app/modules/payments/payments.server.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import type { Route } from "./+types/pay";

interface Asked {
  readonly wish: PayWish | undefined;
  /** The form could not be read: which box, and what to mend. */
  readonly wrong: "choice" | "malformed" | undefined;
  readonly choice: string;
  readonly amount: string;
}

function readAsked(form: FormData): Asked {
  const read = parseForm(PayForm, form);
  const typed = { choice: String(form.get("choice") ?? ""), amount: String(form.get("amount") ?? "").slice(0, 60) };
  if (!read.ok) return { ...typed, wish: undefined, wrong: read.errors.choice ? "choice" : "malformed" };
  const { choice, amount, shown } = read.value;
  return { choice, amount, wish: { choice, amountText: amount, shownMinor: shown }, wrong: undefined };
}

async function showPage(
  { context, params }: Pick<Route.LoaderArgs, "context" | "params">,
  asked: Asked | undefined,
  refusal?: PayRefusal,
) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const page = await readPayPage(app, context.get(borrowerContext), params.accountId, asked?.wish);
  if (!page) throw data(null, 404);
  const { account, balances: _balances, payable, preview, ...shown } = page;
  return {
    ...shown,
    account: {
      ...account,
      creditor: { name: account.creditor.legalName[language], phone: account.creditor.phone },
    },
    operator: app.settings.operator.legalName[language],
    most: payable.ok ? payable.value : undefined,
    standstill: payable.ok ? undefined : payable.refusal,
    preview: preview?.ok ? preview.value : undefined,
    refusal: refusal ?? (preview && !preview.ok ? preview.refusal : undefined),
    choice: asked?.choice ?? "",
    amount: asked?.amount ?? "",
    wrong: asked?.wrong,
  };
}

export async function loader(args: Route.LoaderArgs) {
  const { searchParams } = new URL(args.request.url);
  if (!searchParams.has("choice") && !searchParams.has("amount")) return showPage(args, undefined);
  const form = new FormData();
  for (const name of ["choice", "amount"]) {
    for (const value of searchParams.getAll(name)) form.append(name, value);
  }
  const shown = await showPage(args, readAsked(form));
  return shown.wrong || shown.refusal ? data(shown, 422) : shown;
}

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const asked = readAsked(await request.formData());
  if (!asked.wish) return data(await showPage(args, asked), 422);
  const { language } = context.get(visitContext);
  const actor = context.get(borrowerContext);
  const started = await startPayment(context.get(appContext), actor, params.accountId, asked.wish, language);
  if (started.ok) return redirect(started.value.url ?? `/my/payments/${started.value.paymentId}`, 303);
  if (started.refusal.kind === "not-found") throw data(null, 404);
  const status = started.refusal.kind === "unreachable" ? 503 : 422;
  return data(await showPage(args, asked, started.refusal), status);
}

type Shown = Awaited<ReturnType<typeof showPage>>;

function Standstill({ shown, refusal }: { shown: Shown; refusal: PayRefusal }) {
  const { t } = usePage();
  const words = sayStandstill(t, refusal, shown.account.creditor);
  const account = `/my/accounts/${shown.account.id}`;
  return (
    <Page title={words?.title ?? t("payments.pay.title")} back={{ to: account }} narrow>
      <p>{nameAccount(t, shown.account)}</p>
      <Notice>
        <p>{words?.text}</p>
        {words?.way && <p>{words.way}</p>}
      </Notice>
      <Pair>
        <LinkButton to={account}>{t("payments.way.account")}</LinkButton>
        <LinkButton to="/help" quiet>
          {t("payments.way.help")}
        </LinkButton>
      </Pair>
    </Page>
  );
}

/** What is wrong, and with which box. */
function faultsOf(t: ReturnType<typeof usePage>["t"], { wrong, refusal }: Shown) {
  if (wrong === "choice") return [{ field: "choice", message: t("payments.refusal.choice") }];
  if (wrong === "malformed") return [{ field: "amount", message: t("payments.refusal.malformed") }];
  const message = refusal && sayFormRefusal(t, refusal);
  if (!message) return [];
  const ofForm = refusal.kind === "unreachable" || refusal.kind === "amount-changed";
  return [{ field: ofForm ? "" : "amount", message }];
}

export default function PayPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const shown: Shown = actionData ?? loaderData;
  const { account, standstill, refusal, preview } = shown;
  if (standstill) return <Standstill shown={shown} refusal={standstill} />;
  const errors = faultsOf(t, shown);
  const here = `/my/accounts/${account.id}/pay`;
  // A refusal that the form cannot mend but the preview can repeat: the amount still stands.
  const checking = preview !== undefined && (refusal === undefined || refusal.kind === "unreachable");
  return (
    <Page
      title={checking ? t("payments.check.title") : t("payments.pay.title")}
      back={{ to: checking ? here : `/my/accounts/${account.id}` }}
      error={errors.length > 0}
      narrow
    >
      <ErrorSummary errors={errors} />
      {checking ? (
        <PayCheck
          account={account}
          operator={shown.operator}
          preview={preview}
          wish={{ choice: shown.choice, amount: shown.amount }}
          payLabel={t("payments.check.pay", { amount: formatMoney(preview.amount) })}
        />
      ) : (
        <PayChoice
          account={account}
          balanceMinor={shown.balanceMinor}
          dueMinor={shown.dueMinor}
          most={money(shown.most ?? 0n, account.currency)}
          minimum={money(shown.minimumMinor, account.currency)}
          typed={{ choice: shown.choice, amount: shown.amount }}
          wrong={errors.find(({ field }) => field !== "")}
        />
      )}
    </Page>
  );
}
