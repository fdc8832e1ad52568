// What is under way for whoever is signed in, as their overview and the way to an arrangement show it.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import type { OpenProposal, ShownStatus } from "#app/modules/hardship/open-proposals.tsx";
import { listProposals, readProposal } from "#app/modules/hardship/proposals.server.ts";
import { openStatuses, type ProposalStatus } from "#app/modules/hardship/proposals.ts";
import { nextStep } from "#app/modules/hardship/steps.ts";
import type { App } from "#app/platform/app.server.ts";

const shown: ReadonlySet<ProposalStatus> = new Set(["draft", ...openStatuses]);

const isShown = (status: ProposalStatus): status is ShownStatus => shown.has(status);

export interface UnderWay {
  readonly proposals: readonly OpenProposal[];
  /** Accounts of what was sent: a second proposal for them waits until that one is answered. */
  readonly taken: ReadonlySet<string>;
}

export async function listOpenProposals(app: App, actor: BorrowerActor): Promise<UnderWay> {
  const proposals: OpenProposal[] = [];
  const taken = new Set<string>();
  for (const { id, reference, status, answerBy, openUntil, accounts } of await listProposals(app, actor)) {
    if (!isShown(status)) continue;
    const draft = status === "draft" ? await readProposal(app, actor, id) : undefined;
    const next = draft && nextStep({ budget: draft.budget, chosen: draft.terms !== undefined });
    if (!draft) for (const { accountId } of accounts) taken.add(accountId);
    proposals.push({ id, reference, status, answerBy, openUntil, next });
  }
  return { proposals, taken };
}
