// What there is to choose from: offers, with what works with the budget first, and terms of one's own, which have an
// address before they are chosen. While an offer of ours waits for a yes, what is chosen here answers it.
import { data, redirect } from "react-router";
import { answerDay } from "#app/modules/hardship/decisions.ts";
import { inWords } from "#app/modules/hardship/free-advice.tsx";
import { nameOffers } from "#app/modules/hardship/offer-card.tsx";
import { OfferList } from "#app/modules/hardship/offer-list.tsx";
import { chooseTerms, readOffers } from "#app/modules/hardship/offers.server.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { ChooseForm, readVersion } from "#app/modules/hardship/options.schema.ts";
import { OwnTermsPage } from "#app/modules/hardship/own-terms-page.tsx";
import { readProposal } from "#app/modules/hardship/proposals.server.ts";
import { recounter } from "#app/modules/hardship/send-proposal.server.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { lookAtOwn, readQuery, termsIn } from "./own-terms-door.server.ts";
import type { Route } from "./+types/options";

type Args = Pick<Route.LoaderArgs, "context" | "params">;

/** Everything that can be asked here is about a draft, or about an offer that waits for a yes. */
async function openOptions({ context, params: { proposalId } }: Args) {
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const proposal = await readProposal(app, actor, proposalId);
  if (!proposal) throw data(null, 404);
  const { status } = proposal;
  const open = status === "draft" || (status === "countered" && proposal.roundsLeft > 0);
  if (!open) throw redirect(`/my/hardship/${proposalId}`, 303);
  const known = await readOffers(app, actor, proposalId);
  if (!known) throw data(null, 404);
  return { proposal, known, answering: status === "countered" };
}

interface Asked {
  /** Terms of one's own. */
  readonly form?: FormData | undefined;
  readonly fault?: "option" | "gone" | undefined;
}

async function showPage(args: Args, { form, fault }: Asked) {
  const { proposal, known, answering } = await openOptions(args);
  const { context } = args;
  const app = context.get(appContext);
  const visit = context.get(visitContext);
  const { facts, summary, offers } = known;
  const own = form && lookAtOwn(known, form);
  // The one page that brings a script: it shows what terms come to while they are typed.
  if (own) visit.scripted = true;
  return {
    id: proposal.id,
    version: proposal.version,
    answering,
    roundsLeft: proposal.roundsLeft,
    currency: facts.currency,
    surplusMinor: summary.surplusMinor,
    rhythms: facts.pack.planRhythms.value,
    waivable: facts.pack.waivable.value.filter((part) => facts.debts.some(({ balances }) => balances[part] > 0n)),
    frame: {
      today: facts.today,
      answerBy: answerDay(facts.pack, facts.today),
      graceDays: facts.pack.planGraceDays.value,
    },
    offers: own ? [] : nameOffers(offers),
    own,
    fault,
    advisers: inWords(app.settings.freeAdvice, visit.language),
  };
}

export async function loader(args: Route.LoaderArgs) {
  const shown = await showPage(args, { form: readQuery(new URL(args.request.url).searchParams) });
  const { own } = shown;
  return own && (own.faults.length > 0 || own.refusal) ? data(shown, 422) : shown;
}

/** Keeps the choice of a draft, or answers the offer with it. */
async function choose(args: Args, terms: OptionTerms, version: number | undefined, again: Asked) {
  const { context, params } = args;
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const here = `/my/hardship/${params.proposalId}`;
  const chosen =
    version === undefined
      ? await chooseTerms(app, actor, params.proposalId, terms)
      : await recounter(app, actor, params.proposalId, terms, { version });
  if (chosen.ok) return redirect(version === undefined ? `${here}/check` : here, 303);
  const { refusal } = chosen;
  if (refusal.kind === "not-found") throw data(null, 404);
  if (refusal.kind === "terms") return data(await showPage(args, again), 422);
  // Sent, answered or over in the meantime: its own page says what holds now.
  return redirect(`${here}?changed=1`, 303);
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { known, answering } = await openOptions(args);
  const version = answering ? readVersion(form) : undefined;
  // Whoever answers an offer says which one they saw.
  if (answering && version === undefined) return redirect(`/my/hardship/${args.params.proposalId}?changed=1`, 303);
  if (form.has("kind")) {
    const terms = termsIn(lookAtOwn(known, form));
    return terms ? choose(args, terms, version, { form }) : data(await showPage(args, { form }), 422);
  }
  const read = parseForm(ChooseForm, form);
  if (!read.ok) return data(await showPage(args, { fault: "option" }), 422);
  const { option } = read.value;
  const offer = nameOffers(known.offers).find(({ value }) => value === option)?.offer;
  if (!offer) return data(await showPage(args, { fault: "gone" }), 422);
  return choose(args, offer.quote.terms, version, { fault: "gone" });
}

export default function OptionsPage({ loaderData, actionData }: Route.ComponentProps) {
  const { own, ...shown } = actionData ?? loaderData;
  return own ? <OwnTermsPage {...shown} own={own} /> : <OfferList {...shown} />;
}
