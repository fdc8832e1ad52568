// Who among the staff may do what: one table, read by the pages, the guard and the tests. A role that does not stand
// beside an action may not do it; nothing is allowed by default, and no code asks for a role by name.

export const staffRoles = ["agent", "senior_agent", "finance", "finance_lead", "operator", "auditor"] as const;
export type StaffRole = (typeof staffRoles)[number];

export const staffActions = [
  "desk.read",
  "case.read_any",
  "case.claim",
  "case.assign",
  "case.break_glass",
  "case.answer",
  "case.second",
  "borrower.unmask",
  "note.write",
  "message.write",
  "request.answer",
  "care.read_cause",
  "care.write",
  "export.make",
  "export.approve",
  "supervision.read",
  "quality.score",
  "audit.read",
  "policy.read",
  "staff.read",
  "staff.manage",
] as const;
export type StaffAction = (typeof staffActions)[number];

const agents = ["agent", "senior_agent"] as const;

/** Auditors read everything and change nothing: they stand only beside actions that read. */
export const permissions: Readonly<Record<StaffAction, readonly StaffRole[]>> = {
  /** The queue, and cases that are one's own. */
  "desk.read": [...agents, "auditor"],
  /** Cases that are somebody else's or nobody's, without breaking a glass; on record like every reading. */
  "case.read_any": ["senior_agent", "auditor"],
  "case.claim": agents,
  /** Giving a case to another person. */
  "case.assign": ["senior_agent"],
  "case.break_glass": ["agent"],
  "case.answer": agents,
  /** The second pair of eyes. */
  "case.second": ["senior_agent"],
  "borrower.unmask": agents,
  "note.write": agents,
  "message.write": agents,
  /** Objections, "not me", help with signing in, questions about data. */
  "request.answer": agents,
  /** Why somebody needs care; what they need is seen by everybody who has the case. */
  "care.read_cause": ["senior_agent", "auditor"],
  "care.write": agents,
  "export.make": ["senior_agent"],
  "export.approve": ["senior_agent"],
  "supervision.read": ["senior_agent", "auditor"],
  "quality.score": ["senior_agent"],
  "audit.read": ["auditor", "operator"],
  "policy.read": ["senior_agent", "finance_lead", "operator", "auditor"],
  "staff.read": ["operator", "auditor"],
  "staff.manage": ["operator"],
};

export function isStaffRole(text: string): text is StaffRole {
  return (staffRoles as readonly string[]).includes(text);
}

export function may(role: StaffRole, action: StaffAction): boolean {
  return permissions[action].includes(role);
}
