// Role × door × method, generated from the permission table: what a role may not do is refused at the door, what it
// may do is not, and a door that is in no table fails here.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import type { RouteConfigEntry } from "@react-router/dev/routes";
import {
  may,
  permissions,
  staffActions,
  staffRoles,
  type StaffAction,
  type StaffRole,
} from "#app/kernel/permissions.ts";
import { checkEvidence } from "#app/modules/hardship/evidence-check.server.ts";
import { addEvidence, listEvidence } from "#app/modules/hardship/evidence.server.ts";
import { openDispute } from "#app/modules/accounts/requests.server.ts";
import { staffDoors } from "#app/routes/staff-doors.ts";
import routes from "#app/routes.ts";
import { onePage } from "#tests/world/papers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { beyondAtOnce, sendDraft, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let written: Written;
let ids: Readonly<Record<string, string>>;
/** Of whom the case is. */
const staff = new Map<StaffRole, TestStaff>();
const outsiders = new Map<StaffRole, TestStaff>();

const realm = /^\/(?:desk|ops|staff)(?:\/|$)/;
const openDoors = new Set(["/staff/sign-in", "/staff/set-up/:token", "/staff/sign-out"]);

function pathsOf(entries: readonly RouteConfigEntry[], above = ""): string[] {
  return entries.flatMap((entry) => {
    const here = entry.path === undefined ? above : `${above}/${entry.path}`;
    return entry.children ? pathsOf(entry.children, here) : [here === "" ? "/" : here];
  });
}

/** A case of somebody of BJCF with an objection, a paper and everything else that has an address. */
beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  app.clock.set(new Date());
  for (const role of staffRoles) {
    staff.set(role, await addStaff(app, role, { creditors: ["BJCF"] }));
    outsiders.set(role, await addStaff(app, role, { creditors: ["RIVER"] }));
  }
  written = await sendDraft(app, beyondAtOnce);
  const papers = [{ name: "slip.pdf", bytes: onePage(""), kind: "income" as const }];
  await addEvidence(app, written.actor, written.proposalId, papers);
  const evidenceId = (await listEvidence(app, written.actor, written.proposalId))[0]?.id ?? "";
  await checkEvidence(app, evidenceId);
  const wish = { reason: "credit_report" as const, details: "" };
  await openDispute(app, written.actor, written.accountId, wish, "en");
  const dispute = await app.db.prisma.helpCase.findFirstOrThrow({ where: { accountId: written.accountId } });
  ids = {
    proposalId: written.proposalId,
    borrowerId: written.actor.borrowerId,
    disputeId: dispute.id,
    threadId: written.proposalId,
    evidenceId,
    staffId: staff.get("finance")?.actor.staffId ?? "",
    packId: "cn-2026-11",
    fileId: written.accountId,
    exportId: written.accountId,
    eventId: written.accountId,
  };
});
afterAll(() => portal.close());

const fill = (pattern: string): string => pattern.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? "");

interface Met {
  readonly status: number;
  readonly location: string | null;
}

async function knock(person: TestStaff, method: "GET" | "POST", pattern: string, body = ""): Promise<Met> {
  const headers = { Cookie: person.cookie, Origin: portal.app.env.publicOrigin };
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const response = await fetch(portal.origin + fill(pattern), {
    method,
    redirect: "manual",
    headers: method === "POST" ? { ...headers, ...form } : headers,
    ...(method === "POST" ? { body } : {}),
  });
  await response.arrayBuffer();
  return { status: response.status, location: response.headers.get("Location") };
}

/** The case is this person's, so that nothing but the role stands between. */
async function giveCases(person: TestStaff): Promise<void> {
  await portal.app.db.prisma.workItem.updateMany({ data: { assigneeId: person.actor.staffId } });
}

function personOf(people: ReadonlyMap<StaffRole, TestStaff>, role: StaffRole): TestStaff {
  const person = people.get(role);
  if (!person) throw new Error("nobody has this role");
  return person;
}

/** What whoever knocked was told, as far as it is the door's: an empty form, or an id of nothing, is no refusal of the person. */
function say({ status, location }: Met): string {
  if (status === 403) return "refused";
  if (status === 405) return "takes nothing";
  const inside = location !== "/staff/sign-in" && [200, 303, 404, 422].includes(status);
  return inside ? "let in" : `${status} ${location}`;
}

const mayDo = (role: StaffRole, asked: StaffAction | "own" | undefined): boolean =>
  asked === "own" || (asked !== undefined && may(role, asked));

test("catalogue 14: every door of the staff is in the table, and nothing else is", () => {
  const doors = pathsOf(routes).filter((path) => realm.test(path) && !openDoors.has(path));
  expect(Object.keys(staffDoors).toSorted()).toEqual(doors.toSorted());
});

