// Where the way to an arrangement begins: what is under way already, and for which accounts to begin.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { listAccounts } from "#app/modules/accounts/accounts.server.ts";
import { AccountChoice, BarredAccounts, type ChoosableAccount } from "#app/modules/hardship/account-choice.tsx";
import type { DraftRefusal } from "#app/modules/hardship/decisions.ts";
import { startDraft } from "#app/modules/hardship/drafts.server.ts";
import { DraftForm } from "#app/modules/hardship/hardship.schema.ts";
import { FreeAdvice, inWords } from "#app/modules/hardship/free-advice.tsx";
import { OpenProposals } from "#app/modules/hardship/open-proposals.tsx";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Page } from "#app/ui/page.tsx";
import { Lead } from "#app/ui/prose.tsx";
import { listOpenProposals } from "./open-proposals.server.ts";
import type { Route } from "./+types/hardship";

export async function loader({ context, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const { language } = context.get(visitContext);
  const { accounts } = await listAccounts(app, actor);
  const { proposals, taken } = await listOpenProposals(app, actor);
  const shown = accounts
    .map(({ id, productType, lastSigns, creditor, currency, balances, disputedAt }): ChoosableAccount => ({
      id,
      productType,
      lastSigns,
      creditorName: creditor.shortName[language],
      currency,
      balanceMinor: totalOf(balances),
      barred: taken.has(id) ? "taken" : undefined,
      disputed: disputedAt !== undefined,
    }))
    .filter(({ balanceMinor }) => balanceMinor > 0n);
  const free = shown.filter(({ barred }) => barred === undefined);
  const asked = new URL(request.url).searchParams.getAll("account");
  return {
    accounts: shown,
    proposals,
    // With a single account there is nothing to choose.
    chosen: free.length === 1 ? free.map(({ id }) => id) : asked,
    advice: inWords(app.settings.freeAdvice, language),
  };
}

type Fault = Exclude<DraftRefusal["kind"], "not-found">;

export async function action({ context, request }: Route.ActionArgs) {
  const form = parseForm(DraftForm, await request.formData());
  const unchosen: Fault = "no-accounts";
  if (!form.ok) return data({ fault: unchosen, chosen: [form.values.account ?? []].flat() }, 422);
  const { language } = context.get(visitContext);
  const chosen = form.value.account;
  const started = await startDraft(
    context.get(appContext),
    context.get(borrowerContext),
    { accountIds: chosen },
    language,
  );
  if (started.ok) return redirect(`/my/hardship/${started.value.proposalId}/household`, 303);
  if (started.refusal.kind === "not-found") throw data(null, 404);
  return data({ fault: started.refusal.kind, chosen }, 422);
}

type Shown = Route.ComponentProps["loaderData"];

function ChoiceForm({ accounts, ticked }: { accounts: Shown["accounts"]; ticked: readonly string[] }) {
  const { t } = usePage();
  const free = accounts.filter(({ barred }) => barred === undefined);
  return (
    <form method="post" action="/my/hardship">
      {free.length > 1 && <p>{t("hardship.start.hint")}</p>}
      <AccountChoice {...{ accounts, ticked }} />
      <p id="care">{t("hardship.start.care")}</p>
      <Button>{t("hardship.start.submit")}</Button>
    </form>
  );
}

export default function HardshipPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { accounts, proposals, chosen, advice } = loaderData;
  const free = accounts.filter(({ barred }) => barred === undefined);
  const fault = actionData && t(`hardship.start.error.${actionData.fault}`);
  const errors = fault === undefined ? [] : [{ field: free.length > 0 ? "account" : "", message: fault }];
  return (
    <Page
      title={t(free.length > 1 ? "hardship.start.title" : "hardship.start.titleOne")}
      back={{ to: "/my" }}
      error={errors.length > 0}
    >
      <ErrorSummary errors={errors} />
      <Lead>{t("hardship.start.lead")}</Lead>
      <OpenProposals proposals={proposals} />
      {free.length > 0 && (
        <>
          <p>{t("hardship.start.how")}</p>
          <p>{t("hardship.start.free")}</p>
          <ChoiceForm accounts={accounts} ticked={actionData?.chosen ?? chosen} />
        </>
      )}
      {accounts.length === 0 && <p>{t("hardship.start.none")}</p>}
      <BarredAccounts accounts={accounts} />
      <FreeAdvice advisers={advice} />
      <p>{t("hardship.start.pay")}</p>
    </Page>
  );
}
