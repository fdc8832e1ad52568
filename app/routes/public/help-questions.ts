// Which questions the help page answers, in the order in which worried people ask them, and where to read on.

export const groups = [
  { id: "first", questions: ["first.why", "first.trust", "first.signIn", "first.noCode", "first.notMe"] },
  { id: "hard", questions: ["hard.cannot", "hard.options", "hard.who", "hard.limit", "hard.health"] },
  { id: "pay", questions: ["pay.part", "pay.ways", "pay.auto", "pay.cost", "pay.after", "pay.twice"] },
  { id: "wrong", questions: ["wrong.amount", "wrong.notMine", "wrong.paid", "wrong.complain"] },
  { id: "next", questions: ["next.nothing", "next.jail", "next.credit", "next.interest", "next.settled"] },
  { id: "safe", questions: ["safe.family", "safe.helper", "safe.shared", "safe.stop", "safe.data"] },
] as const;

export type Question = (typeof groups)[number]["questions"][number];

interface Further {
  readonly to: string;
  readonly name: "genuine" | "verifyHelp" | "notMe" | "advice" | "contact" | "privacy";
}

export const whereToRead: Readonly<Partial<Record<Question, Further>>> = {
  "first.trust": { to: "/genuine", name: "genuine" },
  "first.noCode": { to: "/verify/help", name: "verifyHelp" },
  "first.notMe": { to: "/not-me", name: "notMe" },
  "hard.cannot": { to: "#advice", name: "advice" },
  "hard.limit": { to: "#advice", name: "advice" },
  "hard.health": { to: "#advice", name: "advice" },
  "pay.twice": { to: "#contact", name: "contact" },
  "wrong.complain": { to: "#contact", name: "contact" },
  "next.jail": { to: "/genuine", name: "genuine" },
  "safe.data": { to: "/privacy", name: "privacy" },
};
