import { afterAll, beforeAll, expect, test } from "vitest";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { saveCircumstances } from "#app/modules/hardship/drafts.server.ts";
import { submitProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { beyondAtOnce, sendDraft, valueOf, view, writeDraft } from "#tests/world/proposals.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
}, 120_000);
afterAll(() => portal.close());

const page = "/dev/proposals";

test("the demo answers a proposal on a page of its own: what it cannot read is said, what it reads is done once", async () => {
  const { app } = portal;
  const written = await sendDraft(app, beyondAtOnce);
  const { reference, version } = await view(app, written);
  const read = async (path: string) => (await fetch(portal.origin + path)).text();
  expect(await read(page)).toContain(reference);
  const html = await read(`${page}?proposal=${reference}`);
  expect(html).toContain('data-amount="240000"');
  const send = (fields: Record<string, string>) =>
    portal.post(
      `${page}?proposal=${reference}`,
      new URLSearchParams({ reference, version: String(version), ...fields }).toString(),
    );
  const unread = await send({ answer: "decline" });
  expect(unread.status).toBe(422);
  expect(await unread.text()).toContain('href="#reasons"');
  expect((await send({ answer: "counter", months: "24" })).status).toBe(422);
  const done = await send({
    answer: "decline",
    reasons: "term_too_long",
    months: "24",
    firstOn: "2026-12-10",
    status: "approved",
  });
  expect([done.status, done.headers.get("location")]).toEqual([303, `${page}?done`]);
  expect((await send({ answer: "approve" })).status).toBe(422);
  expect(await view(app, written)).toMatchObject({
    status: "declined",
    decision: { reasons: ["term_too_long"], acceptable: { firstOn: "2026-12-10" } },
  });
  expect((await fetch(`${portal.origin}${page}?proposal=A-2222-2222`)).status).toBe(404);
});

test("catalogue 73: what a borrower wrote cannot turn around or hide the page on which it is read", async () => {
  const { app } = portal;
  const written = await writeDraft(app, beyondAtOnce);
  const note = "ill \u202eevorppa\u202c\u200b <b>now</b> 生病";
  valueOf(await saveCircumstances(app, written.actor, written.proposalId, { care: false, note, accounts: [] }));
  const { version, reference } = await view(app, written);
  valueOf(await submitProposal(app, written.actor, written.proposalId, { version }, "zh-CN"));
  const html = await (await fetch(`${portal.origin}${page}?proposal=${reference}`)).text();
  expect(html).toContain("<bdi>ill ‹U+202E›evorppa‹U+202C›‹U+200B› &lt;b&gt;now&lt;/b&gt; 生病</bdi>");
  expect((await view(app, written)).note).toBe(note);
});
