// What the steps before a proposal is sent have in common: whose draft it is, and where an answer leads.
import { data, redirect, type RouterContextProvider } from "react-router";
import type { Outcome } from "#app/kernel/outcome.ts";
import type { ProposalRefusal } from "#app/modules/hardship/decisions.ts";
import type { ProposalView } from "#app/modules/hardship/proposal-view.ts";
import { readProposal } from "#app/modules/hardship/proposals.server.ts";
import { steps, type Step } from "#app/modules/hardship/steps.ts";
import { appContext, borrowerContext } from "#app/platform/contexts.server.ts";

interface DoorArgs {
  readonly context: Readonly<RouterContextProvider>;
  readonly params: { readonly proposalId: string };
}

/** The draft of whoever is signed in. One that was sent is read at its own page. */
export async function requireDraft({ context, params }: DoorArgs): Promise<ProposalView> {
  const proposal = await readProposal(context.get(appContext), context.get(borrowerContext), params.proposalId);
  if (!proposal) throw data(null, 404);
  if (proposal.status !== "draft") throw redirect(`/my/hardship/${proposal.id}`, 303);
  return proposal;
}

/** The page was opened from the check, to mend one answer. */
export function isChanging(request: Request): boolean {
  return new URL(request.url).searchParams.has("change");
}

/** Saved: on to the next page, or back to the check. Otherwise the draft has gone or was sent in another tab. */
export function afterSaving(
  saved: Outcome<unknown, ProposalRefusal>,
  step: Step,
  { params, request }: Pick<DoorArgs, "params"> & { readonly request: Request },
): Response {
  const tracker = `/my/hardship/${params.proposalId}`;
  if (!saved.ok && saved.refusal.kind === "not-found") throw data(null, 404);
  if (!saved.ok) return redirect(tracker, 303);
  const next = isChanging(request) ? "check" : steps[steps.indexOf(step) + 1];
  return redirect(`${tracker}/${next}`, 303);
}
