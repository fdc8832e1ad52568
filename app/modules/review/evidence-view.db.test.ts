// Papers as staff see them: marked with who looks, on record, and gone with their consent.
import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkEvidence } from "#app/modules/hardship/evidence-check.server.ts";
import { addEvidence, listEvidence, withdrawHealthConsent } from "#app/modules/hardship/evidence.server.ts";
import type { EvidenceKind } from "#app/modules/hardship/evidence.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { paper, photo, screenshot } from "#tests/world/papers.ts";
import { beyondAtOnce, sendDraft, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { viewEvidence } from "./evidence-view.server.ts";
import { markFile } from "./watermark.server.ts";

let app: TestApp;
let agent: TestStaff;
beforeAll(async () => {
  app = await createTestApp();
  agent = await addStaff(app, "agent");
}, 60_000);
afterAll(() => app.close());

async function add({ actor, proposalId }: Written, bytes: Buffer, kind: EvidenceKind = "income"): Promise<string> {
  const upload = { name: "slip", bytes: new Uint8Array(bytes), kind };
  const added = await addEvidence(app, actor, proposalId, [upload], "zh-CN");
  if (!added?.ok) throw new Error("not added");
  const id = (await listEvidence(app, actor, proposalId)).at(-1)?.id ?? "";
  await checkEvidence(app, id);
  return id;
}

/** How much of the picture is no longer the plain colour that it was. */
async function drawnOver(bytes: Uint8Array): Promise<number> {
  const { data } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  const usual = data.toSorted()[Math.floor(data.length / 2)] ?? 0;
  return data.filter((value) => Math.abs(value - usual) > 12).length / data.length;
}

test("a picture is made anew with words across it, large or small, and holds nothing but itself", async () => {
  const words = "3F2A9C1B  2026-11-23  A-7KQ4-M2XD";
  for (const [width, height] of [
    [1200, 900],
    [120, 80],
    [30, 400],
  ] as const) {
    const plain = { bytes: await photo(width, height), mediaType: "image/jpeg" };
    expect(await drawnOver(plain.bytes)).toBeLessThan(0.001);
    const marked = await markFile(plain, words);
    expect(await drawnOver(marked?.bytes ?? Buffer.alloc(0))).toBeGreaterThan(0.004);
    const { exif, format } = await sharp(marked?.bytes).metadata();
    expect([exif, format]).toEqual([undefined, "jpeg"]);
  }
  const seeThrough = await markFile({ bytes: await screenshot(600, 400), mediaType: "image/png" }, words);
  expect(await drawnOver(seeThrough?.bytes ?? Buffer.alloc(0))).toBeGreaterThan(0.004);
});

test("a PDF is marked on each page; what cannot be read is not shown at all", async () => {
  const plain = await paper((made) => {
    for (let page = 0; page < 3; page += 1) made.addPage([600, 800]);
  });
  const marked = await markFile({ bytes: plain, mediaType: "application/pdf" }, "3F2A9C1B  2026-11-23");
  const pages = (await PDFDocument.load(marked?.bytes ?? "")).getPages();
  expect(pages).toHaveLength(4);
  for (const page of pages) expect(page.node.Resources()?.toString()).toContain("Helvetica");
  expect(
    await markFile({ bytes: Buffer.from("%PDF-1.7 and nothing"), mediaType: "application/pdf" }, "x"),
  ).toBeUndefined();
  expect(await markFile({ bytes: Buffer.from("no picture"), mediaType: "image/png" }, "x")).toBeUndefined();
});

test("a paper is shown once it was found to be in order, in its portfolio, and each look is on record without its kind", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { proposalId } = written;
  const id = await add(written, await photo(300, 200));
  const shown = await viewEvidence(app, agent.actor, proposalId, id);
  expect(shown?.mediaType).toBe("image/jpeg");
  const seen = () => app.db.prisma.auditEvent.findMany({ where: { action: "evidence.viewed" } });
  expect((await seen()).map(({ subject, facts }) => [subject, facts])).toEqual([
    [`proposal:${proposalId}`, { evidence: id, role: "agent" }],
  ]);
  const { actor: elsewhere } = await addStaff(app, "agent", { creditors: ["RIVER"] });
  expect(await viewEvidence(app, elsewhere, proposalId, id)).toBeUndefined();
  const other = await sendDraft(app, beyondAtOnce);
  expect(await viewEvidence(app, agent.actor, other.proposalId, id)).toBeUndefined();
  expect(await viewEvidence(app, agent.actor, proposalId, "' OR 1=1")).toBeUndefined();
  await app.db.prisma.evidence.update({ where: { id }, data: { status: "checking" } });
  expect(await viewEvidence(app, agent.actor, proposalId, id)).toBeUndefined();
  expect(await seen()).toHaveLength(1);
});

test("papers about health go with the consent, at once and also where a file were left behind", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { actor, proposalId } = written;
  const id = await add(written, await photo(301, 200), "health");
  expect(await viewEvidence(app, agent.actor, proposalId, id)).toBeDefined();
  await app.db.prisma.consent.updateMany({ where: { subjectId: proposalId }, data: { withdrawnAt: app.clock.now() } });
  expect(await viewEvidence(app, agent.actor, proposalId, id)).toBeUndefined();
  await app.db.prisma.consent.updateMany({ where: { subjectId: proposalId }, data: { withdrawnAt: null } });
  await withdrawHealthConsent(app, actor, proposalId);
  expect(await viewEvidence(app, agent.actor, proposalId, id)).toBeUndefined();
});
