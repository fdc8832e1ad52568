// The third step: what the household needs, one's own share only, and what is put by.
import { data } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { BudgetRows, useRowErrors } from "#app/modules/hardship/budget-rows.tsx";
import { subtotalOf } from "#app/modules/hardship/budget-sums.ts";
import { spendingKeys } from "#app/modules/hardship/budget.ts";
import { saveSpending } from "#app/modules/hardship/drafts.server.ts";
import { SpendingForm } from "#app/modules/hardship/hardship.schema.ts";
import { readRows, typeRows, type TypedRows } from "#app/modules/hardship/rows.ts";
import { StepPage } from "#app/modules/hardship/step-page.tsx";
import { Subtotal } from "#app/modules/hardship/subtotal.tsx";
import { appContext, borrowerContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { afterSaving, isChanging, requireDraft } from "./draft-door.server.ts";
import type { Route } from "./+types/spending";

const keys = [...spendingKeys, "savings"] as const;

export async function loader(args: Route.LoaderArgs) {
  const { id, currency, budget } = await requireDraft(args);
  const { income, spending, savings } = budget;
  return {
    id,
    currency,
    typed: typeRows({ ...spending, ...(savings ? { savings } : {}) }, currency),
    incomeMinor: income && subtotalOf(income, "in"),
    spendingMinor: spending && subtotalOf(spending, "out"),
    changing: isChanging(args.request),
  };
}

export async function action(args: Route.ActionArgs) {
  const { context, request } = args;
  const { id, currency } = await requireDraft(args);
  const form = parseForm(SpendingForm, await request.formData());
  const typed = (form.ok ? form.value : form.values) as TypedRows;
  const { rows, errors } = readRows(typed, keys, currency);
  const faults: Readonly<Record<string, string | undefined>> = form.ok ? errors : form.errors;
  if (Object.keys(faults).length > 0) return data({ errors: faults, typed }, 422);
  const { savings, ...spending } = rows;
  const actor = context.get(borrowerContext);
  const saved = await saveSpending(context.get(appContext), actor, id, { spending, savings });
  return afterSaving(saved, "spending", args);
}

export default function SpendingPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { id, currency, incomeMinor, spendingMinor, changing } = loaderData;
  const rows = spendingKeys.map((key) => ({ key, label: t(`budget.spending.rows.${key}`) }));
  const savings = {
    key: "savings",
    label: t("budget.spending.savings"),
    hint: t("budget.spending.savingsHint"),
    once: true,
  };
  const errors = useRowErrors([...rows, savings], actionData?.errors ?? {});
  const typed = actionData?.typed ?? loaderData.typed;
  return (
    <StepPage title={t("budget.spending.title")} step="spending" proposalId={id} {...{ errors, changing }}>
      <p>{t("budget.spending.lead")}</p>
      {incomeMinor !== undefined && <Subtotal of="income" minor={incomeMinor} currency={currency} />}
      {spendingMinor !== undefined && !actionData && (
        <Subtotal of="spending" minor={spendingMinor} currency={currency} />
      )}
      <BudgetRows rows={[...rows, savings]} {...{ typed, errors, currency }} />
    </StepPage>
  );
}
