// A proposal in the words of one language, as its owner's page shows it. Whoever previews an answer shows it by this
// too, so that the desk sees what the borrower will.
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { App } from "#app/platform/app.server.ts";
import { inWords } from "./free-advice.tsx";
import type { ProposalShown } from "./proposal-states.tsx";
import type { ProposalView } from "./proposal-view.ts";
import { nextStep } from "./steps.ts";

export function showProposal(
  app: Pick<App, "settings" | "clock">,
  proposal: ProposalView,
  language: Language,
): Omit<ProposalShown, "answer" | "answerError"> {
  const t = translator(language);
  const { timeZone, freeAdvice } = app.settings;
  const dayOf = (moment: Date | undefined) => moment && dayAt(moment, timeZone);
  const { id, reference, status, version, answerBy, openUntil, decision } = proposal;
  return {
    head: {
      id,
      reference,
      status,
      version,
      answerBy,
      openUntil,
      disputed: proposal.accounts.some(({ disputed }) => disputed),
      creditorName: proposal.creditor.legalName[language],
      accountNames: proposal.accounts.map((account) => nameAccount(t, account)),
      byRule: decision?.kind === "approve" && decision.by === "rule",
      today: dayAt(app.clock.now(), timeZone),
      sentOn: dayOf(proposal.submittedAt),
      decidedOn: dayOf(proposal.decidedAt),
    },
    step: nextStep({ budget: proposal.budget, chosen: proposal.terms !== undefined }),
    quote: proposal.quote,
    offeredQuote: proposal.offeredQuote,
    budgetQuote: proposal.budgetOffer?.quote,
    decision,
    roundsLeft: proposal.roundsLeft,
    questions: proposal.questions
      .filter(({ answeredAt }) => answeredAt === undefined)
      .map((question) => ({ id: question.id, code: question.code, askedOn: dayAt(question.askedAt, timeZone) })),
    evidenceCount: proposal.evidenceCount,
    advisers: inWords(freeAdvice, language),
  };
}
