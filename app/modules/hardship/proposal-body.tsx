// What stands on the page of a proposal below its title, in whatever state it is.
import type { ComponentType } from "react";
import { ReferenceCard } from "./proposal-parts.tsx";
import * as states from "./proposal-states.tsx";
import type { ProposalShown } from "./proposal-states.tsx";
import type { ProposalStatus } from "./proposals.ts";

const byStatus = {
  draft: { title: "draft", State: states.DraftState },
  submitted: { title: "review", State: states.ReviewState },
  in_review: { title: "review", State: states.ReviewState },
  recountered: { title: "review", State: states.ReviewState },
  info_requested: { title: "question", State: states.QuestionState },
  countered: { title: "offer", State: states.OfferState },
  approved: { title: "agreed", State: states.AgreedState },
  accepted: { title: "agreed", State: states.AgreedState },
  declined: { title: "declined", State: states.DeclinedState },
  expired: { title: "expired", State: states.EndedState },
  withdrawn: { title: "withdrawn", State: states.EndedState },
  superseded: { title: "superseded", State: states.SupersededState },
  signed: { title: "signed", State: states.SignedState },
  live: { title: "signed", State: states.SignedState },
} as const satisfies Record<ProposalStatus, { title: string; State: ComponentType<ProposalShown> }>;

/** The page's title, as a key of the catalogue. */
export function titleOf(status: ProposalStatus) {
  return `proposals.title.${byStatus[status].title}` as const;
}

export function ProposalBody(shown: ProposalShown) {
  const { State } = byStatus[shown.head.status];
  return (
    <>
      <ReferenceCard head={shown.head} />
      <State {...shown} />
    </>
  );
}
