import type { desk as zh } from "../zh/desk.ts";

export const desk = {
  head: {
    demo: "Demo",
    demoStaff: "Sign-ins of the demo",
    ways: "Places of work",
    queue: "Proposals",
    requests: "Objections and help",
    supervision: "Supervision",
    staff: "Staff",
    audit: "Audit",
  },
  role: {
    agent: "Agent",
    senior_agent: "Senior agent",
    finance: "Finance",
    finance_lead: "Finance lead",
    operator: "Operator",
    auditor: "Auditor",
  },
  refused: {
    title: "Your role does not open this",
    text: "Nothing was changed. If you need it, please ask whoever looks after the accounts of staff.",
    missing: "There is no such page",
    missingText: "It may be done already, or it is not in your portfolio.",
    home: "Back to your work",
  },
} satisfies typeof zh;
