import { afterAll, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { translator } from "#app/i18n/i18n.ts";
import { readBalances, reverseJournal } from "#app/modules/ledger/ledger.server.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { createTestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { sayBasis } from "./account-words.ts";
import { listAccounts, readAccount, readAccountName } from "./accounts.server.ts";
import { foldHistory, groupHistory, itemize } from "./accounts.ts";
import { readHoldings } from "./holdings.server.ts";
import { askAboutData, listOpenCases, openDispute } from "./requests.server.ts";
import { readStatement } from "./statement.server.ts";

const app = await createTestApp();
afterAll(() => app.close());
const opening = { principal: 361_889n, interest: 3_688n, penalty_interest: 1_844n, fee: 9_900n };
const anyPeriod = { from: null, until: null };

test("an account's entries add up to its components, and these to the balance of the books", async () => {
  const liHua = await placePerson(app);
  const debt = await placeDebt(app, liHua, opening);
  await debt.accrue(80, 154n);
  await debt.pay(day("2026-10-12"), { fee: 9_900n, interest: 5_000n });
  await debt.waive(day("2026-10-20"), { penalty_interest: 844n });
  const mistaken = await debt.pay(day("2026-11-02"), { principal: 10_000n });
  await reverseJournal(app.db.pool, mistaken, { idemKey: `reversal:${mistaken}`, effectiveOn: day("2026-11-05") });
  const found = await readAccount(app, liHua, debt.accountId);
  const books = (await readBalances(app.db.prisma, [debt.accountId])).get(debt.accountId)?.amounts;
  expect(found?.account.balances).toEqual(books);
  expect(books).toEqual({ principal: 361_889n, interest: 11_008n, penalty_interest: 1_000n, fee: 0n, cost: 0n });
  const entries = found?.entries ?? [];
  expect(groupHistory(entries).at(-1)?.balanceMinor).toBe(373_897n);
  expect(itemize(entries)).toMatchObject({
    opening: 377_321n,
    interest: 12_320n,
    payments: -14_900n,
    credits: -844n,
    now: 373_897n,
  });
  expect(found?.account.dueMinor).toBe(11_008n + 1_000n);
  const { accounts } = await listAccounts(app, liHua);
  expect(accounts.map(({ balances }) => totalOf(balances))).toEqual([373_897n]);
});

test("somebody else's account, an unknown one and what is no id at all are equally unknown", async () => {
  const [liHua, wangFang] = [await placePerson(app), await placePerson(app)];
  const { accountId } = await placeDebt(app, liHua, opening);
  const wish = { reason: "amount", details: "" } as const;
  for (const id of [accountId, newId(), "1", "' OR true --", "", undefined]) {
    expect(await readAccount(app, wangFang, id)).toBeUndefined();
    expect(await readAccountName(app, wangFang, id)).toBeUndefined();
    expect(await readStatement(app, wangFang, id, anyPeriod)).toBeUndefined();
    expect(await openDispute(app, wangFang, id, wish, "zh-CN")).toBeUndefined();
  }
  expect((await listAccounts(app, wangFang)).accounts).toEqual([]);
  expect((await readAccount(app, liHua, accountId))?.account.disputedAt).toBeUndefined();
  expect(await app.db.prisma.helpCase.count({ where: { borrowerId: wangFang.borrowerId } })).toBe(0);
});

test("while an objection is checked, no word says that interest goes on, and the day it is counted to stands still", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, opening);
  await app.db.prisma.debtAccount.update({
    where: { id: accountId },
    data: { accruedThrough: new Date("2026-11-22"), disputedAt: new Date("2026-11-20T09:00:00+08:00") },
  });
  const found = await readAccount(app, liHua, accountId);
  expect(found?.account).toMatchObject({ interestStoppedFrom: "2026-11-20", accruedThrough: "2026-11-19" });
  const said = found && sayBasis(translator("en"), found.account, "en").interest;
  expect(said).toContain("Counted up to 19 November 2026");
  expect(said).toContain("No interest is added to this account from 20 November 2026");
});

test("on a card from the 91st day no part is named as due until the principal is paid, for payments reach it last", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, opening);
  const update = (data: object) => app.db.prisma.debtAccount.update({ where: { id: accountId }, data });
  const due = async () => {
    const account = (await readAccount(app, liHua, accountId))?.account;
    return [account?.dueMinor, account?.principalFirstAfterDays];
  };
  await update({ productType: "credit_card", firstUnpaidDueDate: new Date("2026-08-25") });
  expect(await due()).toEqual([5_532n, undefined]);
  await update({ firstUnpaidDueDate: new Date("2026-08-24") });
  expect(await due()).toEqual([0n, 90]);
});

