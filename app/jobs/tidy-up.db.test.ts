import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { tidyUp } from "./tidy-up.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const bytes = (byte: number): Buffer<ArrayBuffer> => Buffer.alloc(32, byte);

test("what still counts stays, what has stopped counting goes, and a second run finds nothing", async () => {
  const { prisma } = app.db;
  const daysAgo = (days: number): Date => new Date(app.clock.now().getTime() - days * 86_400_000);
  const challenge = (days: number, byte: number) =>
    prisma.signInChallenge.create({
      data: {
        id: newId(),
        tokenHash: bytes(byte),
        referenceKey: bytes(byte),
        referenceEnc: bytes(byte),
        step: "details",
        ipKey: bytes(byte),
        createdAt: daysAgo(days),
        expiresAt: daysAgo(days),
      },
    });
  const code = (days: number, challengeId: string | null) =>
    prisma.oneTimeCode.create({
      data: {
        id: newId(),
        challengeId,
        subjectKey: bytes(1),
        purpose: "sign_in",
        channel: "sms",
        codeHmac: bytes(1),
        createdAt: daysAgo(days),
        expiresAt: daysAgo(days),
      },
    });
  const [recent, old, oldWithLetter] = [await challenge(1, 1), await challenge(12, 2), await challenge(12, 3)];
  await code(1, recent.id);
  await code(12, old.id);
  // A code in a letter outlives the visit in which it was asked for.
  await code(2, oldWithLetter.id);
  for (const [days, byte] of [
    [1, 1],
    [12, 2],
  ] as const) {
    await prisma.signInCounter.create({
      data: { key: bytes(byte), kind: "fail_claim", windowStart: daysAgo(days), updatedAt: daysAgo(days) },
    });
  }
  expect(await tidyUp(app)).toEqual({ challenges: 1, codes: 1, counters: 1, sessions: 0 });
  expect((await prisma.signInChallenge.findMany()).map(({ id }) => id).toSorted()).toEqual(
    [recent.id, oldWithLetter.id].toSorted(),
  );
  expect(await tidyUp(app)).toEqual({ challenges: 0, codes: 0, counters: 0, sessions: 0 });
});