test("every action is somebody's, and each is asked for somewhere", () => {
  expect(staffActions.filter((action) => permissions[action].length === 0)).toEqual([]);
});

test("an auditor changes nothing: no door takes a form from one but what is their own", () => {
  const taking = Object.entries(staffDoors).filter(([, { post }]) => mayDo("auditor", post));
  expect(taking.map(([pattern]) => pattern)).toEqual(["/staff"]);
});

test("catalogue 16: finance has no door to an answer", () => {
  for (const role of ["finance", "finance_lead"] as const) {
    expect(Object.keys(staffDoors).filter((at) => at.startsWith("/desk") && mayDo(role, staffDoors[at]?.get))).toEqual(
      [],
    );
    expect(may(role, "case.answer")).toBe(false);
  }
});

describe.each(Object.keys(staffDoors))("catalogue 14: %s", (pattern) => {
  const door = staffDoors[pattern] ?? { get: "own" as const };

  test("lets in whom the table lets in, and nobody else", async () => {
    const met: unknown[] = [];
    const wanted: unknown[] = [];
    for (const role of staffRoles) {
      const person = personOf(staff, role);
      await giveCases(person);
      met.push([role, say(await knock(person, "GET", pattern)), say(await knock(person, "POST", pattern))]);
      const looks = mayDo(role, door.get) ? "let in" : "refused";
      const takesNothing = looks === "let in" ? "takes nothing" : looks;
      const sends = mayDo(role, door.post) ? "let in" : "refused";
      wanted.push([role, looks, door.post === undefined ? takesNothing : sends]);
    }
    expect(met).toEqual(wanted);
  });
});

/** A fingerprint of everything that somebody of the desk could change. */
async function fingerprint(): Promise<string> {
  const tables = ["proposal", "proposal_event", "proposal_question", "work_item", "approval", "help_case", "thread"];
  const more = ["thread_entry", "case_note", "care_mark", "access_grant", "quality_review", "debt_account", "message"];
  const hash = createHash("sha256");
  for (const table of [...tables, ...more]) {
    const { rows } = await portal.app.db.pool.query(`SELECT to_jsonb(t)::text AS row FROM "${table}" t ORDER BY 1`);
    hash.update(table).update(JSON.stringify(rows));
  }
  return hash.digest("hex");
}

const forms: readonly string[] = [
  "",
  "intent=claim",
  "intent=break_glass&reason=complaint&note=because",
  "intent=unmask&field=phone&reason=call_back",
  "intent=assign&staffId=ID",
  "answer=approve&version=2&intent=send",
  "answer=decline&reasons=term_too_long&version=2&intent=send",
  "text=hello&language=en",
  "note=hello",
  "need=more_time&toldBy=borrower&reviewOn=2027-01-04",
  "outcome=upheld&reasons=amount_corrected&intent=send",
];

test("catalogue 15: with the ids of another portfolio every request is answered as for ids that nobody has, and nothing changes", async () => {
  const before = await fingerprint();
  const patterns = Object.keys(staffDoors).filter((at) =>
    /^\/desk\/.*:(?:proposal|borrower|dispute|thread)Id/.test(at),
  );
  expect(patterns.length).toBeGreaterThan(8);
  const faults: unknown[] = [];
  for (const pattern of patterns) {
    const { get, post } = staffDoors[pattern] ?? { get: "own" };
    const nobodys = pattern.replace(/:\w+/g, newId());
    for (const role of staffRoles) {
      const person = personOf(outsiders, role);
      const seen = await knock(person, "GET", pattern);
      if (seen.status !== (mayDo(role, get) ? 404 : 403)) faults.push([pattern, role, seen]);
      for (const form of post === undefined ? [] : forms) {
        const body = form.replace("ID", person.actor.staffId);
        const met = await knock(person, "POST", pattern, body);
        // A form that the door cannot read is told so before anybody looks whether there is anything: the same for
        // ids that nobody has.
        const other = await knock(person, "POST", nobodys, body);
        const right = mayDo(role, post) ? met.status === 404 || met.status === 422 : met.status === 403;
        if (!right || say(met) !== say(other) || met.status !== other.status)
          faults.push([pattern, role, form, met, other]);
      }
    }
  }
  expect(faults).toEqual([]);
  expect(await fingerprint()).toBe(before);
});

test("a borrower's session opens no door of the staff, and the staff's none of a borrower", async () => {
  const person = staff.get("agent");
  const response = await fetch(`${portal.origin}/my`, {
    redirect: "manual",
    headers: { Cookie: person?.cookie ?? "" },
  });
  expect([response.status, response.headers.get("Location")]).toEqual([303, "/start"]);
});