test("a page of accounts asks the database twice at most, however much there is", async () => {
  const liHua = await placePerson(app);
  const first = await placeDebt(app, liHua, opening);
  await first.accrue(30, 154n);
  for (let n = 0; n < 4; n += 1) await placeDebt(app, liHua, opening);
  const reads: Record<string, () => Promise<unknown>> = {
    overview: () => listAccounts(app, liHua),
    account: () => readAccount(app, liHua, first.accountId),
    statement: () => readStatement(app, liHua, first.accountId, anyPeriod),
    objection: async () => [
      await readAccountName(app, liHua, first.accountId),
      await listOpenCases(app, liHua, ["dispute"], first.accountId),
    ],
    data: async () => [await readHoldings(app, liHua), await listOpenCases(app, liHua, ["data"])],
  };
  for (const [name, read] of Object.entries(reads)) {
    const record = recordStatements(app);
    await read();
    record.stop();
    expect.soft(record.texts.length, `${name}: ${record.texts.join("\n")}`).toBeLessThanOrEqual(2);
    expect.soft(record.texts.length, name).toBeGreaterThan(0);
  }
});

test("five thousand entries are told in a line a month", async () => {
  const liHua = await placePerson(app);
  const debt = await placeDebt(app, liHua, opening, day("2013-01-01"));
  await debt.accrue(5000, 154n);
  const found = await readAccount(app, liHua, debt.accountId);
  const lines = groupHistory(found?.entries ?? []);
  expect(found?.entries.length).toBe(5001);
  expect(lines.length).toBe(1 + 165);
  expect(lines.at(-1)?.balanceMinor).toBe(totalOf(foldHistory(found?.entries ?? [])));
});

test("an objection holds the account, and sending its form twice opens one case", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, opening);
  const wish = { reason: "amount", details: "利息多算了" } as const;
  const [once, twice] = await Promise.all([
    openDispute(app, liHua, accountId, wish, "zh-CN"),
    openDispute(app, liHua, accountId, wish, "zh-CN"),
  ]);
  expect(once?.reference).toMatch(/^H-/);
  expect(twice).toEqual(once);
  expect(once?.answerBy && once.answerBy > "2026-11-23" && once.answerBy < "2026-12-23").toBe(true);
  expect((await readAccount(app, liHua, accountId))?.account).toMatchObject({
    dueMinor: 0n,
    disputedAt: app.clock.now(),
    needs: [{ kind: "disputed" }],
  });
  const other = await openDispute(app, liHua, accountId, { ...wish, details: "还有一笔费用" }, "zh-CN");
  expect(other?.reference).not.toBe(once?.reference);
  expect((await listOpenCases(app, liHua, ["dispute"], accountId)).length).toBe(2);
});

test("a question about the credit report leaves the account as it is", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, opening);
  await openDispute(app, liHua, accountId, { reason: "credit_report", details: "" }, "en");
  expect((await readAccount(app, liHua, accountId))?.account.disputedAt).toBeUndefined();
});

test("“this is not my account” opens a case of its own kind and holds the account", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, opening);
  await openDispute(app, liHua, accountId, { reason: "not_mine", details: "" }, "zh-CN");
  expect(await listOpenCases(app, liHua, ["dispute"])).toEqual([]);
  expect((await listOpenCases(app, liHua, ["not_mine"], accountId)).length).toBe(1);
  expect((await readAccount(app, liHua, accountId))?.account.disputedAt).toBeDefined();
});

test("what somebody writes is sealed", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, opening);
  const wish = { reason: "other", details: "我在住院" } as const;
  const asked = await openDispute(app, liHua, accountId, wish, "zh-CN");
  expect(await openDispute(app, liHua, accountId, wish, "zh-CN")).toEqual(asked);
  const row = await app.db.prisma.helpCase.findUniqueOrThrow({ where: { reference: asked?.reference ?? "" } });
  expect(Buffer.from(row.detailsEnc).includes(Buffer.from("住院"))).toBe(false);
  const text = app.vault.open(row.detailsEnc, { table: "help_case", column: "details_enc", rowId: row.id });
  expect(JSON.parse(text)).toEqual({ reason: "other", text: "我在住院" });
});

test("a question about one's data is answered within 30 days", async () => {
  const liHua = await placePerson(app);
  const asked = await askAboutData(app, liHua, { request: "copy", details: "" }, "en");
  expect(asked.answerBy).toBe("2026-12-23");
});

test("the page about one's data shows masks, never the whole number or name", async () => {
  const liHua = await placePerson(app, "欧阳·娜𠮷");
  const held = JSON.stringify(await readHoldings(app, liHua));
  expect(held).toContain('"name":"**·*𠮷"');
  expect(held).toMatch(/"990\*{11}\d{3}[\dX]"/);
  expect(held).not.toContain("欧阳");
});

test("a period that names no two days in order is said to be malformed, and the usual one is shown", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, opening);
  for (const asked of [
    { from: "2026-11-31", until: null },
    { from: "2026-11-02", until: "2026-11-01" },
    { from: "x", until: "y" },
  ]) {
    const found = await readStatement(app, liHua, accountId, asked);
    expect(found?.malformed).toBe(true);
    expect(found?.statement.period).toMatchObject({ from: "2026-09-01", until: "2026-11-23", endMinor: 377_321n });
  }
});
