// The screen of a case over HTTP: who opens it, what it shows, who may hold it, and who is refused.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { blindContact } from "#app/modules/identity/borrowers.server.ts";
import { claimItem } from "#app/modules/review/work-items.server.ts";
import { crowdCase } from "#tests/world/crowded-case.ts";
import { knockAsStaff } from "#tests/world/desk-visitor.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { beyondAtOnce, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { recordStatements } from "#tests/world/statements.ts";

let portal: Portal;
let agent: TestStaff;
let colleague: TestStaff;
let auditor: TestStaff;
let elsewhere: TestStaff;
beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  agent = await addStaff(app, "agent", { name: "Wen" });
  colleague = await addStaff(app, "senior_agent", { name: "Ma\u202era" });
  auditor = await addStaff(app, "auditor");
  elsewhere = await addStaff(app, "agent", { creditors: ["RIVER"] });
}, 180_000);
afterAll(() => portal.close());

const get = (staff: TestStaff, path: string) => knockAsStaff(portal, staff, path);
const post = (staff: TestStaff, path: string, fields: Readonly<Record<string, string>>) =>
  knockAsStaff(portal, staff, path, fields);

const caseOf = ({ proposalId }: Written): string => `/desk/cases/${proposalId}`;
const personOf = ({ actor }: Written): string => `/desk/borrowers/${actor.borrowerId}`;

/** A case that this person of the staff has. */
async function sendTo(staff: TestStaff): Promise<Written> {
  const written = await sendDraft(portal.app, beyondAtOnce);
  valueOf(await claimItem(portal.app, staff.actor, written.proposalId));
  return written;
}

const auditCount = (action: string, { actor }: Written): Promise<number> =>
  portal.app.db.prisma.auditEvent.count({ where: { action, subject: `borrower:${actor.borrowerId}` } });

const send = (): Promise<Written> => sendDraft(portal.app, beyondAtOnce);

const changesOf = (written: Written) =>
  Promise.all([
    portal.app.db.prisma.workItem.findUnique({ where: { id: written.proposalId } }),
    portal.app.db.prisma.caseNote.count({ where: { borrowerId: written.actor.borrowerId } }),
    portal.app.db.prisma.accessGrant.count({ where: { borrowerId: written.actor.borrowerId } }),
    auditCount("borrower.unmasked", written),
    view(portal.app, written),
  ]);

const glass = { intent: "break_glass", glassReason: "complaint", glassNote: "letter 12" };
const unmask = { intent: "unmask", field: "phone", reason: "caller_check" };

