// Who meets what at each door: the table that tests/http/doors.db.test.ts tries over HTTP.
import { staffDoors } from "#app/routes/staff-doors.ts";

/** A status, and where it leads to. */
export type Answer = `${number}` | `${number} ${string}`;
export interface Answers {
  readonly stranger: Answer;
  readonly owner: Answer;
  /** Somebody else who is signed in, with the owner's ids. */
  readonly other: Answer;
}

export interface Door {
  readonly at: string;
  readonly get: Answers;
  readonly post: Answers;
  /** A form that its owner could send. */
  readonly body?: string;
}

const all = (answer: Answer): Answers => ({ stranger: answer, owner: answer, other: answer });
/** Turned away before it is known whether there is anything. */
const own = (owner: Answer, other: Answer = "404"): Answers => ({ stranger: "303 /start", owner, other });
const signedIn = (answer: Answer): Answers => own(answer, answer);
const wayIn = (stranger: Answer): Answers => ({ stranger, owner: "303 /my", other: "303 /my" });
export const page = (at: string): Door => ({ at, get: all("200"), post: all("405") });

export interface DoorIds {
  readonly account: string;
  readonly payment: string;
  readonly proposal: string;
  readonly evidence: string;
  /** A plan of the owner's that is signed. */
  readonly plan: string;
  /** Its agreement as a file. */
  readonly document: string;
  /** A question of the owner's, and a file that came with it. */
  readonly thread: string;
  readonly threadFile: string;
}

