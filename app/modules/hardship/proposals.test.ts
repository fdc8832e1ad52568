import { describe, expect, test } from "vitest";
import { moveProposal, openStatuses, proposalEvents, proposalMoves, proposalStatuses } from "./proposals.ts";

/** The graph once more, read from the page of the design and written in another way. */
const edges = [
  "draft submit submitted",
  "draft withdraw withdrawn",
  "draft supersede superseded",
  "submitted approve approved",
  "submitted take_up in_review",
  "submitted withdraw withdrawn",
  "submitted supersede superseded",
  "in_review ask info_requested",
  "in_review approve approved",
  "in_review counter countered",
  "in_review decline declined",
  "in_review withdraw withdrawn",
  "in_review supersede superseded",
  "info_requested answer in_review",
  "info_requested withdraw withdrawn",
  "info_requested supersede superseded",
  "countered accept accepted",
  "countered recounter recountered",
  "countered expire expired",
  "countered withdraw withdrawn",
  "countered supersede superseded",
  "recountered take_up in_review",
  "recountered withdraw withdrawn",
  "recountered supersede superseded",
  "approved sign signed",
  "approved expire expired",
  "approved withdraw withdrawn",
  "approved supersede superseded",
  "accepted sign signed",
  "accepted expire expired",
  "accepted withdraw withdrawn",
  "accepted supersede superseded",
  "signed start live",
  "live supersede superseded",
  "declined supersede superseded",
  "expired supersede superseded",
];

describe("the life of a proposal", () => {
  const legal = new Map(edges.map((edge) => edge.split(" ")).map(([from, event, to]) => [`${from} ${event}`, to]));

  test.each(proposalStatuses.flatMap((from) => proposalEvents.map((event) => [from, event] as const)))(
    "from %s by %s",
    (from, event) => {
      expect(moveProposal(from, event)).toBe(legal.get(`${from} ${event}`));
    },
  );

  test("only a person's decline leads to declined, and only from what a person reads", () => {
    const ways = proposalStatuses.flatMap((from) =>
      Object.entries(proposalMoves[from]).flatMap(([event, to]) => (to === "declined" ? [`${from} ${event}`] : [])),
    );
    expect(ways).toEqual(["in_review decline"]);
  });

  test("every open proposal can be withdrawn, and each one comes to an end or into a plan", () => {
    for (const status of openStatuses) expect(moveProposal(status, "withdraw")).toBe("withdrawn");
    const ends = proposalStatuses.filter((status) => Object.keys(proposalMoves[status]).length === 0);
    expect(ends).toEqual(["withdrawn", "superseded"]);
  });
});
