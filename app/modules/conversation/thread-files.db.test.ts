import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCorrespondence, type Correspondence } from "#tests/world/conversations.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { onePage, paper, photo } from "#tests/world/papers.ts";
import { type Written } from "#tests/world/proposals.ts";
import { checkThreadFile, sweepThreadFiles } from "./check-thread-file.server.ts";
import { readThread } from "./read-threads.server.ts";
import { verifyThreadFiles } from "./verify-thread-files.server.ts";
import { readThreadFile, readThreadFileForDesk } from "./thread-files.server.ts";

let app: TestApp;
let desk: Correspondence;
beforeAll(async () => {
  app = await createTestApp();
  desk = await openCorrespondence(app);
});
afterAll(() => app.close());

describe("files", () => {
  const filesOf = async (li: Written) =>
    (await readThread(app, li.actor, li.proposalId))?.entries.flatMap(({ files }) => files) ?? [];
  const check = async (li: Written) => {
    for (const { id } of await filesOf(li)) await checkThreadFile(app, id);
  };

  test("are received, looked into and given back to both sides without what lay beside the picture", async () => {
    const li = await desk.propose();
    expect(await desk.send(li, await photo())).toMatchObject({ ok: true });
    const [sent] = await filesOf(li);
    const id = sent?.id ?? "";
    expect([sent?.name, sent?.status]).toEqual(["凭证.jpg", "received"]);
    expect(await readThreadFile(app, li.actor, li.proposalId, id)).toBeUndefined();
    await Promise.all([checkThreadFile(app, id), checkThreadFile(app, id)]);
    const given = await readThreadFile(app, li.actor, li.proposalId, id);
    expect([given?.mediaType, given?.bytes.includes("Camera of a test")]).toEqual(["image/jpeg", false]);
    expect((await readThreadFileForDesk(app, desk.agent.actor, li.proposalId, id))?.file.hash).toEqual(given?.hash);
    const row = await app.db.prisma.threadFile.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(row.nameEnc).includes("凭证")).toBe(false);
  });

  test("catalogue 36 and 37: an empty one is refused at once, one that is cut off or locked after a look", async () => {
    const li = await desk.propose();
    expect(await desk.send(li, Buffer.alloc(0))).toMatchObject({ refusal: { kind: "empty" } });
    expect(await desk.send(li, Buffer.from("GIF89a"))).toMatchObject({ refusal: { kind: "other-type" } });
    expect(await desk.send(li, Buffer.concat([onePage(""), Buffer.alloc(10 * 1024 * 1024)]))).toMatchObject({
      refusal: { kind: "too-large" },
    });
    expect(await filesOf(li)).toEqual([]);
    const before = await app.db.prisma.storedFile.count();
    await desk.send(
      li,
      (await photo(300, 300)).subarray(0, 700),
      onePage("", { 4: "<< /Filter /Standard /V 2 >>" }, "/Encrypt 4 0 R"),
      onePage("/OpenAction << /S /JavaScript /JS (x) >>"),
    );
    await check(li);
    expect((await filesOf(li)).map(({ problem }) => problem)).toEqual(["unreadable", "encrypted", "active"]);
    expect(await app.db.prisma.storedFile.count()).toBe(before);
  });

  test("ten a message and sixty a thread", async () => {
    const li = await desk.propose();
    const papers = (count: number, from = 0) =>
      Array.from({ length: count }, (_, index) => onePage(`/Number ${from + index}`));
    expect(await desk.send(li, ...papers(11))).toMatchObject({ refusal: { kind: "too-many", most: 10 } });
    for (let round = 0; round < 6; round += 1)
      expect(await desk.send(li, ...papers(10, round * 10))).toMatchObject({ ok: true });
    expect(await desk.send(li, ...papers(1, 99))).toMatchObject({ refusal: { kind: "files-ever", most: 60 } });
  });

  test("one whose check was lost is taken up again after hours", async () => {
    const li = await desk.propose();
    await desk.send(li, await paper());
    await app.db.prisma.threadFile.updateMany({ data: { status: "checking" }, where: { status: "received" } });
    app.clock.advance(4 * 3_600_000);
    expect(await sweepThreadFiles(app)).toBeGreaterThan(0);
    expect(await sweepThreadFiles(app)).toBe(0);
    await check(li);
    expect((await filesOf(li)).map(({ status }) => status)).toEqual(["ready"]);
  });

  test("the proof names the one of which a byte was altered", async () => {
    const li = await desk.propose();
    await desk.send(li, await photo(90, 60));
    await check(li);
    expect(await verifyThreadFiles(app)).toBeUndefined();
    const row = await app.db.prisma.threadFile.findFirstOrThrow({ where: { borrowerId: li.actor.borrowerId } });
    const owner = new pg.Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await owner.query("ALTER TABLE stored_file DISABLE TRIGGER USER");
    await owner.query(
      "UPDATE stored_file SET bytes_enc = set_byte(bytes_enc, 40, 255 - get_byte(bytes_enc, 40)) WHERE id = $1",
      [row.fileId],
    );
    await owner.end();
    expect(await verifyThreadFiles(app)).toEqual({ problem: "file_altered", subject: `message file ${row.id}` });
  });
});
