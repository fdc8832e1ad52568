// A person at the desk over HTTP: opened with a reason, unmasked with a reason, with notes and papers; and what other
// people wrote, which cannot turn or hide the page that it stands on.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { saveCircumstances } from "#app/modules/hardship/drafts.server.ts";
import { checkEvidence } from "#app/modules/hardship/evidence-check.server.ts";
import { addEvidence, listEvidence } from "#app/modules/hardship/evidence.server.ts";
import { submitProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { sealBorrower } from "#app/modules/identity/borrowers.server.ts";
import { claimItem } from "#app/modules/review/work-items.server.ts";
import { knockAsStaff } from "#tests/world/desk-visitor.ts";
import { paper, photo } from "#tests/world/papers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { textOf } from "#tests/world/proposal-visitor.ts";
import { beyondAtOnce, sendDraft, valueOf, view, writeDraft, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let agent: TestStaff;
let colleague: TestStaff;
let elsewhere: TestStaff;
beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  agent = await addStaff(app, "agent", { name: "Wen" });
  colleague = await addStaff(app, "senior_agent");
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

const glass = { intent: "break_glass", glassReason: "complaint", glassNote: "letter 12" };
const unmask = { intent: "unmask", field: "phone", reason: "caller_check" };

describe("the glass", () => {
  test("catalogue 77: without a reason, or without words, it stays whole; with both it opens for half an hour", async () => {
    const written = await sendTo(colleague);
    for (const [fields, field] of [
      [{ ...glass, glassReason: "" }, "glassReason"],
      [{ ...glass, glassReason: "curious" }, "glassReason"],
      [{ intent: "break_glass", glassReason: "complaint" }, "glassNote"],
      [{ ...glass, glassNote: "  " }, "glassNote"],
    ] as const) {
      const refused = await post(agent, caseOf(written), { once: newId(), ...fields });
      expect([field, refused.status]).toEqual([field, 422]);
      expect(refused.page).toContain(`href="#${field}"`);
    }
    expect(await auditCount("access.glass_broken", written)).toBe(0);
    const opened = await post(agent, caseOf(written), { once: newId(), ...glass });
    expect([opened.status, opened.to]).toEqual([303, caseOf(written)]);
    expect(await auditCount("access.glass_broken", written)).toBe(1);
    const seen = await get(agent, caseOf(written));
    expect(seen.page).toContain("data-amount");
    // Reading is all that it opens.
    expect(seen.page).not.toContain(`${caseOf(written)}/counter`);
    expect((await get(agent, personOf(written))).status).toBe(200);
    expect((await get(agent, `${personOf(written)}/notes`)).status).toBe(200);
  });

  test("is broken for a person in the same way; whoever may read any has none to break", async () => {
    const written = await sendTo(colleague);
    expect((await get(agent, personOf(written))).page).toContain("glassReason");
    expect((await post(agent, personOf(written), { once: newId(), ...glass, glassNote: "" })).status).toBe(422);
    expect((await post(agent, personOf(written), { once: newId(), ...glass })).to).toBe(personOf(written));
    expect((await get(agent, personOf(written))).page).toContain("data-amount");
    expect((await post(colleague, caseOf(written), { once: newId(), ...glass })).status).toBe(403);
  });
});

describe("what is masked", () => {
  test("is shown in full once, for a reason, on record, and never in an address", async () => {
    const written = await sendTo(agent);
    const value = "+8615400000001";
    expect((await get(agent, caseOf(written))).page).not.toContain(value);
    for (const fields of [
      { ...unmask, reason: "" },
      { intent: "unmask", field: "password", reason: "papers" },
    ]) {
      expect((await post(agent, caseOf(written), fields)).status).toBe(422);
    }
    expect(await auditCount("borrower.unmasked", written)).toBe(0);
    const shown = await post(agent, caseOf(written), unmask);
    expect([shown.status, shown.to]).toEqual([200, null]);
    expect(shown.page).toContain(value);
    expect((await get(agent, caseOf(written))).page).not.toContain(value);
    expect(await auditCount("borrower.unmasked", written)).toBe(1);
    const onPerson = await post(agent, personOf(written), { intent: "unmask", field: "id_number", reason: "papers" });
    expect(textOf(onPerson.page)).toMatch(/990001\d{11}[\dX]/);
  });
});

describe("words of other people", () => {
  test("catalogue 73: signs that turn or hide are spelt out in names, notes and what the borrower wrote", async () => {
    const { app } = portal;
    const written = await writeDraft(app, beyondAtOnce);
    const { borrowerId } = written.actor;
    const note = "ill \u202eevorppa\u202c\u200b <b>now</b> 生病";
    valueOf(await saveCircumstances(app, written.actor, written.proposalId, { care: false, note, accounts: [] }));
    const name = { idNumber: "990001198001150012", fullName: "王小\u202e云", birthDate: undefined };
    const { fullNameEnc } = sealBorrower(app.vault, borrowerId, name);
    await app.db.prisma.borrower.update({ where: { id: borrowerId }, data: { fullNameEnc, region: "成\u2066都" } });
    const { version } = await view(app, written);
    valueOf(await submitProposal(app, written.actor, written.proposalId, { version }, "zh-CN"));
    valueOf(await claimItem(app, agent.actor, written.proposalId));
    const saved = await post(agent, `${personOf(written)}/notes`, { once: newId(), note: "a\u200fb" });
    expect(saved.status).toBe(303);
    const { page } = await get(agent, caseOf(written));
    expect(page).toContain("<bdi>ill ‹U+202E›evorppa‹U+202C›‹U+200B› &lt;b&gt;now&lt;/b&gt; 生病</bdi>");
    expect(page).toContain("<bdi>成‹U+2066›都</bdi>");
    expect(page).toContain("<bdi>a‹U+200F›b</bdi>");
    expect(page).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    const shown = await post(agent, caseOf(written), { intent: "unmask", field: "name", reason: "papers" });
    expect(shown.page).toContain("<bdi>王小‹U+202E›云</bdi>");
  });

  test("catalogue 74: a name that looks like another is flagged, and stays a person of its own", async () => {
    const { app } = portal;
    const [plain, alike] = [await sendTo(agent), await sendTo(agent)];
    for (const [{ actor }, fullName] of [
      [plain, "Ann Lee"],
      // The first letter is Cyrillic.
      [alike, "\u0410nn Lee"],
    ] as const) {
      const { borrowerId } = actor;
      const secrets = { idNumber: "990001198001150012", fullName, birthDate: undefined };
      const { fullNameEnc } = sealBorrower(app.vault, borrowerId, secrets);
      await app.db.prisma.borrower.update({ where: { id: borrowerId }, data: { fullNameEnc } });
    }
    expect((await get(agent, caseOf(plain))).page).not.toContain("data-name-sign");
    expect((await get(agent, caseOf(alike))).page).toContain('data-name-sign="mixed"');
    expect((await get(agent, personOf(alike))).page).toContain('data-name-sign="mixed"');
    expect(plain.actor.borrowerId).not.toBe(alike.actor.borrowerId);
  });
});

describe("notes", () => {
  test("are saved once, kept where something is to be mended, and lead back to the case", async () => {
    const written = await sendTo(agent);
    const notes = `${personOf(written)}/notes`;
    const once = newId();
    const form = { once, note: "Prefers\r\nmornings.", case: written.proposalId };
    for (let time = 0; time < 2; time += 1) {
      const saved = await post(agent, notes, form);
      expect([saved.status, saved.to]).toEqual([303, `${caseOf(written)}#notes`]);
    }
    expect((await post(agent, notes, { once: newId(), note: "Second." })).to).toBe(`${notes}#notes`);
    const { page } = await get(agent, notes);
    expect(page.match(/mornings\./g)).toHaveLength(1);
    const long = "x".repeat(2001);
    for (const note of ["", "   ", long]) {
      const refused = await post(agent, notes, { once: newId(), note });
      expect([refused.status, refused.page.includes('href="#note"')]).toEqual([422, true]);
      // What was typed is still there.
      expect(refused.page).toContain(note.trim());
    }
    expect((await post(agent, notes, { once: newId(), note: "a\u0000b" })).status).toBe(422);
    expect((await post(agent, notes, { once: "1", note: "a" })).status).toBe(422);
    expect(await portal.app.db.prisma.caseNote.count({ where: { borrowerId: written.actor.borrowerId } })).toBe(2);
  });
});

describe("papers", () => {
  test("open marked, as a picture or as a file, can do nothing in a browser, and only for whoever has the case", async () => {
    const { app } = portal;
    const written = await sendTo(agent);
    const { actor, proposalId } = written;
    const files = [
      { name: "slip.jpg", bytes: new Uint8Array(await photo(300, 200)), kind: "income" as const },
      { name: "rent.pdf", bytes: new Uint8Array(await paper()), kind: "spending" as const },
    ];
    await addEvidence(app, actor, proposalId, files);
    const kept = await listEvidence(app, actor, proposalId);
    const at = (index: number) => `${caseOf(written)}/evidence/${kept[index]?.id}`;
    expect((await get(agent, at(0))).status).toBe(404);
    for (const { id } of kept) await checkEvidence(app, id);
    const { page } = await get(agent, caseOf(written));
    expect(page).toContain(`href="${at(0)}"`);
    expect(page).toContain('data-supported="income:1"');
    for (const [index, type, place] of [
      [0, "image/jpeg", "inline"],
      [1, "application/pdf", "attachment"],
    ] as const) {
      const { status, headers } = await get(agent, at(index));
      const [disposition, policy] = [headers.get("Content-Disposition"), headers.get("Content-Security-Policy")];
      expect([status, headers.get("Content-Type"), headers.get("X-Content-Type-Options")]).toEqual([
        200,
        type,
        "nosniff",
      ]);
      expect(disposition).toMatch(new RegExp(`^${place}; filename="paper-[0-9a-f]{6}\\.\\w{3}"$`));
      expect(policy).toContain("sandbox");
      expect([policy?.includes("script-src"), headers.get("Cache-Control")]).toEqual([false, "no-store"]);
    }
    const other = await addStaff(app, "agent");
    const away = await get(other, at(0));
    expect([away.status, away.to]).toEqual([303, caseOf(written)]);
    expect((await get(elsewhere, at(0))).status).toBe(404);
    const another = await sendTo(agent);
    expect((await get(agent, `${caseOf(another)}/evidence/${kept[0]?.id}`)).status).toBe(404);
    expect(
      await app.db.prisma.auditEvent.count({ where: { action: "evidence.viewed", subject: `proposal:${proposalId}` } }),
    ).toBe(2);
  });
});
