import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount, type FictionalAccount } from "#tests/world/people.ts";
import { Browser, placePeople, wrongCode } from "#tests/world/way-in.ts";
import { issuePostedCode } from "./posted-codes.server.ts";

const day = 86_400_000;
const [liHua, anna, omar] = [fictionalAccount(0), fictionalAccount(1), fictionalAccount(2)];
let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await placePeople(app, [liHua, anna, omar]);
});
afterAll(() => app.close());

async function post(person: FictionalAccount): Promise<string> {
  const account = await app.db.prisma.debtAccount.findFirstOrThrow({ where: { accountNumber: person.accountNumber } });
  return (await issuePostedCode(app, systemActor("command"), account.borrowerId)).digits;
}

test("catalogue 11: a posted code works nine days later, once, and not again", async () => {
  const code = await post(liHua);
  app.clock.advance(9 * day);
  const browser = new Browser(app);
  await browser.claim(liHua);
  expect(await browser.enter(code)).toMatchObject({ kind: "signed-in" });
  await browser.claim(liHua);
  expect(await browser.enter(code)).toEqual({ kind: "wrong" });
});

test("catalogue 11: a posted code is refused after ten days, and after a newer letter", async () => {
  const old = await post(liHua);
  const code = await post(liHua);
  const browser = new Browser(app);
  await browser.claim(liHua);
  expect(await browser.enter(old)).toEqual({ kind: "wrong" });
  app.clock.advance(10 * day + 1000);
  await browser.claim(liHua);
  expect(await browser.enter(code)).toEqual({ kind: "wrong" });
});

test("a letter found by somebody else is no use without the right name and number", async () => {
  const code = await post(anna);
  const browser = new Browser(app);
  await browser.claim(liHua);
  expect(await browser.enter(code)).toEqual({ kind: "wrong" });
  await browser.claim({ ...anna, idLast6: wrongCode("000000") });
  expect(await browser.enter(code)).toEqual({ kind: "wrong" });
  await browser.claim(anna);
  expect(await browser.enter(code)).toMatchObject({ kind: "signed-in" });
});

test("strangers' guesses do not use up a letter that is under way", async () => {
  const code = await post(omar);
  const stranger = new Browser(app, "203.0.113.5");
  for (let turn = 1; turn <= 8; turn += 1) {
    await stranger.claim(omar);
    await stranger.enter(wrongCode(code, turn));
    app.clock.advance(3_600_000);
  }
  const browser = new Browser(app);
  await browser.claim(omar);
  expect(await browser.enter(code)).toMatchObject({ kind: "signed-in" });
});
