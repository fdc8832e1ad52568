// One person, two creditors: what staff of the one see of what is the other's. They know the person; accounts, cases,
// contacts and what was written at a case belong to its creditor.
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt } from "#tests/world/debts.ts";
import { beyondAtOnce, giveMobile, sendDraft, valueOf, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { readPersonCase } from "./case.server.ts";
import { addNote, readNotes } from "./notes.server.ts";
import { newestFirst } from "./timeline.ts";
import { unmaskBorrower } from "./unmask.server.ts";
import { claimItem } from "./work-items.server.ts";

let app: TestApp;
let here: TestStaff;
let there: TestStaff;
let written: Written;
let borrowerId: string;

beforeAll(async () => {
  app = await createTestApp();
  here = await addStaff(app, "senior_agent", { creditors: ["LANTERN"] });
  there = await addStaff(app, "agent", { creditors: ["BJCF"] });
  written = await sendDraft(app, beyondAtOnce);
  ({ borrowerId } = written.actor);
  const { accountId } = await placeDebt(app, written.actor, { principal: 50_000n });
  await app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { creditorCode: "LANTERN" } });
  valueOf(await claimItem(app, there.actor, written.proposalId));
});
afterAll(() => app.close());

const look = ({ actor }: TestStaff) => readPersonCase(app, actor, { borrowerId, view: "all", from: newestFirst });
const phone = { field: "phone", reason: "caller_check" } as const;

test("catalogue 15: a note written at another creditor's case is not shown, one about the person is", async () => {
  const { proposalId: caseId } = written;
  await addNote(app, there.actor, borrowerId, { once: newId(), text: "about this proposal", caseId });
  await addNote(app, there.actor, borrowerId, { once: newId(), text: "speaks softly", caseId: undefined });
  const read = async ({ actor }: TestStaff) => (await readNotes(app, actor, borrowerId)).map(({ text }) => text);
  expect(await read(there)).toEqual(["speaks softly", "about this proposal"]);
  expect(await read(here)).toEqual(["speaks softly"]);
  expect((await look(there))?.timeline.entries.filter(({ kind }) => kind === "note")).toHaveLength(2);
  expect((await look(here))?.timeline.entries.filter(({ kind }) => kind === "note")).toHaveLength(1);
});

test("catalogue 15: a contact that came with another creditor's account is neither shown masked nor unmasked", async () => {
  expect((await look(there))?.person.contacts).toHaveLength(1);
  expect((await look(here))?.person.contacts).toEqual([]);
  expect((await unmaskBorrower(app, there.actor, borrowerId, phone))?.values).toHaveLength(1);
  expect((await unmaskBorrower(app, here.actor, borrowerId, phone))?.values).toEqual([]);
});

test("catalogue 15: accounts, proposals and what happened to them stay with their creditor", async () => {
  const seen = await look(here);
  expect(seen?.accounts.map(({ creditorCode }) => creditorCode)).toEqual(["LANTERN"]);
  expect(seen?.history).toEqual({ proposals: [], plans: [] });
  expect(seen?.timeline.entries.filter(({ kind }) => kind === "proposal")).toEqual([]);
});

test("a contact that both creditors know is both creditors'", async () => {
  const account = { borrowerId, creditorCode: "LANTERN" };
  const own = await app.db.prisma.debtAccount.findFirstOrThrow({ where: account });
  const known = await app.db.prisma.contactPoint.findFirstOrThrow({ where: { borrowerId } });
  await giveMobile(app, written.actor, own.id);
  await app.db.prisma.debtAccount.update({ where: { id: own.id }, data: { mobileId: known.id } });
  expect((await look(here))?.person.contacts.map(({ id }) => id)).toEqual([known.id]);
});
