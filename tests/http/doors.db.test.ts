// Who may open which door, by which method: one table of every route of app/routes.ts, tried over HTTP for everybody
// whom it tells apart. A route that is not in the table fails, so a new door cannot open by accident.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RouteConfigEntry } from "@react-router/dev/routes";
import { newId } from "#app/kernel/ids.ts";
import { checkThreadFile } from "#app/modules/conversation/check-thread-file.server.ts";
import { askQuestion, writeFromBorrower } from "#app/modules/conversation/conversation.server.ts";
import { checkEvidence } from "#app/modules/hardship/evidence-check.server.ts";
import { addEvidence, listEvidence } from "#app/modules/hardship/evidence.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import routes from "#app/routes.ts";
import { placeSignedPlan } from "#tests/world/agreed.ts";
import { doorTable, page, type Answer, type Answers, type Door, type DoorIds } from "#tests/world/door-table.ts";
import { onePage, placeProposal } from "#tests/world/papers.ts";
import { placePayer, type Payer } from "#tests/world/paying.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { startStandin, type Standin } from "#tests/world/stripe/standin.ts";

type Sent = Readonly<Record<string, string>>;

/** Whose cookie opens nothing; they all meet what somebody without a cookie meets. */
const strangers = ["no cookie", "ended", "expired", "idle", "made up", "broken"] as const;
const roles = [...strangers, "owner", "other"] as const;
type Role = (typeof roles)[number];

let portal: Portal;
let standin: Standin;
let owner: Payer;
let other: Payer;
let paymentId: string;
let proposalId: string;
let evidenceId: string;
let planId: string;
let documentId: string;
let threadId: string;
let threadFileId: string;

const ownIds = (): DoorIds => ({
  account: owner.accountId,
  payment: paymentId,
  proposal: proposalId,
  evidence: evidenceId,
  plan: planId,
  document: documentId,
  thread: threadId,
  threadFile: threadFileId,
});

function pathsOf(entries: readonly RouteConfigEntry[], above = ""): string[] {
  return entries.flatMap((entry) => {
    const here = entry.path === undefined ? above : `${above}/${entry.path}`;
    return entry.children ? pathsOf(entry.children, here) : [here === "" ? "/" : here];
  });
}

async function openFresh({ actor }: Payer): Promise<string> {
  return portal.app.db.prisma.$transaction((tx) => openSession(tx, portal.app, actor.borrowerId));
}

/** A session of this person that has come to an end in one of the ways. */
async function openSpent(column: "ended_at" | "expires_at" | "last_seen_at"): Promise<string> {
  const token = await openFresh(owner);
  const past = new Date(portal.app.clock.now().getTime() - 3_600_000);
  const { pool, prisma } = portal.app.db;
  const hash = portal.app.vault.tokenHash(token);
  const { rowCount } = await pool.query(`UPDATE session SET ${column} = $1 WHERE token_hash = $2`, [past, hash]);
  expect([rowCount, await prisma.session.count({ where: { tokenHash: new Uint8Array(hash) } })]).toEqual([1, 1]);
  return token;
}

/** What opens nothing now opens nothing later; of the others each request has its own, because some end it. */
const spent = new Map<Role, string>();

async function cookieOf(role: Role): Promise<Sent> {
  const live = role === "owner" ? owner : role === "other" ? other : undefined;
  const token = live ? await openFresh(live) : (spent.get(role) ?? "");
  return token === "" ? {} : { Cookie: `__Host-anhuan=s.${token}` };
}

function say(response: Response, path: string): Answer {
  const location = response.headers.get("Location");
  if (location === null) return `${response.status}`;
  if (location.startsWith(standin.url)) return `${response.status} provider`;
  const plain = location.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "ID");
  return `${response.status} ${location.startsWith(`${path}?`) ? "same" : plain}`;
}

