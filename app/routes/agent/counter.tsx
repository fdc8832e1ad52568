// Another offer, put together beside the customer's plan and the engine's: by GET, so that what it comes to has an
// address, and checked by the engine that checks the borrower's own. From here it only ever goes to its preview.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import type { Offer, TermsRefusal } from "#app/modules/hardship/options.ts";
import { sayHeadline, sayTermsRefusal } from "#app/modules/hardship/option-words.ts";
import styles from "#app/modules/hardship/own-terms-form.module.css";
import { HiddenTerms, OwnTermsForm } from "#app/modules/hardship/own-terms-form.tsx";
import { typeTerms, type TermsField, type TypedTerms } from "#app/modules/hardship/own-terms.ts";
import type { AnswerDesk } from "#app/modules/review/answer-desk.server.ts";
import {
  AnswerTags,
  BindsNote,
  caseOf,
  CausesNote,
  HeldPage,
  StandingNote,
} from "#app/modules/review/answer-notes.tsx";
import { headOf, plansOf, previewOf } from "#app/modules/review/answer-page.server.ts";
import waysStyles from "#app/modules/review/answer-ways.module.css";
import { queryOf, type ChosenAnswer } from "#app/modules/review/answer-wish.ts";
import { bestOffer } from "#app/modules/review/answer.ts";
import { ThreePlans } from "#app/modules/review/three-plans.tsx";
import type { OptionKind } from "#app/modules/policy/policy.ts";
import { visitContext } from "#app/platform/contexts.server.ts";
import { Button } from "#app/ui/button.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary, type FieldError } from "#app/ui/error-summary.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { Said } from "#app/ui/said.tsx";
import { lookAtOwn, readQuery, type OwnTerms } from "../borrower/own-terms-door.server.ts";
import { doorOf, openDesk, paramsOf, requireDesk, type DeskArgs } from "./answer-door.server.ts";
import type { Route } from "./+types/counter";

const kinds = ["instalments", "stepped", "full_by_date", "token", "pause", "waiver", "settlement"] as const;

/** As typed; to begin with, the engine's best. */
function ownOf({ known }: AnswerDesk, params: URLSearchParams): OwnTerms {
  const form = readQuery(params);
  if (form) return lookAtOwn(known, form);
  const begin = new FormData();
  const offer: Offer | undefined = bestOffer(known.offers);
  if (!offer) begin.append("kind", "instalments");
  else appendTerms(begin, typeTerms(offer.quote.terms, known.facts.currency));
  return lookAtOwn(known, begin);
}

function appendTerms(form: FormData, { waive, dates, ...texts }: TypedTerms): void {
  for (const [name, value] of Object.entries(texts)) form.append(name, value);
  for (const part of waive) form.append("waive", part);
  for (const date of dates) form.append("dates", date);
}

async function showCounter(args: DeskArgs, desk: AnswerDesk, params: URLSearchParams) {
  const { app } = doorOf(args);
  const visit = args.context.get(visitContext);
  const { facts } = desk.known;
  const own = ownOf(desk, params);
  const mine = own.found?.offer;
  const head = headOf(app, desk, visit.language);
  const preview =
    mine && head.status === "in_review"
      ? await previewOf(app, desk, { kind: "counter", terms: mine.quote.terms })
      : undefined;
  // The one page of the desk that brings a script: it shows what terms come to while they are typed.
  visit.scripted = true;
  return {
    kind: "counter" as const,
    head,
    own,
    rhythms: facts.pack.planRhythms.value,
    waivable: facts.pack.waivable.value.filter((part) => facts.debts.some(({ balances }) => balances[part] > 0n)),
    binds: preview?.ok ? preview.value.binds : undefined,
    causes: preview?.ok ? preview.value.causes : [],
    plans: plansOf(desk, mine),
  };
}

export async function loader(args: Route.LoaderArgs) {
  const opened = await openDesk(args);
  if ("held" in opened) return opened.held;
  const shown = await showCounter(args, opened.desk, new URL(args.request.url).searchParams);
  return shown.own.faults.length > 0 || shown.own.refusal ? data(shown, 422) : shown;
}

