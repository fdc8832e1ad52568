// Whose reminders rest, and for how long.
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { addDays, dayAt, type Day } from "#app/kernel/calendar.ts";
import { newId, newReference } from "#app/kernel/ids.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { placePeople } from "#tests/world/way-in.ts";
import { openStatuses, proposalStatuses, type ProposalStatus } from "../hardship/proposals.ts";
import { openCase } from "../identity/help-cases.server.ts";
import { deliverMessage, queueMessage, type NewMessage } from "./contact.server.ts";
import { restfulProposalStatuses } from "./contact.ts";

let app: TestApp;
let borrowerId = "";
let mobileId = "";

beforeAll(async () => {
  app = await createTestApp();
  await placePeople(app, [fictionalAccount(0)]);
  const account = await app.db.prisma.debtAccount.findFirstOrThrow();
  borrowerId = account.borrowerId;
  mobileId = account.mobileId ?? "";
});
afterAll(() => app.close());

let made = 0;

async function fate(purpose: "reminder" | "plan_reminder"): Promise<string | null> {
  app.clock.advance(86_400_001);
  made += 1;
  const message: NewMessage = {
    borrowerId,
    contactPointId: mobileId,
    channel: "sms",
    purpose,
    language: "zh-CN",
    letter: { template: "notice" },
    idemKey: `reminder-${made}`,
  };
  const id = await inTransaction(app.db, (tx) => queueMessage(tx, app, message));
  await deliverMessage(app, id);
  const { status, statusReason } = await app.db.prisma.message.findUniqueOrThrow({ where: { id } });
  return statusReason ?? status;
}

/** What becomes of a reminder of each kind. A month passes before, so that no cap is in the way. */
async function fates(): Promise<(string | null)[]> {
  app.clock.advance(30 * 86_400_000);
  return [await fate("reminder"), await fate("plan_reminder")];
}
const open = (kind: "hardship" | "dispute" | "not_mine" | "moratorium", answerBy?: Day) =>
  inTransaction(app.db, (tx) =>
    openCase(tx, app, systemActor("visitor"), {
      kind,
      borrowerId,
      language: "en",
      details: {},
      ...(answerBy === undefined ? {} : { answerBy }),
    }),
  );
const close = (reference: string) =>
  app.db.prisma.helpCase.update({ where: { reference }, data: { status: "closed" } });

test("whoever asks for help or objects gets no reminder until they are answered", async () => {
  const { prisma } = app.db;
  for (const kind of ["hardship", "dispute", "not_mine"] as const) {
    const asked = await open(kind);
    expect([kind, ...(await fates())]).toEqual([kind, "held", "held"]);
    await close(asked.reference);
  }
  await prisma.debtAccount.updateMany({ data: { disputedAt: app.clock.now() } });
  expect(await fates()).toEqual(["held", "held"]);
  await prisma.debtAccount.updateMany({ data: { disputedAt: null } });
  expect(await fates()).toEqual(["sent", "sent"]);
});

test("a moratorium holds every reminder through its last day and no longer", async () => {
  const lastDay = addDays(dayAt(app.clock.now(), app.settings.timeZone), 64);
  await open("moratorium", lastDay);
  expect(await fates()).toEqual(["held", "held"]);
  expect(await fates()).toEqual(["held", "held"]);
  expect(dayAt(app.clock.now(), app.settings.timeZone)).toBe(lastDay);
  expect(await fates()).toEqual(["sent", "sent"]);
});

async function propose(status: ProposalStatus): Promise<string> {
  const now = app.clock.now();
  const account = await app.db.prisma.debtAccount.findFirstOrThrow({ where: { borrowerId } });
  const id = newId(now.getTime());
  await app.db.prisma.proposal.create({
    data: {
      id,
      reference: newReference("A"),
      borrowerId,
      creditorCode: account.creditorCode,
      currency: account.currency,
      status,
      language: "en",
      policyPackId: account.policyPackId,
      createdAt: now,
      updatedAt: now,
      accounts: { create: { accountId: account.id } },
    },
  });
  return id;
}

test("a proposal that was sent and waits holds reminders; a draft or one that ended does not", async () => {
  expect([...restfulProposalStatuses]).toEqual([...openStatuses]);
  const id = await propose("draft");
  for (const status of proposalStatuses) {
    await app.db.prisma.proposal.update({ where: { id }, data: { status } });
    const resting = (openStatuses as readonly string[]).includes(status);
    expect([status, ...(await fates())]).toEqual([status, resting ? "held" : "sent", "sent"]);
  }
});

test("while a plan runs only its own reminders leave, and they rest too once it is asked to change", async () => {
  const { prisma } = app.db;
  const planId = newId(app.clock.now().getTime());
  await prisma.debtAccount.updateMany({ where: { borrowerId }, data: { planId } });
  expect(await fates()).toEqual(["held", "sent"]);
  const id = await propose("submitted");
  expect(await fates()).toEqual(["held", "held"]);
  await prisma.proposal.update({ where: { id }, data: { status: "withdrawn" } });
  expect(await fates()).toEqual(["held", "sent"]);
  await prisma.debtAccount.updateMany({ where: { borrowerId }, data: { planId: null } });
  expect(await fates()).toEqual(["sent", "sent"]);
});

test("a plan that is not kept rests no reminders any more, as its agreement says, until it is caught up", async () => {
  const { prisma } = app.db;
  const account = await prisma.debtAccount.findFirstOrThrow({ where: { borrowerId } });
  const planId = newId(app.clock.now().getTime());
  const now = app.clock.now();
  await prisma.plan.create({
    data: {
      id: planId,
      reference: newReference("L"),
      borrowerId,
      creditorCode: account.creditorCode,
      currency: account.currency,
      kind: "instalments",
      status: "live",
      policyPackId: account.policyPackId,
      quote: {},
      totalMinor: 1n,
      costMinor: 0n,
      waivedMinor: 0n,
      signUntil: now,
      lastOn: now,
      createdAt: now,
      updatedAt: now,
    },
  });
  await prisma.debtAccount.update({ where: { id: account.id }, data: { planId } });
  const resting = { live: "held", at_risk: "held", breached: "sent", renegotiating: "held" };
  for (const [status, told] of Object.entries(resting)) {
    await prisma.plan.update({ where: { id: planId }, data: { status } });
    expect([status, ...(await fates())]).toEqual([status, told, "sent"]);
  }
  await prisma.debtAccount.update({ where: { id: account.id }, data: { planId: null } });
});
