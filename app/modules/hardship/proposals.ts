// The life of a proposal as one graph: which move is legal from where, and by which event. Pure. It knows no way from
// anything to a refusal by machine: only a person's `declined` leads to declined.
export const proposalStatuses = [
  "draft",
  "submitted",
  "in_review",
  "info_requested",
  "approved",
  "countered",
  "recountered",
  "declined",
  "accepted",
  "expired",
  "signed",
  "live",
  "withdrawn",
  "superseded",
] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

export const proposalEvents = [
  "submit",
  "take_up",
  "ask",
  "answer",
  "approve",
  "counter",
  "decline",
  "accept",
  "recounter",
  "expire",
  "sign",
  "start",
  "withdraw",
  "supersede",
] as const;
export type ProposalEvent = (typeof proposalEvents)[number];

type Moves = Partial<Readonly<Record<ProposalEvent, ProposalStatus>>>;

export const proposalMoves: Readonly<Record<ProposalStatus, Moves>> = {
  draft: { submit: "submitted", withdraw: "withdrawn", supersede: "superseded" },
  // Inside the policy it is approved straight away; everything else is taken up by a person.
  submitted: { approve: "approved", take_up: "in_review", withdraw: "withdrawn", supersede: "superseded" },
  in_review: {
    ask: "info_requested",
    approve: "approved",
    counter: "countered",
    decline: "declined",
    withdraw: "withdrawn",
    supersede: "superseded",
  },
  info_requested: { answer: "in_review", withdraw: "withdrawn", supersede: "superseded" },
  countered: {
    accept: "accepted",
    recounter: "recountered",
    expire: "expired",
    withdraw: "withdrawn",
    supersede: "superseded",
  },
  recountered: { take_up: "in_review", withdraw: "withdrawn", supersede: "superseded" },
  approved: { sign: "signed", expire: "expired", withdraw: "withdrawn", supersede: "superseded" },
  accepted: { sign: "signed", expire: "expired", withdraw: "withdrawn", supersede: "superseded" },
  signed: { start: "live" },
  live: { supersede: "superseded" },
  declined: { supersede: "superseded" },
  expired: { supersede: "superseded" },
  withdrawn: {},
  superseded: {},
};

/** Where an event leads; undefined where it is not a legal move. */
export function moveProposal(from: ProposalStatus, event: ProposalEvent): ProposalStatus | undefined {
  return proposalMoves[from][event];
}

/** Sent and not answered for good: reminders rest, and no second proposal is sent for the same accounts. */
export const openStatuses = [
  "submitted",
  "in_review",
  "info_requested",
  "countered",
  "recountered",
  "approved",
  "accepted",
] as const satisfies readonly ProposalStatus[];