/** Every route of app/routes.ts with what it answers, for the things that belong to the owner. */
export const doorTable = ({
  account,
  payment,
  proposal,
  evidence,
  plan,
  document,
  thread,
  threadFile,
}: DoorIds): Readonly<Record<string, Door>> => ({
  "/": page("/"),
  "/start": { at: "/start", get: wayIn("200"), post: wayIn("422") },
  "/verify": { at: "/verify", get: wayIn("303 /start"), post: wayIn("303 /start") },
  "/verify/code": { at: "/verify/code", get: wayIn("303 /start"), post: wayIn("303 /start") },
  "/verify/help": { at: "/verify/help", get: all("200"), post: all("422") },
  "/not-me": { at: "/not-me", get: all("200"), post: all("422") },
  "/genuine": page("/genuine"),
  "/help": page("/help"),
  "/privacy": page("/privacy"),
  "/accessibility": page("/accessibility"),
  "/*": { at: "/no-such-page", get: all("404"), post: all("404") },
  "/language": { at: "/language", get: all("405"), post: all("303 /"), body: "language=zh-CN" },
  "/sign-out": { at: "/sign-out", get: all("303 /"), post: all("303 /") },
  "/my": { at: "/my", get: signedIn("200"), post: signedIn("405") },
  "/my/accounts/:accountId": { at: `/my/accounts/${account}`, get: own("200"), post: own("405", "405") },
  "/my/accounts/:accountId/statement": {
    at: `/my/accounts/${account}/statement`,
    get: own("200"),
    post: own("405", "405"),
  },
  "/my/accounts/:accountId/statement.pdf": {
    at: `/my/accounts/${account}/statement.pdf`,
    get: own("200"),
    post: own("405", "405"),
  },
  "/my/accounts/:accountId/pay": {
    at: `/my/accounts/${account}/pay`,
    get: own("200"),
    post: own("303 provider"),
    body: "choice=other&amount=10",
  },
  "/my/accounts/:accountId/dispute": {
    at: `/my/accounts/${account}/dispute`,
    get: own("200"),
    post: own("303 same"),
    body: "reason=other&details=",
  },
  "/my/payments/:paymentId": { at: `/my/payments/${payment}`, get: own("200"), post: own("405", "405") },
  "/my/payments/:paymentId/receipt": {
    at: `/my/payments/${payment}/receipt`,
    get: own("200"),
    post: own("405", "405"),
  },
  "/my/payments/:paymentId/receipt.pdf": {
    at: `/my/payments/${payment}/receipt.pdf`,
    get: own("200"),
    post: own("405", "405"),
  },
  "/my/hardship": {
    at: "/my/hardship",
    get: signedIn("200"),
    post: own("303 /my/hardship/ID/household"),
    body: `account=${account}`,
  },
  "/my/hardship/:proposalId": { at: `/my/hardship/${proposal}`, get: own("200"), post: own("422") },
  "/my/hardship/:proposalId/options": {
    at: `/my/hardship/${proposal}/options`,
    get: own("200"),
    post: own("303 /my/hardship/ID/check"),
    body: "option=pause",
  },
  "/my/hardship/:proposalId/household": {
    at: `/my/hardship/${proposal}/household`,
    get: own("200"),
    post: own("303 /my/hardship/ID/income"),
    body: "adults=1",
  },
  "/my/hardship/:proposalId/income": {
    at: `/my/hardship/${proposal}/income`,
    get: own("200"),
    post: own("303 /my/hardship/ID/spending"),
    body: "pay=yes&pay_amount=100",
  },
  "/my/hardship/:proposalId/spending": {
    at: `/my/hardship/${proposal}/spending`,
    get: own("200"),
    post: own("303 /my/hardship/ID/options"),
    body: "food=yes&food_amount=100",
  },
  "/my/hardship/:proposalId/check": { at: `/my/hardship/${proposal}/check`, get: own("200"), post: own("422") },
  "/my/hardship/:proposalId/evidence": {
    at: `/my/hardship/${proposal}/evidence`,
    get: own("200"),
    post: own("422"),
    body: "kind=income",
  },
  "/my/hardship/:proposalId/evidence/:evidenceId": {
    at: `/my/hardship/${proposal}/evidence/${evidence}`,
    get: own("200"),
    post: own("405", "405"),
  },
  "/my/plans/:planId/agreement": {
    at: `/my/plans/${plan}/agreement`,
    get: own("200"),
    post: own("303 /my/plans/ID"),
    body: "intent=sign&code=123456",
  },
  "/my/plans/:planId": { at: `/my/plans/${plan}`, get: own("200"), post: own("405", "405") },
  "/my/plans/:planId/change": { at: `/my/plans/${plan}/change`, get: own("200"), post: own("422") },
  "/my/documents/:documentId": { at: `/my/documents/${document}`, get: own("200"), post: own("405", "405") },
  "/my/messages": { at: "/my/messages", get: signedIn("200"), post: signedIn("422"), body: "text=" },
  "/my/messages/:threadId": { at: `/my/messages/${thread}`, get: own("200"), post: own("422"), body: "text=" },
  "/my/messages/:threadId/files/:fileId": {
    at: `/my/messages/${thread}/files/${threadFile}`,
    get: own("200"),
    post: own("405", "405"),
  },
  "/certificates/:code": { at: "/certificates/none", get: all("404"), post: all("404") },
  "/my/data": { at: "/my/data", get: signedIn("200"), post: signedIn("422"), body: "request=everything" },
  // Whoever is no staff, signed in as a borrower or not; for staff see tests/http/staff-doors.db.test.ts.
  ...Object.fromEntries(
    Object.keys(staffDoors).map((pattern): [string, Door] => {
      const at = pattern.replace(/:\w+/g, account);
      return [pattern, { at, get: all("303 /staff/sign-in"), post: all("303 /staff/sign-in") }];
    }),
  ),
  "/staff/sign-in": { at: "/staff/sign-in", get: all("200"), post: all("422") },
  "/staff/set-up/:token": { at: "/staff/set-up/none", get: all("404"), post: all("404") },
  "/staff/sign-out": { at: "/staff/sign-out", get: all("303 /staff/sign-in"), post: all("303 /staff/sign-in") },
  "/hooks/stripe": { at: "/hooks/stripe", get: all("405"), post: all("400") },
  "/healthz": page("/healthz"),
  "/readyz": page("/readyz"),
  "/metrics": page("/metrics"),
  "/dev/inbox": page("/dev/inbox"),
  "/dev/parts": page("/dev/parts"),
  "/dev/staff": page("/dev/staff"),
});
