// Paying in two steps that both have an address: choose an amount, see where it goes. Posting opens the provider's
// page; a post without the preview is as good.
import { data, redirect } from "react-router";
import type { T } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { formatMoney, money } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { PayChoice } from "#app/modules/payments/pay-choice.tsx";
import { PayCheck } from "#app/modules/payments/pay-check.tsx";
import { sayAmountRefusal, sayStandstill } from "#app/modules/payments/payment-words.ts";
import type { AccountRefusal, AmountRefusal, PayWish } from "#app/modules/payments/payments.ts";
import { PayForm } from "#app/modules/payments/payments.schema.ts";
import { readPayPage, startPayment } from "#app/modules/payments/payments.server.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Said } from "#app/ui/said.tsx";
import type { Route } from "./+types/pay";

interface Asked {
  readonly wish: PayWish | undefined;
  /** The form could not be read: which box, and what to mend. */
  readonly wrong: "choice" | "malformed" | undefined;
  readonly choice: string;
  readonly amount: string;
}

function readAsked(form: FormData): Asked {
  // Without a script a box cannot tick its choice: an amount that was typed is a choice.
  if (!form.has("choice") && form.get("amount")) form.set("choice", "other");
  const read = parseForm(PayForm, form);
  const textOf = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value.slice(0, 60) : "";
  };
  const typed = { choice: textOf("choice"), amount: textOf("amount") };
  if (!read.ok) return { ...typed, wish: undefined, wrong: read.errors.choice ? "choice" : "malformed" };
  const { choice, amount, shown } = read.value;
  return { choice, amount, wish: { choice, amountText: amount, shownMinor: shown }, wrong: undefined };
}

type Args = Pick<Route.LoaderArgs, "context" | "params">;

/** The provider's silence is known only to whoever has asked it; everything else is looked up here. */
async function showPage({ context, params }: Args, asked: Asked | undefined, silence?: "untouched" | "opened") {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const page = await readPayPage(app, context.get(borrowerContext), params.accountId, asked?.wish);
  if (!page) throw data(null, 404);
  const { account, payable, preview, balanceMinor, dueMinor, minimumMinor } = page;
  const { id, productType, lastSigns, currency, creditor } = account;
  // What stands in the way of the account itself is told as such, not as a fault of the amount.
  const refusal = payable.ok && preview && !preview.ok ? (preview.refusal as AmountRefusal) : undefined;
  return {
    account: {
      id,
      productType,
      lastSigns,
      currency,
      creditor: { name: creditor.legalName[language], phone: creditor.phone, email: creditor.email },
    },
    operator: app.settings.operator.legalName[language],
    balanceMinor,
    dueMinor,
    minimumMinor,
    most: payable.ok ? payable.value : undefined,
    standstill: payable.ok ? undefined : payable.refusal,
    preview: preview?.ok ? preview.value : undefined,
    problem: silence ?? refusal,
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
  return shown.wrong || shown.problem ? data(shown, 422) : shown;
}

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const asked = readAsked(await request.formData());
  if (!asked.wish) return data(await showPage(args, asked), 422);
  const { language } = context.get(visitContext);
  const actor = context.get(borrowerContext);
  const started = await startPayment(context.get(appContext), actor, params.accountId, asked.wish, language);
  if (started.ok) return redirect(started.value.url ?? `/my/payments/${started.value.paymentId}`, 303);
  const { refusal } = started;
  if (refusal.kind === "not-found") throw data(null, 404);
  if (refusal.kind !== "unreachable") return data(await showPage(args, asked), 422);
  return data(await showPage(args, asked, refusal.opened ? "opened" : "untouched"), 503);
}

type Shown = Awaited<ReturnType<typeof showPage>>;

function StandstillPage({ shown, refusal }: { shown: Shown; refusal: AccountRefusal }) {
  const { t } = usePage();
  const words = sayStandstill(t, refusal, shown.account.creditor);
  const account = `/my/accounts/${shown.account.id}`;
  return (
    <Page title={words.title} back={{ to: account }} narrow>
      <p>{nameAccount(t, shown.account)}</p>
      <Notice>
        <p>
          <Said text={words.text} />
        </p>
        {words.way && <p>{words.way}</p>}
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

/** What is wrong, and with which box; what belongs to no box has an empty name. */
function faultsOf(t: T, { wrong, problem }: Shown): { field: string; message: string }[] {
  if (wrong === "choice") return [{ field: "choice", message: t("payments.refusal.choice") }];
  if (wrong === "malformed") return [{ field: "amount", message: t("payments.refusal.malformed") }];
  if (typeof problem !== "object") return [];
  const fields: Partial<Record<AmountRefusal["kind"], string>> = { "amount-changed": "", "nothing-due": "choice" };
  return [{ field: fields[problem.kind] ?? "amount", message: sayAmountRefusal(t, problem) }];
}

export default function PayPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const shown: Shown = actionData ?? loaderData;
  const { account, standstill, preview } = shown;
  if (standstill) return <StandstillPage shown={shown} refusal={standstill} />;
  const errors = faultsOf(t, shown);
  const silent = typeof shown.problem === "string";
  const here = `/my/accounts/${account.id}/pay`;
  return (
    <Page
      title={preview ? t("payments.check.title") : t("payments.pay.title")}
      back={{ to: preview ? here : `/my/accounts/${account.id}` }}
      error={errors.length > 0 || silent}
      narrow
    >
      <ErrorSummary errors={errors} />
      {silent && (
        <div role="alert">
          <Notice tone="wrong" title={t("payments.refusal.unreachableTitle")}>
            <p>{t(shown.problem === "opened" ? "payments.refusal.unreachableOpen" : "payments.refusal.unreachable")}</p>
          </Notice>
        </div>
      )}
      {preview ? (
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
