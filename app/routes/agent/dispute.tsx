// One request to a person: read it, take it, ask back, answer it. The letter that goes out is read first.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { revealUnseen } from "#app/kernel/foreign-text.ts";
import { CareMarks } from "#app/modules/review/care-marks.tsx";
import {
  askBack,
  decideRequest,
  type AskRefusal,
  type DecideRequestRefusal,
} from "#app/modules/review/decide-request.server.ts";
import { LetterBody } from "#app/modules/review/request-letter.tsx";
import {
  AskForm,
  ConfirmForm,
  HandForm,
  Letters,
  OutcomeForm,
  ReasonsForm,
} from "#app/modules/review/requests-actions.tsx";
import { FactsCard, HistoryCard, WrittenCard } from "#app/modules/review/requests-page.tsx";
import { RequestForm, type RequestFields } from "#app/modules/review/requests.schema.ts";
import styles from "#app/modules/review/requests.module.css";
import { claimItem, releaseItem } from "#app/modules/review/work-items.server.ts";
import { appContext, staffContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Card } from "#app/ui/card.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { showRequest, type DisputeFault } from "./dispute-door.server.ts";
import type { Route } from "./+types/dispute";

const list = "/desk/disputes";

type Page = Awaited<ReturnType<typeof showRequest>> & {
  /** What was sent, to be shown again. */
  readonly typed: RequestFields | undefined;
  /** Of a letter: in this answer, and never again. */
  readonly code: string | undefined;
};

export async function loader(args: Route.LoaderArgs) {
  const page = { ...(await showRequest(args)), typed: undefined, code: undefined };
  return page.fault ? data(page, 422) : page;
}

type Refusal = DecideRequestRefusal | AskRefusal;

function faultOf(refusal: Refusal): DisputeFault {
  switch (refusal.kind) {
    case "not-found":
      throw data(null, 404);
    case "fault":
      return { field: refusal.fault === "no-grounds" ? "grounds" : "reasons", code: refusal.fault };
    case "account":
    case "name":
      return { field: "accountNumber", code: refusal.kind };
    case "no-question":
      return { field: "question", code: "question" };
    case "cannot-ask":
      return { field: "", code: "cannotAsk" };
    case "not-mine":
    case "answered":
    case "changed":
      return { field: "", code: refusal.kind };
    default:
      return refusal satisfies never;
  }
}

async function refusePage(args: Route.ActionArgs, fault: DisputeFault, typed?: RequestFields) {
  return data({ ...(await showRequest(args, fault)), typed, code: undefined }, 422);
}

async function claim(args: Route.ActionArgs) {
  const { context, params } = args;
  const claimed = await claimItem(context.get(appContext), context.get(staffContext), params.disputeId);
  if (claimed.ok) return redirect(`${list}/${params.disputeId}?claimed`, 303);
  const { refusal } = claimed;
  const own = refusal.kind === "not-for-you" && refusal.why === "own-debt";
  if (refusal.kind === "not-found" || own) throw data(null, 404);
  const name = refusal.kind === "taken" ? refusal.by : undefined;
  return refusePage(args, { field: "", code: refusal.kind, name });
}

async function release(args: Route.ActionArgs) {
  const { context, params } = args;
  const released = await releaseItem(context.get(appContext), context.get(staffContext), params.disputeId);
  if (released.ok) return redirect(list, 303);
  if (released.refusal.kind === "not-found") throw data(null, 404);
  return refusePage(args, { field: "", code: "not-mine" });
}

async function ask(args: Route.ActionArgs, fields: RequestFields) {
  const { context, params } = args;
  const asked = await askBack(context.get(appContext), context.get(staffContext), params.disputeId, fields);
  if (asked.ok) return redirect(`${list}/${params.disputeId}?asked`, 303);
  return refusePage(args, faultOf(asked.refusal), fields);
}

async function decide(args: Route.ActionArgs, fields: RequestFields) {
  const { context, params } = args;
  const decided = await decideRequest(context.get(appContext), context.get(staffContext), params.disputeId, fields);
  if (!decided.ok) return refusePage(args, faultOf(decided.refusal), fields);
  const { code } = decided.value;
  if (!code) return redirect(`${list}/${params.disputeId}?decided`, 303);
  // Shown in this answer and nowhere else: it is kept nowhere, so there is no address to lead to.
  return data({ ...(await showRequest(args)), typed: undefined, code: code.digits }, 200);
}

export async function action(args: Route.ActionArgs) {
  const form = parseForm(RequestForm, await args.request.formData());
  // Nothing that our pages send: still unknown to whom it does not concern.
  if (!form.ok) return refusePage(args, { field: "", code: "changed" });
  const { intent } = form.value;
  if (intent === "claim") return claim(args);
  if (intent === "release") return release(args);
  return intent === "ask" ? ask(args, form.value) : decide(args, form.value);
}

type Shown = NonNullable<Page["shown"]>;

function useFault(fault: DisputeFault | undefined) {
  const { t } = usePage();
  const message = fault && t(`requests.error.${fault.code}`, { name: fault.name ?? "" });
  return {
    errors: message === undefined ? [] : [{ field: fault?.field ?? "", message }],
    of: (field: string) => (fault?.field === field ? message : undefined),
  };
}

