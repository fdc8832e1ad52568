import { expect, test } from "vitest";
import { languages } from "#app/i18n/languages.ts";
import { loadSettings } from "#app/platform/settings.server.ts";
import { writeLetter, type Letter } from "./message-texts.server.ts";

const settings = loadSettings(undefined, []);
if (!settings) throw new Error("the demo's settings are broken");
const letters: Letter[] = [
  { template: "code", code: "012345" },
  { template: "contact_check", code: "012345" },
  { template: "signing_code", code: "012345" },
  { template: "receipt" },
  { template: "notice" },
  { template: "contact_changed" },
];
const everything = languages.flatMap((language) =>
  (["sms", "email"] as const).flatMap((channel) =>
    letters.map((letter) => ({ language, channel, letter, ...writeLetter(letter, channel, language, settings) })),
  ),
);

test("a code's text is short and says how long it works", () => {
  expect(writeLetter({ template: "code", code: "012345" }, "sms", "zh-CN", settings)).toEqual({
    subject: "",
    text: "【安还演示】您的验证码是012345，10分钟内有效。请勿告诉任何人。",
  });
});

test("catalogue 69: mail and SMS hold no debt, creditor, amount or name, and no link", () => {
  const creditors = settings.creditors.flatMap(({ code, legalName, shortName }) => [
    code,
    ...Object.values(legalName),
    ...Object.values(shortName),
  ]);
  for (const { subject, text } of everything) {
    const words = subject + text;
    expect(words).not.toMatch(
      /债|欠|逾期|还款|借款|账单|金额|元|¥|debt|owe|overdue|loan|repay|balance|amount|CNY|https?:|www\./iu,
    );
    for (const creditor of creditors) expect(words).not.toContain(creditor);
    // The only digits are those of the code, of its ten minutes and of the operator's own phone.
    expect(words.replaceAll("012345", "").replaceAll(settings.operator.phone, "").replaceAll("10", "")).not.toMatch(
      /\d/,
    );
  }
});

test("the subject of an e-mail tells a bystander nothing", () => {
  const subjects = new Set(everything.map(({ subject }) => subject));
  expect(subjects).toEqual(new Set(["", "验证码", "服务通知", "Your code", "Service notice"]));
});

test("a text message fits into one SMS of 70 signs in Chinese and says who it is from", () => {
  const texts = everything.filter(({ channel }) => channel === "sms");
  for (const { language, text } of texts)
    expect(text).toMatch(new RegExp(`^【${settings.operator.smsSignature[language]}】`));
  expect(
    Math.max(...texts.filter(({ language }) => language === "zh-CN").map(({ text }) => text.length)),
  ).toBeLessThanOrEqual(70);
});
