// Changing a running plan without asking anybody: choose, see the result, then decide. Both steps have an address.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import { ChangeChoice } from "#app/modules/plans/change-choice.tsx";
import { ChangeResult } from "#app/modules/plans/change-result.tsx";
import { sayChangeRefusal } from "#app/modules/plans/change-words.ts";
import { ChangeForm, readChange, type ChangeFault } from "#app/modules/plans/change.schema.ts";
import type { ChangeRefusal, PlanChange } from "#app/modules/plans/changes.ts";
import { changePlan, previewPlanChange, type PlanChangePreview } from "#app/modules/plans/change-plan.server.ts";
import { readPlan } from "#app/modules/plans/read-plans.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { appContext, borrowerContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import type { Route } from "./+types/plan-change";

type Args = Pick<Route.LoaderArgs, "context" | "params">;
type Problem = ChangeFault | { readonly field: "kind"; readonly code: "conflict" } | ChangeRefusal;

const fields = ["kind", "seq", "to", "less", "more"] as const;

function sidesOf({ before, after, instalments, differenceMinor, version }: PlanChangePreview) {
  const open = instalments.filter(({ openMinor }) => openMinor > 0n);
  return { version, differenceMinor, open, before, changed: { ...after, nextOn: open[0]?.dueOn, count: open.length } };
}

async function showPage({ context, params }: Args, form: FormData | undefined, problem?: Problem) {
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const plan = await readPlan(app, actor, params.planId);
  if (!plan) throw data(null, 404);
  const { id, kind, currency, next, changesLeft, instalments, accounts, policyPackId } = plan;
  const open = instalments.filter(({ openMinor }) => openMinor > 0n);
  const textOf = (name: string): string => {
    const value = form?.get(name);
    return typeof value === "string" ? value.slice(0, 60) : "";
  };
  const typed = { kind: textOf("kind"), to: textOf("to"), less: textOf("less"), more: textOf("more") };
  const shown = {
    id,
    kind,
    currency,
    next,
    changesLeft,
    limits: requirePolicy(policyPackId).planChanges.value,
    accountId: accounts.find(({ balanceMinor }) => balanceMinor > 0n)?.id,
    now: { nextOn: next?.dueOn, count: open.length },
    typed,
    seq: textOf("seq"),
    problem,
    preview: undefined as ReturnType<typeof sidesOf> | undefined,
  };
  if (!form || problem) return shown;
  const asked = readAsked(form, plan.currency);
  if ("problem" in asked) return { ...shown, problem: asked.problem };
  const preview = await previewPlanChange(app, actor, id, asked.change);
  if (preview.ok) return { ...shown, preview: sidesOf(preview.value) };
  return { ...shown, problem: withoutOwner(preview.refusal) };
}

type Asked = { readonly change: PlanChange; readonly version: number | undefined } | { readonly problem: ChangeFault };

function readAsked(form: FormData, currency: Parameters<typeof readChange>[1]): Asked {
  const read = parseForm(ChangeForm, form);
  if (!read.ok) return { problem: { field: "kind", code: "choose" } };
  const change = readChange(read.value, currency);
  return change.ok ? { change: change.value, version: read.value.version } : { problem: change.refusal };
}

type Refusal = Extract<Awaited<ReturnType<typeof changePlan>>, { ok: false }>["refusal"];

function withoutOwner(refusal: Refusal): Problem {
  if (refusal.kind === "not-found") throw data(null, 404);
  return refusal.kind === "version-conflict" ? { field: "kind", code: "conflict" } : refusal;
}

export async function loader(args: Route.LoaderArgs) {
  const { searchParams } = new URL(args.request.url);
  if (!fields.some((name) => searchParams.has(name))) return showPage(args, undefined);
  const form = new FormData();
  for (const name of fields) for (const value of searchParams.getAll(name)) form.append(name, value);
  const shown = await showPage(args, form);
  return shown.problem ? data(shown, 422) : shown;
}

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const form = await request.formData();
  const plan = await readPlan(app, actor, params.planId);
  if (!plan) throw data(null, 404);
  const asked = readAsked(form, plan.currency);
  if ("problem" in asked) return data(await showPage(args, form, asked.problem), 422);
  const changed = await changePlan(app, actor, plan.id, asked.change, asked.version ?? 0);
  if (changed.ok) return redirect(`/my/plans/${plan.id}?changed`, 303);
  const problem = withoutOwner(changed.refusal);
  return data(await showPage(args, form, problem), "code" in problem && problem.code === "conflict" ? 409 : 422);
}

/** The box that a refusal is about; the kind itself where it is about no box. */
function fieldOf(problem: Problem, typed: { readonly kind: string }): string {
  if ("field" in problem) return problem.field;
  switch (problem.kind) {
    case "too-early":
    case "too-late":
      return "to";
    case "amount-too-low":
    case "amount-too-high":
      return typed.kind === "reduce" ? "less" : "more";
    case "not-now":
    case "not-for-kind":
    case "no-such-instalment":
    case "used-up":
    case "end-too-late":
      return "kind";
    default:
      return unreachable(problem);
  }
}

export default function PlanChangePage({ loaderData, actionData }: Route.ComponentProps) {
  const { t, language } = usePage();
  const shown = actionData ?? loaderData;
  const { id, currency, next, preview, problem, typed } = shown;
  const here = `/my/plans/${id}/change`;
  const fault = problem && {
    field: fieldOf(problem, typed),
    message: "field" in problem ? t(`plans.refusal.${problem.code}`) : sayChangeRefusal(t, problem, currency, language),
  };
  if (preview) {
    const { nextOn, count } = shown.now;
    return (
      <Page title={t("plans.change.checkTitle")} back={{ to: here }} narrow>
        <ChangeResult {...preview} now={{ ...preview.before, nextOn, count }} currency={currency} />
        <form method="post" action={here}>
          {Object.entries({ ...typed, seq: shown.seq, version: preview.version }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Pair>
            <Button>{t("plans.change.confirm")}</Button>
            <LinkButton to={here} quiet>
              {t("plans.change.back")}
            </LinkButton>
          </Pair>
        </form>
      </Page>
    );
  }
  return (
    <Page title={t("plans.change.title")} back={{ to: `/my/plans/${id}` }} error={fault !== undefined} narrow>
      <ErrorSummary errors={fault ? [fault] : []} />
      <p>{t("plans.change.lead")}</p>
      {next ? (
        <ChangeChoice
          action={here}
          kind={shown.kind}
          currency={currency}
          next={next}
          left={shown.changesLeft}
          limits={shown.limits}
          typed={typed}
          fault={fault}
        />
      ) : (
        <p>{t("plans.change.none")}</p>
      )}
      <p>{t("plans.change.other")}</p>
      <Pair>
        <LinkButton to={shown.accountId ? `/my/hardship?account=${shown.accountId}` : "/my/hardship"} quiet>
          {t("plans.again")}
        </LinkButton>
        {shown.accountId && (
          <LinkButton to={`/my/accounts/${shown.accountId}/pay?choice=full`} quiet>
            {t("plans.change.payOff")}
          </LinkButton>
        )}
      </Pair>
    </Page>
  );
}
