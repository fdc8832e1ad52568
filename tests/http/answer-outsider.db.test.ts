// Forms of an answer sent by whoever does not have the case: nothing of what is owed, and nothing of what the engine
// would offer, comes back.
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { blindContact } from "#app/modules/identity/borrowers.server.ts";
import { caseOf, postPage } from "#tests/world/answer-pages.ts";
import { claim } from "#tests/world/answers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { beyondAtOnce, sendDraft, view, type Written } from "#tests/world/proposals.ts";
import { addStaff } from "#tests/world/staff.ts";

let portal: Portal;
let written: Written;
beforeAll(async () => {
  portal = await openPortal();
  written = await sendDraft(portal.app, beyondAtOnce);
  await claim(portal.app, (await addStaff(portal.app, "agent", { name: "Wen Li" })).actor, written);
}, 60_000);
afterAll(() => portal.close());

test("catalogue 79: the offer's form gives no terms away to a colleague, and is 404 for one's own debt", async () => {
  const colleague = await addStaff(portal.app, "agent");
  const sent = await postPage(portal, colleague, `${caseOf(written)}/counter`, { as: "counter" });
  expect([sent.status, sent.to]).toEqual([303, caseOf(written)]);
  const own = await addStaff(portal.app, "senior_agent", { email: "owes.it@desk.example" });
  const id = newId();
  await portal.app.db.prisma.contactPoint.create({
    data: {
      id,
      borrowerId: written.actor.borrowerId,
      channel: "email",
      valueEnc: portal.app.vault.seal(own.email, { table: "contact_point", column: "value_enc", rowId: id }),
      valueBlind: blindContact(portal.app.vault, "email", own.email),
      createdAt: portal.app.clock.now(),
    },
  });
  expect((await postPage(portal, own, `${caseOf(written)}/counter`, { as: "counter" })).status).toBe(404);
});

test("catalogue 79: an answer to an older state says who has the case, and not what the terms come to", async () => {
  const colleague = await addStaff(portal.app, "agent");
  const whole = { answer: "counter", kind: "full_by_date", on: "2026-12-20", version: "1", sign: "" };
  const { status, text } = await postPage(portal, colleague, `${caseOf(written)}/decide`, whole);
  expect(status).toBe(422);
  expect(text).toContain("Wen Li");
  expect(text).not.toContain("12,000");
});

test("catalogue 79: terms that would not do are refused to a colleague like any others", async () => {
  const colleague = await addStaff(portal.app, "agent");
  const { version } = await view(portal.app, written);
  for (const count of ["8", "12", "400"]) {
    const terms = { kind: "instalments", every: "month", firstOn: "2026-12-10", count };
    const form = { answer: "counter", version: String(version), sign: "", ...terms };
    expect([count, (await postPage(portal, colleague, `${caseOf(written)}/decide`, form)).status]).toEqual([
      count,
      403,
    ]);
  }
});
