import { afterAll, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import type { Language } from "#app/i18n/languages.ts";
import { createTestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { readPdfText } from "#tests/world/pdf-text.ts";
import { renderStatement } from "./statement-pdf.server.ts";
import { readStatement } from "./statement.server.ts";

const app = await createTestApp();
afterAll(() => app.close());

async function placeOuyang() {
  const ouyang = await placePerson(app, "欧阳·娜𠮷");
  const debt = await placeDebt(app, ouyang, {
    principal: 361_889n,
    interest: 3_688n,
    penalty_interest: 1_844n,
    fee: 9_900n,
  });
  await debt.accrue(82, 154n);
  await debt.pay(day("2026-10-12"), { fee: 9_900n, interest: 100n });
  return { ouyang, debt };
}

async function printStatement(language: Language, from: string | null = null): Promise<string> {
  const { ouyang, debt } = await placeOuyang();
  const found = await readStatement(app, ouyang, debt.accountId, { from, until: null });
  if (!found) throw new Error("no statement");
  return readPdfText(await renderStatement(app, found.statement, language)).join("");
}

test("the Chinese statement holds the name, the amounts, the amount in words, and every change", async () => {
  const text = await printStatement("zh-CN");
  for (const words of [
    "欧阳·娜〓",
    "U+20BB7",
    "锦河消费金融有限公司",
    "¥3,799.49",
    "人民币叁仟柒佰玖拾玖元肆角玖分",
    "¥3,618.89",
    "年利率15.40%",
  ]) {
    expect.soft(text).toContain(words);
  }
  for (const change of ["2026年9月1日债权人移交账户时的数额", "收到您的付款", "−¥100.00", "期末余额", "第1页，共"])
    expect.soft(text).toContain(change);
  expect(text).toMatch(/990\*{11}\d{3}[\dX]/);
  expect(text).not.toMatch(/accounts\.|undefined|\{\{/);
});

test("the English statement says the same in English", async () => {
  const text = await printStatement("en");
  for (const words of [
    "¥3,799.49",
    "Jinhe Consumer Finance Co., Ltd",
    "Your payment was received",
    "Owed at the end",
    "23 November 2026",
  ]) {
    expect.soft(text).toContain(words);
  }
  expect(text).not.toMatch(/人民币|accounts\.|undefined|\{\{/);
});

test("a statement of a part of the time begins with what was owed then", async () => {
  const text = await printStatement("zh-CN", "2026-10-01");
  expect(text).toContain("2026年10月1日期初余额¥3,817.87");
  expect(text).not.toContain("债权人移交账户时的数额");
});