function send(method: string, { at, body = "" }: Pick<Door, "at" | "body">, headers: Sent): Promise<Response> {
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const init = method === "POST" ? { body, headers: { ...form, ...headers } } : { headers };
  return fetch(portal.origin + at, { method, redirect: "manual", ...init });
}

async function knock(method: string, role: Role, door: Pick<Door, "at" | "body">, headers: Sent = {}) {
  return send(method, door, { ...(await cookieOf(role)), ...headers });
}

const expected = (answers: Answers, role: Role): Answer =>
  role === "owner" || role === "other" ? answers[role] : answers.stranger;

/** A question of the owner's, with a file. */
async function placeQuestion(): Promise<[string, string]> {
  const { app } = portal;
  const asked = await askQuestion(app, owner.actor, { text: "hello", once: newId() }, "en");
  if (!asked.ok) throw new Error("not asked");
  const { threadId: id } = asked.value;
  const files = [{ name: "slip.pdf", bytes: onePage("") }];
  await writeFromBorrower(app, owner.actor, id, { text: "", files, once: newId() }, "en");
  const file = await app.db.prisma.threadFile.findFirstOrThrow({ where: { entry: { threadId: id } } });
  await checkThreadFile(app, file.id);
  return [id, file.id];
}

beforeAll(async () => {
  standin = await startStandin();
  portal = await openPortal({ STRIPE_API_BASE: standin.url, STRIPE_WEBHOOK_SECRET: standin.webhookSecret });
  portal.app.clock.set(new Date());
  owner = await placePayer(portal.app, { principal: 1_000_000n });
  other = await placePayer(portal.app, { principal: 1_000_000n });
  const headers = { Cookie: `__Host-anhuan=s.${await openFresh(owner)}` };
  const started = await portal.post(`/my/accounts/${owner.accountId}/pay`, "choice=other&amount=100", headers);
  const session = new URL(started.headers.get("Location") ?? "").pathname.split("/").at(-1) ?? "";
  const { success_url: back } = await standin.control.pay({ session, method: "card" });
  const address = new URL((back ?? "").replace("{CHECKOUT_SESSION_ID}", session));
  await fetch(portal.origin + address.pathname + address.search, { headers });
  paymentId = address.pathname.split("/").at(-1) ?? "";
  proposalId = await placeProposal(portal.app, owner.actor);
  await portal.app.db.prisma.proposalAccount.create({ data: { proposalId, accountId: owner.accountId } });
  const papers = [{ name: "slip.pdf", bytes: onePage(""), kind: "income" as const }];
  await addEvidence(portal.app, owner.actor, proposalId, papers);
  evidenceId = (await listEvidence(portal.app, owner.actor, proposalId))[0]?.id ?? "";
  await checkEvidence(portal.app, evidenceId);
  [planId, documentId] = await placeSignedPlan(portal.app, owner.actor);
  [threadId, threadFileId] = await placeQuestion();
  spent
    .set("no cookie", "")
    .set("ended", await openSpent("ended_at"))
    .set("expired", await openSpent("expires_at"))
    .set("idle", await openSpent("last_seen_at"))
    .set("made up", "A".repeat(43))
    .set("broken", `${owner.actor.borrowerId}' OR '1'='1`);
});
afterAll(async () => {
  await portal.close();
  await standin.close();
});

const table = doorTable({
  account: "account",
  payment: "payment",
  proposal: "proposal",
  evidence: "evidence",
  plan: "plan",
  document: "document",
  thread: "thread",
  threadFile: "threadFile",
});

test("catalogue 14: every route is in the table, and nothing else is", () => {
  expect(Object.keys(table).toSorted()).toEqual(pathsOf(routes).toSorted());
});