function Actions({ shown, page }: { shown: Shown; page: Page }) {
  const { t } = usePage();
  const { of } = useFault(page.fault);
  const { request, step, letters } = shown;
  const where = { id: request.id, kind: request.kind, status: request.status };
  const settings = { creditors: shown.creditors, typed: page.typed ?? {} };
  switch (step.at) {
    case "done":
      return (
        <Card title={t("requests.page.letters")}>
          <p>{t("requests.page.printHint")}</p>
          {letters.map(({ language }) => (
            <a key={language} className={styles["way"]} href={`${list}/${request.id}?letter=${language}`}>
              {t("requests.page.letter", { language: t(`queue.language.${language}`) })}
            </a>
          ))}
        </Card>
      );
    case "read":
      return shown.mayTake ? <HandForm id={request.id} intent="claim" /> : <p>{t("requests.page.mineOnly")}</p>;
    case "choose":
      return (
        <>
          <OutcomeForm {...where} of={of} />
          {shown.mayAsk && <AskForm {...where} until={shown.until} of={of} />}
          <HandForm id={request.id} intent="release" />
        </>
      );
    case "reasons":
      return <ReasonsForm {...where} chosen={step.chosen} of={of} />;
    case "confirm":
      return (
        <ConfirmForm
          {...where}
          {...settings}
          answered={step.answered}
          letters={step.letters}
          known={request.borrowerId !== undefined && request.kind !== "not_me"}
          of={of}
        />
      );
    default:
      return step satisfies never;
  }
}

/** For the printer: a letter alone, or, once, both with the code. */
function Printed({ shown, code }: { shown: Shown; code: string | undefined }) {
  const { t } = usePage();
  const { printed, request, letters, codeWords } = shown;
  const back = { to: `${list}/${request.id}`, label: t("shared.back") };
  const sheets = code === undefined ? letters.filter((letter) => letter === printed) : letters;
  const title = sheets.length === 1 && sheets[0] ? sheets[0].title : t("requests.outcome.posted_code_sent");
  return (
    <DeskPage title={title} back={back} narrow>
      {code !== undefined && <Notice tone="note">{t("requests.page.codeOnce")}</Notice>}
      {sheets.map((letter) => (
        <article key={letter.language} className={styles["sheet"]} lang={letter.language} data-letter={letter.language}>
          {sheets.length > 1 && <h2>{letter.title}</h2>}
          <LetterBody
            letter={letter}
            level={sheets.length > 1 ? 3 : 2}
            code={code === undefined ? undefined : { ...codeWords[letter.language], digits: code }}
          />
        </article>
      ))}
    </DeskPage>
  );
}

function ClosedDoorPage({ closed, fault }: { closed: NonNullable<Page["closed"]>; fault: DisputeFault | undefined }) {
  const { t } = usePage();
  const { errors } = useFault(fault);
  const { id, kind, reference, holder, mayTake } = closed;
  const title = t("requests.page.title", { kind: t(`requests.kind.${kind}`), reference });
  return (
    <DeskPage title={title} back={{ to: list, label: t("requests.page.back") }} error={errors.length > 0} narrow>
      <ErrorSummary errors={errors} />
      {holder !== undefined && <p>{t("requests.page.taken", { name: revealUnseen(holder) })}</p>}
      {mayTake && <p>{t("requests.page.free")}</p>}
      {mayTake && <HandForm id={id} intent="claim" />}
      {holder === undefined && !mayTake && <p>{t("requests.page.notForYou")}</p>}
    </DeskPage>
  );
}

export default function Dispute({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const page: Page = actionData ?? loaderData;
  const { closed, shown, fault, code } = page;
  const { errors } = useFault(fault);
  if (closed) return <ClosedDoorPage closed={closed} fault={fault} />;
  if (!shown) return null;
  if (shown.printed || code !== undefined) return <Printed shown={shown} code={code} />;
  const { request, account, step, said, letters, timeZone } = shown;
  const { kind, reference, status, answered } = request;
  return (
    <DeskPage
      title={t("requests.page.title", { kind: t(`requests.kind.${kind}`), reference })}
      back={{ to: list, label: t("requests.page.back") }}
      error={errors.length > 0}
      beside={
        <Tag status={status}>
          {answered ? t(`requests.outcome.${answered.outcome}`) : t(`requests.status.${status}`)}
        </Tag>
      }
    >
      <ErrorSummary errors={errors} />
      {said && errors.length === 0 && <Notice>{t(`requests.page.${said}`)}</Notice>}
      <CareMarks marks={request.care} />
      {step.at === "confirm" && <Actions shown={shown} page={page} />}
      <div className={styles["sides"]}>
        <div>
          <WrittenCard details={request.details} />
          <FactsCard request={request} account={account} />
          {request.borrowerId !== undefined && (
            <p>
              <a className={styles["way"]} href={`/desk/borrowers/${request.borrowerId}`}>
                {t("requests.page.person")}
              </a>
              {request.kind !== "not_me" && (
                <a className={styles["way"]} href={`/desk/messages/${request.id}`}>
                  {t("requests.page.thread")}
                </a>
              )}
            </p>
          )}
        </div>
        <div>
          {step.at !== "confirm" && <Actions shown={shown} page={page} />}
          <HistoryCard events={request.events} earlier={request.earlier} timeZone={timeZone} />
        </div>
      </div>
      {step.at === "done" && <Letters letters={letters} />}
    </DeskPage>
  );
}
