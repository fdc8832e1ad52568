// What the page of a proposal says and offers in each of its states. Every one of them ends with what happens next, and
// none of them without a way on.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Card } from "#app/ui/card.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { MoreLink, Quiet } from "#app/ui/prose.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { Decision, QuestionCode } from "./decisions.ts";
import { FreeAdvice, type Adviser } from "./free-advice.tsx";
import { OfferCompare } from "./offer-compare.tsx";
import type { Quote } from "./options.ts";
import { IntentForm, NextCard, ObjectionNote, PlanCard, WithdrawBox, type ProposalHead } from "./proposal-parts.tsx";
import type { Step } from "./steps.ts";
import { Tracker } from "./tracker.tsx";

export interface ProposalShown {
  readonly head: ProposalHead;
  /** Where a draft goes on. */
  readonly step: Step;
  readonly quote: Quote | undefined;
  readonly offeredQuote: Quote | undefined;
  readonly budgetQuote: Quote | undefined;
  readonly decision: Decision | undefined;
  readonly roundsLeft: number;
  readonly questions: readonly { readonly id: string; readonly code: QuestionCode; readonly askedOn: Day }[];
  readonly evidenceCount: number;
  readonly advisers: readonly Adviser[];
  /** What was typed as an answer, and what is wrong with it. */
  readonly answer: string;
  readonly answerError: string | undefined;
}

const pathOf = ({ id }: ProposalHead): string => `/my/hardship/${id}`;

function TrackerOf({ head }: { head: ProposalHead }) {
  const { status, sentOn, answerBy, decidedOn, byRule } = head;
  return <Tracker {...{ status, sentOn, answerBy, decidedOn, byRule }} />;
}

export function DraftState({ head, step, quote }: ProposalShown) {
  const { t } = usePage();
  return (
    <>
      <p>{t("proposals.draft.lead")}</p>
      <LinkButton to={`${pathOf(head)}/${step}`}>{t("proposals.draft.goOn")}</LinkButton>
      {quote && <PlanCard title={t("proposals.plan.chosen")} quote={quote} today={head.today} />}
      <WithdrawBox head={head} />
    </>
  );
}

export function ReviewState({ head, quote }: ProposalShown) {
  const { t, language } = usePage();
  const { answerBy } = head;
  return (
    <>
      <ObjectionNote head={head} />
      <TrackerOf head={head} />
      <NextCard
        lines={[
          ...(answerBy ? [t("proposals.next.review", { day: formatDay(answerBy, language) })] : []),
          t("proposals.next.human"),
          t("proposals.next.message"),
          t("proposals.next.quiet"),
        ]}
      />
      {quote && <PlanCard title={t("proposals.plan.yours")} quote={quote} today={head.today} />}
      <WithdrawBox head={head} />
    </>
  );
}

export function QuestionState(shown: ProposalShown) {
  const { t, language } = usePage();
  const { head, questions, evidenceCount, quote } = shown;
  return (
    <>
      {questions.map(({ id, code, askedOn }) => (
        <Notice key={id} title={t(`decisions.question.${code}`)}>
          <small>{t("proposals.ask.on", { day: formatDay(askedOn, language) })}</small>
        </Notice>
      ))}
      <IntentForm head={head} intent="answer" label={t("proposals.ask.submit")}>
        <TextArea
          name="answer"
          label={t("proposals.ask.label")}
          hint={t("proposals.ask.hint")}
          value={shown.answer}
          error={shown.answerError}
          maxLength={2000}
        />
        <p>
          <MoreLink to={`${pathOf(head)}/evidence`}>{t("proposals.ask.evidence")}</MoreLink>{" "}
          {evidenceCount > 0 && <small>{t("proposals.ask.evidenceCount", { count: evidenceCount })}</small>}
        </p>
      </IntentForm>
      <ObjectionNote head={head} />
      <TrackerOf head={head} />
      <NextCard
        lines={[
          t("proposals.next.answered"),
          t("proposals.next.noRush", { day: head.openUntil ? formatDay(head.openUntil, language) : "" }),
          t("proposals.next.quiet"),
        ]}
      />
      {quote && <PlanCard title={t("proposals.plan.yours")} quote={quote} today={head.today} />}
      <WithdrawBox head={head} />
    </>
  );
}

