import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { readFile, storeFile } from "./stored-files.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("stored files come back as they were and lie sealed, each bound to its own row", async () => {
  const { prisma } = app.db;
  const bytes = Buffer.concat([Buffer.from("a plain text in a paper"), Buffer.of(0, 255, 0xd8)]);
  const [one, two] = [
    await storeFile(prisma, app, { bytes, mediaType: "image/png" }),
    await storeFile(prisma, app, { bytes: Buffer.from("another"), mediaType: "image/png" }),
  ];
  const back = await readFile(prisma, app, one);
  expect(back?.bytes.equals(bytes)).toBe(true);
  const row = await prisma.storedFile.findUniqueOrThrow({ where: { id: one } });
  expect(Buffer.from(row.bytesEnc).includes("a plain text")).toBe(false);
  const place = { table: "stored_file", column: "bytes_enc", rowId: two };
  expect(() => app.vault.openBytes(row.bytesEnc, place)).toThrow("unable to authenticate");
  await expect(prisma.$executeRaw`UPDATE stored_file SET size = 1 WHERE id = ${one}::uuid`).rejects.toThrow(
    "permission denied",
  );
  await prisma.storedFile.deleteMany({ where: { id: { in: [one, two] } } });
  expect(await readFile(prisma, app, one)).toBeUndefined();
});
