// The second step: what comes in. Rows that are not ticked are none; an amount may be unsure or kept to oneself.
import { data } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { BudgetRows, useRowErrors } from "#app/modules/hardship/budget-rows.tsx";
import { subtotalOf } from "#app/modules/hardship/budget-sums.ts";
import { incomeKeys } from "#app/modules/hardship/budget.ts";
import { saveIncome } from "#app/modules/hardship/drafts.server.ts";
import { IncomeForm } from "#app/modules/hardship/hardship.schema.ts";
import { readRows, typeRows, type TypedRows } from "#app/modules/hardship/rows.ts";
import { StepPage } from "#app/modules/hardship/step-page.tsx";
import { Subtotal } from "#app/modules/hardship/subtotal.tsx";
import { appContext, borrowerContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { afterSaving, isChanging, requireDraft } from "./draft-door.server.ts";
import type { Route } from "./+types/income";

export async function loader(args: Route.LoaderArgs) {
  const { id, currency, budget } = await requireDraft(args);
  return {
    id,
    currency,
    typed: typeRows(budget.income ?? {}, currency),
    subtotalMinor: budget.income && subtotalOf(budget.income, "in"),
    changing: isChanging(args.request),
  };
}

export async function action(args: Route.ActionArgs) {
  const { context, request } = args;
  const { id, currency } = await requireDraft(args);
  const form = parseForm(IncomeForm, await request.formData());
  const typed = (form.ok ? form.value : form.values) as TypedRows;
  const { rows, errors } = readRows(typed, incomeKeys, currency);
  const faults: Readonly<Record<string, string | undefined>> = form.ok ? errors : form.errors;
  if (Object.keys(faults).length > 0) return data({ errors: faults, typed }, 422);
  const saved = await saveIncome(context.get(appContext), context.get(borrowerContext), id, rows);
  return afterSaving(saved, "income", args);
}

export default function IncomePage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { id, currency, subtotalMinor, changing } = loaderData;
  const rows = incomeKeys.map((key) => ({ key, label: t(`budget.income.rows.${key}`) }));
  const errors = useRowErrors(rows, actionData?.errors ?? {});
  return (
    <StepPage title={t("budget.income.title")} step="income" proposalId={id} {...{ errors, changing }}>
      <p>{t("budget.income.lead")}</p>
      {subtotalMinor !== undefined && !actionData && <Subtotal of="income" minor={subtotalMinor} currency={currency} />}
      <BudgetRows typed={actionData?.typed ?? loaderData.typed} {...{ rows, errors, currency }} />
    </StepPage>
  );
}