describe.each(Object.keys(table))("catalogue 14: %s", (route) => {
  const doorOf = (): Door => {
    const door = doorTable(ownIds())[route];
    if (!door) throw new Error("no such door");
    return door;
  };

  test("answers each role as the table says, and HEAD as GET", async () => {
    const door = doorOf();
    const meet = async (role: Role) => {
      const get = await knock("GET", role, door);
      const head = await knock("HEAD", role, door);
      const post = await knock("POST", role, door, { Origin: portal.origin });
      const [body] = await Promise.all([head.text(), get.arrayBuffer(), post.arrayBuffer()]);
      return { role, get: say(get, door.at), head: say(head, door.at), post: say(post, door.at), body };
    };
    const wanted = roles.map((role) => {
      const [get, post] = [expected(door.get, role), expected(door.post, role)];
      return { role, get, head: get, post, body: "" };
    });
    expect(await Promise.all(roles.map(meet))).toEqual(wanted);
  });

  test("takes no form from elsewhere and no other method, whoever asks", async () => {
    const door = doorOf();
    const { origin } = portal;
    const foreign = route === "/hooks/stripe" ? 400 : 403;
    for (const role of roles) {
      // Nothing of this gets as far as the session.
      const cookie = await cookieOf(role);
      const posts: Sent[] = [
        {},
        { Origin: "https://elsewhere.example" },
        { Origin: origin, "Sec-Fetch-Site": "cross-site" },
      ];
      const posted = await Promise.all(posts.map((headers) => send("POST", door, { ...cookie, ...headers })));
      expect([role, ...posted.map(({ status }) => status)]).toEqual([role, foreign, foreign, foreign]);
      const methods = ["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];
      const others = await Promise.all(methods.map((method) => send(method, door, { ...cookie, Origin: origin })));
      expect([role, ...others.map(({ status }) => status)]).toEqual([role, ...methods.map(() => 405)]);
      expect(new Set(others.map(({ headers }) => headers.get("Allow")))).toEqual(new Set(["GET, HEAD, POST"]));
    }
  });
});

test("catalogue 14: what belongs to somebody else is answered as what does not exist", async () => {
  const seen = async (method: string, at: string, body?: string) => {
    const response = await knock(method, "other", body === undefined ? { at } : { at, body }, {
      Origin: portal.origin,
    });
    const headers = [...response.headers].filter(
      ([name]) => !/^(?:date|content-length|content-security-policy|x-trace-id)$/.test(name),
    );
    // The address itself, which the asker knows, is in the link to the other language.
    const text = (await response.text()).replaceAll(/nonce="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}/g, "");
    return { status: response.status, headers, text };
  };
  const nobodys = doorTable({
    account: newId(),
    payment: newId(),
    proposal: newId(),
    evidence: newId(),
    plan: newId(),
    document: newId(),
    thread: newId(),
    threadFile: newId(),
  });
  const asked = Object.entries(doorTable(ownIds())).flatMap(([route, { at, get, post, body }]) => {
    const unknown = nobodys[route] ?? page("/");
    return [
      ...(get.other === "404" ? [{ method: "GET", at, unknown: unknown.at, body: undefined, other: undefined }] : []),
      ...(post.other === "404" ? [{ method: "POST", at, unknown: unknown.at, body, other: unknown.body }] : []),
    ];
  });
  expect(asked.length).toBeGreaterThan(10);
  for (const { method, at, unknown, body, other } of asked) {
    expect(await seen(method, at, body)).toEqual(await seen(method, unknown, other));
  }
});

test("catalogue 14: after all that, only its owner has changed anything", async () => {
  const { prisma } = portal.app.db;
  const { borrowerId } = owner.actor;
  expect(await prisma.helpCase.count({ where: { borrowerId } })).toBeGreaterThan(0);
  expect(await prisma.helpCase.count({ where: { NOT: { borrowerId } } })).toBe(0);
  expect(await prisma.helpCase.count({ where: { borrowerId: null } })).toBe(0);
  expect(await prisma.proposal.count({ where: { NOT: { borrowerId } } })).toBe(0);
  const accounts = await prisma.paymentAttempt.findMany({ distinct: ["accountId"], select: { accountId: true } });
  expect(accounts).toEqual([{ accountId: owner.accountId }]);
  expect(await prisma.webhookEvent.count()).toBe(0);
});