describe("a case", () => {
  test("nobody has is shown to nobody's eyes, is taken, and then stands on one screen, in both languages, with one script", async () => {
    const written = await send();
    const before = await get(agent, caseOf(written));
    expect(before.status).toBe(200);
    expect(before.page).toContain('data-holder="none"');
    expect(before.page).not.toContain("data-amount");
    expect(await auditCount("access.opened", written)).toBe(0);
    const taken = await post(agent, caseOf(written), { intent: "claim" });
    expect([taken.status, taken.to]).toEqual([303, caseOf(written)]);
    for (const [language, words] of [
      ["en", "What the customer proposes"],
      ["zh-CN", "借款人的提议"],
    ]) {
      const { page } = await get(agent, `${caseOf(written)}?lang=${language}`);
      expect(page).toContain(words);
      expect(page).toContain('data-holder="self"');
      expect(page).toContain('data-amount="1200000" data-currency="CNY" data-name="owed"');
      expect(page).toContain('data-rule="term" data-verdict="ask"');
      expect(page).toContain('data-rule="disputed" data-verdict="pass"');
      expect(page.match(/<script[^>]*>/g)).toEqual([expect.stringMatching(/src="\/desk\.js" nonce="/)]);
      expect(page).not.toContain("style=");
    }
    expect(await auditCount("access.opened", written)).toBe(2);
  });

  test("another person has says who, is not shown, and is not taken or given back from outside", async () => {
    const written = await sendTo(colleague);
    const seen = await get(agent, `${caseOf(written)}?lang=en`);
    // A name is somebody's words as well.
    expect(seen.page).toContain("<bdi>Ma‹U+202E›ra has it.</bdi>");
    expect(seen.page).not.toContain("data-amount");
    const claimed = await post(agent, caseOf(written), { intent: "claim" });
    expect(claimed.status).toBe(422);
    expect(claimed.page).toContain("Ma‹U+202E›ra");
    for (const intent of ["release", "snooze", "wake", "unmask"]) {
      expect([intent, (await post(agent, caseOf(written), { intent, until: "2026-11-25" })).status]).toEqual([
        intent,
        422,
      ]);
    }
    expect((await post(agent, caseOf(written), { intent: "assign", staff: agent.actor.staffId })).status).toBe(403);
    expect((await post(agent, caseOf(written), { intent: "delete" })).status).toBe(422);
    expect(await portal.app.db.prisma.workItem.findUnique({ where: { id: written.proposalId } })).toMatchObject({
      assigneeId: colleague.actor.staffId,
      snoozedUntil: null,
    });
    // Who may read any reads it, and is told whose it is.
    const other = await sendTo(agent);
    expect((await get(colleague, caseOf(other))).page).toContain('data-holder="other"');
  });

  test("is put aside and given back by whoever has it", async () => {
    const written = await sendTo(agent);
    expect((await post(agent, caseOf(written), { intent: "snooze", until: "2026-11-22" })).status).toBe(422);
    const aside = await post(agent, caseOf(written), { intent: "snooze", until: "2026-11-25" });
    expect([aside.status, aside.to]).toEqual([303, "/desk?told=snooze"]);
    expect((await post(agent, caseOf(written), { intent: "wake" })).to).toBe(caseOf(written));
    expect((await post(agent, caseOf(written), { intent: "release" })).to).toBe("/desk?told=release");
    expect((await get(agent, caseOf(written))).page).toContain('data-holder="none"');
  });

  test("takes the same statements with a hundred entries and with a thousand", async () => {
    const { app } = portal;
    const written = await sendTo(agent);
    const crowd = { ...written, staffId: agent.actor.staffId };
    await crowdCase(app, crowd, 100);
    const record = recordStatements(app);
    expect((await get(agent, caseOf(written))).status).toBe(200);
    const few = record.texts.splice(0);
    await crowdCase(app, crowd, 1000);
    record.texts.splice(0);
    const many = await get(agent, caseOf(written));
    record.stop();
    expect(record.texts).toEqual(few);
    expect(many.page.match(/data-entry=/g)).toHaveLength(50);
    const [, older = ""] = /href="([^"]*after=[^"]*)"/.exec(many.page) ?? [];
    const next = await get(agent, older.replaceAll("&amp;", "&").replace("#timeline", ""));
    expect(next.page.match(/data-entry=/g)).toHaveLength(50);
  });
});

describe("who is let in", () => {
  const posts = (written: Written): readonly (readonly [string, Readonly<Record<string, string>>])[] => [
    [caseOf(written), { intent: "claim" }],
    [caseOf(written), { intent: "release" }],
    [caseOf(written), { intent: "snooze", until: "2026-11-25" }],
    [caseOf(written), { once: newId(), ...glass }],
    [caseOf(written), unmask],
    [personOf(written), { once: newId(), ...glass }],
    [personOf(written), unmask],
    [`${personOf(written)}/notes`, { once: newId(), note: "x", case: written.proposalId }],
  ];
  const pages = (written: Written): readonly string[] => [
    caseOf(written),
    personOf(written),
    `${personOf(written)}/notes`,
    `${caseOf(written)}/evidence/${newId()}`,
  ];

  test("an auditor reads all of it and changes nothing: no form, and each post is 403", async () => {
    const written = await send();
    const before = await changesOf(written);
    for (const path of pages(written).slice(0, 3)) {
      const { status, page } = await get(auditor, path);
      expect([path, status]).toEqual([path, 200]);
      expect(page.match(/<form/g)).toHaveLength(1); // signing out
    }
    for (const [path, fields] of posts(written)) {
      expect([path, fields, (await post(auditor, path, fields)).status]).toEqual([path, fields, 403]);
    }
    expect(await changesOf(written)).toEqual(before);
  });

  test("catalogue 15: the ids of another portfolio are 404 in every address and form, and nothing changes", async () => {
    const written = await send();
    const before = await changesOf(written);
    for (const path of pages(written)) expect([path, (await get(elsewhere, path)).status]).toEqual([path, 404]);
    for (const [path, fields] of posts(written)) {
      expect([path, fields, (await post(elsewhere, path, fields)).status]).toEqual([path, fields, 404]);
    }
    expect(await changesOf(written)).toEqual(before);
    expect(await auditCount("access.opened", written)).toBe(0);
  });

  test("catalogue 79: a debt of one's own is 404 in every address and form, nothing changes, and the attempt is on record", async () => {
    const { app } = portal;
    const written = await send();
    const id = newId();
    await app.db.prisma.contactPoint.create({
      data: {
        id,
        borrowerId: written.actor.borrowerId,
        channel: "email",
        valueEnc: app.vault.seal(agent.email, { table: "contact_point", column: "value_enc", rowId: id }),
        valueBlind: blindContact(app.vault, "email", agent.email),
        createdAt: app.clock.now(),
      },
    });
    const before = await changesOf(written);
    for (const path of pages(written)) expect([path, (await get(agent, path)).status]).toEqual([path, 404]);
    for (const [path, fields] of posts(written)) {
      expect([path, fields, (await post(agent, path, fields)).status]).toEqual([path, fields, 404]);
    }
    expect(await changesOf(written)).toEqual(before);
    expect(await auditCount("access.own_refused", written)).toBe(pages(written).length + posts(written).length);
  });

  test("what is no id, or of nothing, is 404", async () => {
    for (const id of ["none", newId(), "%27"]) {
      for (const path of [`/desk/cases/${id}`, `/desk/borrowers/${id}`, `/desk/borrowers/${id}/notes`]) {
        expect([path, (await get(agent, path)).status]).toEqual([path, 404]);
        expect([path, (await post(agent, path, { intent: "claim", note: "x" })).status]).toEqual([path, 404]);
      }
    }
  });
});