/** To the preview of the offer; or to a decline that names it. */
export async function action(args: Route.ActionArgs) {
  const params = paramsOf(await args.request.formData());
  if ("held" in (await openDesk(args))) return redirect(caseOf(args.params.proposalId), 303);
  const desk = await requireDesk(args);
  const { found, typed } = ownOf(desk, params);
  const here = caseOf(args.params.proposalId);
  const chosen: ChosenAnswer =
    params.get("as") === "decline"
      ? { answer: "decline", reasons: [], acceptable: "own" }
      : { answer: "counter", reasons: [], look: "1" };
  if (found) return redirect(`${here}/decide?${queryOf(chosen, found.exact)}`, 303);
  return redirect(`${here}/counter?${queryOf({ reasons: [] }, typed)}`, 303);
}

type Shown = Extract<Route.ComponentProps["loaderData"], { kind: "counter" }>;
type ErrorKey = `options.error.${keyof Catalogue["options"]["error"]}`;

function useErrors({ own: { typed, faults, refusal }, head }: Shown): readonly FieldError[] {
  const { t, language } = usePage();
  const say = (why: TermsRefusal) => sayTermsRefusal(t, why, head.currency, language, typed.kind);
  if (refusal) return [{ field: refusal.field, message: say(refusal.why) }];
  return faults.map(({ field, code }) => ({
    field: field === "kind" ? "" : field,
    message: t(`options.error.${code}` as ErrorKey),
  }));
}

function Kinds({ id, current }: { id: string; current: OptionKind }) {
  const { t } = usePage();
  return (
    <nav aria-label={t("answer.counter.kinds")}>
      <ul className={waysStyles["kinds"]}>
        {kinds.map((kind) => (
          <li key={kind}>
            <a href={`${caseOf(id)}/counter?kind=${kind}`} aria-current={kind === current ? "page" : undefined}>
              {t(`answer.kinds.${kind}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Result({ shown }: { shown: Shown }) {
  const { t } = usePage();
  const { head, own, plans, binds, causes } = shown;
  const { found } = own;
  return (
    <>
      {found && (
        <>
          <BindsNote binds={binds} />
          <CausesNote causes={causes} />
        </>
      )}
      {found && head.status === "in_review" && (
        <form method="post" action={`${caseOf(head.id)}/counter`} className={waysStyles["buttons"]}>
          <HiddenTerms typed={found.exact} />
          <Button name="as" value="counter">
            {t("answer.counter.preview")}
          </Button>
          <Button name="as" value="decline" quiet>
            {t("answer.counter.asAcceptable")}
          </Button>
        </form>
      )}
      <ThreePlans {...plans} currency={head.currency} />
    </>
  );
}

export default function CounterPage({ loaderData }: Route.ComponentProps) {
  if (loaderData.kind === "held") return <HeldPage held={loaderData} />;
  return <Counter shown={loaderData} />;
}

function Counter({ shown }: { shown: Shown }) {
  const { t, language, nonce } = usePage();
  const { head, own, rhythms, waivable } = shown;
  const errors = useErrors(shown);
  const line = own.found
    ? sayHeadline(t, own.found.offer.quote, language)
    : t(errors.length > 0 ? "options.own.mend" : "options.own.empty");
  return (
    <DeskPage
      title={t("answer.title.counter", { reference: head.reference })}
      back={{ to: `${caseOf(head.id)}/decide`, label: t("answer.toWays") }}
      error={errors.length > 0}
      beside={<AnswerTags head={head} />}
    >
      <ErrorSummary errors={errors} />
      <StandingNote head={head} />
      <Quiet>{t("answer.counter.lead")}</Quiet>
      <Kinds id={head.id} current={own.typed.kind} />
      <div className={waysStyles["columns"]}>
        <section aria-labelledby="boxes">
          <h2 id="boxes">{t("answer.counter.boxes")}</h2>
          <OwnTermsForm
            action={`${caseOf(head.id)}/counter`}
            typed={own.typed}
            {...{ currency: head.currency, rhythms, waivable }}
            words={(box) => t(`answer.box.${box}`)}
            wrongAt={(field: TermsField) => errors.find((error) => error.field === field)?.message}
          />
        </section>
        <section aria-labelledby="result">
          <h2 id="result">{t("answer.counter.result")}</h2>
          <p id="preview-line" className={styles["line"]} aria-live="polite">
            <Said text={line} />
          </p>
          <div id="preview">
            <Result shown={shown} />
          </div>
        </section>
      </div>
      <script src="/preview.js" nonce={nonce} defer />
    </DeskPage>
  );
}