export function OfferState({ head, quote, offeredQuote, budgetQuote, roundsLeft, advisers }: ProposalShown) {
  const { t, language } = usePage();
  const { openUntil } = head;
  if (!offeredQuote) return null;
  return (
    <>
      <p>{t("proposals.offer.lead")}</p>
      <ObjectionNote head={head} />
      <PlanCard title={t("proposals.plan.theirs")} quote={offeredQuote} today={head.today} />
      <Pair>
        {!head.disputed && <IntentForm head={head} intent="accept" label={t("proposals.offer.accept")} />}
        {roundsLeft > 0 && (
          <LinkButton to={`${pathOf(head)}/options`} quiet>
            {t("proposals.offer.other", { count: roundsLeft })}
          </LinkButton>
        )}
      </Pair>
      <Quiet>
        {t("proposals.offer.acceptNote")} {roundsLeft === 0 && t("proposals.offer.noRounds")}
      </Quiet>
      <Card>
        <OfferCompare yours={quote} theirs={offeredQuote} budget={budgetQuote} />
      </Card>
      <NextCard
        lines={[
          ...(openUntil ? [t("proposals.next.offerUntil", { day: formatDay(openUntil, language) })] : []),
          t("proposals.next.quiet"),
          t("proposals.next.free"),
        ]}
      />
      {roundsLeft === 0 && <FreeAdvice advisers={advisers} />}
      <WithdrawBox head={head} />
    </>
  );
}

function useAgreedWords({ head, decision }: ProposalShown): string {
  const { t } = usePage();
  if (head.status === "accepted") return t("proposals.agreed.accepted");
  if (decision?.kind === "counter") return t("proposals.agreed.better");
  return t(
    decision?.kind === "approve" && decision.by === "rule" ? "proposals.agreed.byRule" : "proposals.agreed.byPerson",
  );
}

export function AgreedState(shown: ProposalShown) {
  const { t, language } = usePage();
  const { head, quote, offeredQuote } = shown;
  const agreed = offeredQuote ?? quote;
  const words = useAgreedWords(shown);
  return (
    <>
      <Notice>
        <p>{words}</p>
      </Notice>
      <ObjectionNote head={head} />
      {!head.disputed && <LinkButton to={`/my/plans/${head.id}/agreement`}>{t("proposals.agreed.sign")}</LinkButton>}
      <NextCard
        lines={[
          ...(head.openUntil ? [t("proposals.next.signBy", { day: formatDay(head.openUntil, language) })] : []),
          t("proposals.next.unsigned"),
          ...(agreed?.firstOn ? [t("proposals.next.first", { day: formatDay(agreed.firstOn, language) })] : []),
          t("proposals.next.free"),
        ]}
      />
      {agreed && <PlanCard title={t("proposals.plan.agreed")} quote={agreed} today={head.today} />}
      <TrackerOf head={head} />
      <WithdrawBox head={head} />
    </>
  );
}

export function DeclinedState({ head, decision, quote, advisers }: ProposalShown) {
  const { t } = usePage();
  const reasons = decision?.kind === "decline" ? decision.reasons : [];
  const acceptable = decision?.kind === "decline" ? decision.acceptable : undefined;
  return (
    <>
      <p>{t("proposals.declined.lead")}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>
            {t(`decisions.reason.${reason}`)}
            <br />
            {t(`decisions.wouldAccept.${reason}`)}
          </li>
        ))}
      </ul>
      {acceptable && <PlanCard title={t("proposals.declined.would")} quote={acceptable} today={head.today} />}
      <Pair>
        {acceptable && <IntentForm head={head} intent="take" label={t("proposals.declined.take")} />}
        <IntentForm head={head} intent="again" label={t("proposals.declined.again")} quiet={acceptable !== undefined} />
      </Pair>
      <Quiet>{t("proposals.declined.againNote")}</Quiet>
      <NextCard lines={[t("proposals.next.declined"), t("proposals.next.human"), t("proposals.next.free")]} />
      <TrackerOf head={head} />
      {quote && <PlanCard title={t("proposals.plan.yours")} quote={quote} today={head.today} />}
      <FreeAdvice advisers={advisers} />
    </>
  );
}

/** Over without an agreement: expired, or withdrawn. */
export function EndedState({ head, quote, advisers }: ProposalShown) {
  const { t } = usePage();
  return (
    <>
      <IntentForm head={head} intent="again" label={t("proposals.again")} />
      <NextCard lines={[t("proposals.next.ended"), t("proposals.next.free")]} />
      {quote && <PlanCard title={t("proposals.plan.yours")} quote={quote} today={head.today} />}
      <FreeAdvice advisers={advisers} />
    </>
  );
}

export function SupersededState(_shown: ProposalShown) {
  const { t } = usePage();
  return <LinkButton to="/my/hardship">{t("hardship.open.title")}</LinkButton>;
}

export function SignedState({ head, offeredQuote, quote }: ProposalShown) {
  const { t } = usePage();
  const agreed = offeredQuote ?? quote;
  return (
    <>
      <LinkButton to={`/my/plans/${head.id}`}>{t("proposals.toPlan")}</LinkButton>
      <NextCard lines={[t("proposals.next.live")]} />
      {agreed && <PlanCard title={t("proposals.plan.agreed")} quote={agreed} today={head.today} />}
      <TrackerOf head={head} />
    </>
  );
}
