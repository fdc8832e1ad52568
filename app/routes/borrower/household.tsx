// The first step: what has happened, what is wished, and who lives on the income. All of it may stay empty.
import { data } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { saveCircumstances, saveHousehold } from "#app/modules/hardship/drafts.server.ts";
import { situationForm } from "#app/modules/hardship/hardship.schema.ts";
import { hasHealthConsent } from "#app/modules/hardship/health-consent.server.ts";
import { SituationFields } from "#app/modules/hardship/situation-fields.tsx";
import { spreadSituation, typeSituation } from "#app/modules/hardship/situation.ts";
import { StepPage } from "#app/modules/hardship/step-page.tsx";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Field } from "#app/ui/field.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { afterSaving, isChanging, requireDraft } from "./draft-door.server.ts";
import type { Route } from "./+types/household";

type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

export async function loader(args: Route.LoaderArgs) {
  const { id, accounts, budget, care, note } = await requireDraft(args);
  const { context } = args;
  const { prisma } = context.get(appContext).db;
  const { household } = budget;
  const saved: Typed = household
    ? {
        ...typeSituation(accounts),
        adults: String(household.adults),
        children: String(household.children),
        others: String(household.others),
        region: household.region,
      }
    : {};
  return {
    id,
    accounts: accounts.map(({ accountId, productType, lastSigns }) => ({ id: accountId, productType, lastSigns })),
    healthConsent: await hasHealthConsent(prisma, context.get(borrowerContext), id),
    typed: { ...saved, note, ...(care ? { care: "yes" } : {}) } as Typed,
    changing: isChanging(args.request),
  };
}

/** A form that could be read, back in its boxes. */
function typeAgain(read: Readonly<Record<string, unknown>>): Typed {
  const said = Object.entries(read).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(
    said.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value as string | number)]),
  );
}

export async function action(args: Route.ActionArgs) {
  const { context, request } = args;
  const { id, accounts } = await requireDraft(args);
  const accountIds = accounts.map(({ accountId }) => accountId);
  const form = parseForm(situationForm(accountIds), await request.formData());
  if (!form.ok) {
    const errors: Readonly<Record<string, string | undefined>> = form.errors;
    return data({ errors, typed: form.values }, 422);
  }
  const { adults, children, others, region, reason, intention, care, note, healthConsent } = form.value;
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const said = spreadSituation(accountIds, { reason, intention, own: form.value });
  const consentIn = healthConsent ? context.get(visitContext).language : undefined;
  const kept = await saveCircumstances(app, actor, id, { care, note, accounts: said, consentIn });
  if (!kept.ok) {
    const { refusal } = kept;
    if (refusal.kind !== "consent-needed") return afterSaving({ ok: false, refusal }, "household", args);
    const errors: Readonly<Record<string, string | undefined>> = { healthConsent: "consent" };
    return data({ errors, typed: typeAgain(form.value) }, 422);
  }
  return afterSaving(await saveHousehold(app, actor, id, { adults, children, others, region }), "household", args);
}

const counts = [
  ["adults", "1"],
  ["children", "0"],
  ["others", "0"],
] as const;

export default function HouseholdPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { id, accounts, changing, healthConsent } = loaderData;
  const typed: Typed = actionData?.typed ?? loaderData.typed;
  const textOf = (name: string): string | undefined => typed[name]?.toString();
  const errors = Object.entries(actionData?.errors ?? {}).flatMap(([field, fault]) =>
    fault === undefined ? [] : [{ field, message: t(`budget.error.${fault as "people"}`) }],
  );
  const errorOf = (name: string) => errors.find(({ field }) => field === name)?.message;
  return (
    <StepPage title={t("budget.situation.title")} step="household" proposalId={id} {...{ errors, changing }}>
      <p>{t("budget.situation.lead")}</p>
      <SituationFields {...{ accounts, typed, errorOf, healthConsent }} />
      <h2>{t("budget.situation.household")}</h2>
      <p>
        <small>{t("budget.situation.householdHint")}</small>
      </p>
      {counts.map(([name, none]) => (
        <Field
          key={name}
          name={name}
          label={t(`budget.situation.${name}`)}
          value={textOf(name) ?? none}
          error={errorOf(name)}
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          size={4}
        />
      ))}
      <Field
        name="region"
        label={t("budget.situation.region")}
        value={textOf("region")}
        error={errorOf("region")}
        autoComplete="address-level2"
        maxLength={60}
      />
      <Checkbox
        name="care"
        checked={typed["care"] !== undefined}
        label={t("budget.situation.care")}
        hint={t("budget.situation.careHint")}
      />
      <TextArea
        name="note"
        label={t("budget.situation.note")}
        hint={t("budget.situation.noteHint")}
        value={textOf("note")}
        error={errorOf("note")}
        rows={3}
        maxLength={1000}
      />
    </StepPage>
  );
}
