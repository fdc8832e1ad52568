import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount, type FictionalAccount } from "#tests/world/people.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { Browser, codesFor, deliverAll, newestCode, placePeople, wrongCode } from "#tests/world/way-in.ts";
import { queueMessage } from "../contact/contact.server.ts";
import { confirmNotMe, readNotMeStep, startNotMe, type NotMeAnswer } from "./not-me.server.ts";

let app: TestApp;
const people = [0, 1, 2, 3].map((index) => fictionalAccount(index));
const [liHua, anna, omar, ivy] = people as [FictionalAccount, FictionalAccount, FictionalAccount, FictionalAccount];

beforeAll(async () => {
  app = await createTestApp();
  // Ivy has the number that is Li Hua's as well: a mistake of a creditor's file.
  const shared = { ...ivy, cells: ivy.cells.map((cell) => (cell === ivy.mobile ? liHua.mobile : cell)) };
  await placePeople(app, [liHua, anna, omar, shared]);
});
afterAll(() => app.close());

async function contactOf(mobile: string) {
  const account = await app.db.prisma.debtAccount.findFirstOrThrow({
    where: { accountNumber: people.find((person) => person.mobile === mobile)?.accountNumber ?? "" },
  });
  return { borrowerId: account.borrowerId, contactPointId: account.mobileId ?? "" };
}

async function notice(mobile: string, key: string): Promise<void> {
  const contact = await contactOf(mobile);
  await inTransaction(app.db, (tx) =>
    queueMessage(tx, app, {
      ...contact,
      channel: "sms",
      purpose: "notice",
      language: "zh-CN",
      letter: { template: "notice" },
      idemKey: key,
    }),
  );
}

async function name(browser: Browser, value: string): Promise<void> {
  browser.keep(await startNotMe(app, browser.arrival, { channel: "sms", value }));
}

async function confirm(browser: Browser, code: string): Promise<NotMeAnswer> {
  const answer = await confirmNotMe(app, browser.arrival, code);
  if (answer.kind === "stopped") browser.keep(answer.carried);
  return answer;
}

test("whoever holds a phone that we wrote to stops everything that goes there, for every borrower, and a case opens", async () => {
  await notice(liHua.mobile, "first");
  await deliverAll(app);
  const stranger = new Browser(app);
  await name(stranger, liHua.mobile);
  const code = await newestCode(app, liHua.mobile);
  await notice(liHua.mobile, "waiting");
  expect(await confirm(stranger, wrongCode(code))).toEqual({ kind: "wrong" });
  expect(await confirm(stranger, code)).toMatchObject({
    kind: "stopped",
    opened: { reference: expect.stringMatching(/^H-/) as string, answerBy: "2026-11-25" },
  });
  const points = await app.db.prisma.contactPoint.findMany({ where: { stoppedReason: "not_me" } });
  expect(new Set(points.map(({ borrowerId }) => borrowerId)).size).toBe(2);
  const waiting = await app.db.prisma.message.findFirstOrThrow({ where: { idemKey: "waiting" } });
  expect(waiting).toMatchObject({ status: "withheld", statusReason: "stopped", bodyEnc: null });
  expect(await app.db.prisma.helpCase.count({ where: { kind: "not_me" } })).toBe(1);
});

test("nothing reaches a stopped contact any more: no notice and no code", async () => {
  const before = (await codesFor(app, liHua.mobile)).length;
  await notice(liHua.mobile, "after");
  await new Browser(app).claim(liHua);
  await name(new Browser(app), liHua.mobile);
  expect(await codesFor(app, liHua.mobile)).toHaveLength(before);
  expect(await app.db.prisma.message.findFirstOrThrow({ where: { idemKey: "after" } })).toMatchObject({
    status: "withheld",
  });
});

test("a stopped number stays silent when a later file brings it again for somebody else", async () => {
  const before = (await codesFor(app, liHua.mobile)).length;
  const newcomer = fictionalAccount(8);
  await placePeople(app, [
    { ...newcomer, cells: newcomer.cells.map((cell) => (cell === newcomer.mobile ? liHua.mobile : cell)) },
  ]);
  await new Browser(app).claim(newcomer);
  expect(await codesFor(app, liHua.mobile)).toHaveLength(before);
});

test("a code goes only where we have written before, and the page is the same for any contact", async () => {
  const step = async (value: string) => {
    const browser = new Browser(app, "198.51.100.8");
    const statements = recordStatements(app);
    await name(browser, value);
    const seen = [
      await readNotMeStep(app, browser.arrival),
      await confirm(browser, "314159"),
      await readNotMeStep(app, browser.arrival),
    ];
    statements.stop();
    return { seen, texts: statements.texts };
  };
  await notice(anna.mobile, "to-anna");
  await deliverAll(app);
  const [written, never, unknown] = [await step(anna.mobile), await step(omar.mobile), await step("+8615499999999")];
  expect(never).toEqual(written);
  expect(unknown).toEqual(written);
  expect(await codesFor(app, anna.mobile)).toHaveLength(1);
  expect(await codesFor(app, omar.mobile)).toEqual([]);
});

test("the code of the way in does not stop anything, and the other one opens nothing", async () => {
  const browser = new Browser(app, "192.0.2.77");
  await browser.claim(anna);
  const signInCode = await newestCode(app, anna.mobile);
  const onTheWay = browser.carried;
  const other = new Browser(app, "192.0.2.77");
  await name(other, anna.mobile);
  const stopCode = await newestCode(app, anna.mobile);
  expect(await confirm(other, signInCode)).toEqual({ kind: "wrong" });
  browser.keep(onTheWay);
  expect(await browser.enter(stopCode)).toEqual({ kind: "wrong" });
  expect(await confirm(browser, stopCode)).toEqual({ kind: "start-again" });
});

test("whoever is signed in stays so while a contact is named", async () => {
  const browser = new Browser(app, "192.0.2.78");
  browser.keep({ session: "a".repeat(43) });
  await name(browser, omar.mobile);
  expect(browser.carried).toMatchObject({ session: "a".repeat(43), challenge: expect.any(String) as string });
});
