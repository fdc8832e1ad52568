// What the pages of an answer show: the plans side by side, and the answer as its borrower would read it.
import { formatMoment } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import { done, type Outcome } from "#app/kernel/outcome.ts";
import type { Answer, DecideRefusal } from "#app/modules/hardship/decisions.ts";
import type { Offer } from "#app/modules/hardship/options.ts";
import { planAnswer, previewAnswer } from "#app/modules/hardship/plan-answer.server.ts";
import { showProposal } from "#app/modules/hardship/show-proposal.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { AnswerDesk } from "./answer-desk.server.ts";
import { readCauses } from "./answer-proposal.server.ts";
import type { AnswerHead, AnswerPreviewShown, PlansShown } from "./answer-view.ts";
import { bestOffer, signOfQuote } from "./answer.ts";
import { columnsOf, roomOf } from "./plan-columns.ts";

/** `reader`: the language of whoever answers. */
export function headOf(app: Pick<App, "settings">, desk: AnswerDesk, reader: Language): AnswerHead {
  const { view, language, item, approval } = desk;
  const { id, reference, status, version, currency, creditor, answerBy } = view;
  return {
    id,
    reference,
    status,
    version,
    currency,
    creditorName: creditor.shortName[reader],
    answerBy,
    language,
    disputed: view.accounts.some(({ disputed }) => disputed),
    second: approval !== undefined && !approval.outcome && approval.version === version,
    returned:
      approval?.outcome === "returned" && approval.version === version
        ? { by: approval.decider, note: approval.note }
        : undefined,
    senior: item?.level === "senior",
    moves: view.events.map(({ to, by, at }) => ({
      id: at.toISOString(),
      to,
      by,
      at: formatMoment(at, reader, app.settings.timeZone),
    })),
  };
}

/** Theirs, the engine's, and the one that is looked at. */
export function plansOf(
  { view, known, theirs }: AnswerDesk,
  mine: Pick<Offer, "quote" | "fit"> | undefined,
): PlansShown {
  // What cannot be had today any more is shown as it was sent.
  const sent = view.quote && ({ quote: view.quote, fit: "unknown" } as const);
  const columns = columnsOf(known.facts, { theirs: theirs ?? sent, engine: bestOffer(known.offers), mine });
  return { columns, room: roomOf(known.facts) };
}

/** What the answer would do, in the borrower's words; or why it cannot be given. */
export async function previewOf(
  app: App,
  { row, view, known, language }: AnswerDesk,
  answer: Answer,
): Promise<Outcome<AnswerPreviewShown, DecideRefusal>> {
  const planned = planAnswer(known, row, answer);
  if (!planned.ok) return planned;
  const { offer, decision } = planned.value;
  const after = previewAnswer(view, known, planned.value, app.clock.now());
  return done({
    shown: showProposal(app, after, language),
    language,
    kind: answer.kind,
    binds: decision?.kind === "counter" ? decision.binds : undefined,
    offer,
    sign: offer ? signOfQuote(offer.quote) : "",
    causes: await readCauses(app, app.db.prisma, row, known, offer),
  });
}
