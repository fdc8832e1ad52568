import { describe, expect, test } from "vitest";
import { translator } from "#app/i18n/i18n.ts";
import { languages } from "#app/i18n/languages.ts";
import { day } from "#app/kernel/calendar.ts";
import { readComposed, type ComposedFields } from "./composed.ts";
import { languageOf, lastOf, messagesAt, promiseAnswer, tidyText } from "./conversation.ts";
import { checkParams, deskTemplates, promisedAfter, templateSpecs, writeTemplateText } from "./templates.ts";

const today = day("2026-11-23");
const codes = Object.keys(templateSpecs) as (keyof typeof templateSpecs)[];
const everything = {
  day: day("2026-12-01"),
  amountMinor: "1234500",
  currency: "CNY",
  papers: ["income", "payment"],
  language: "en",
  question: "payment_proof",
} as const;

describe("whose language it is", () => {
  test.each([
    ["我这个月只能付一半", "en", "zh-CN"],
    ["Could I pay half of it this month?", "zh-CN", "en"],
    ["我想问 PDF 怎么上传", "en", "zh-CN"],
    ["My name 李华 is written wrongly on the page", "zh-CN", "en"],
    ["OK", "zh-CN", "zh-CN"],
    ["12,000", "en", "en"],
    ["", "en", "en"],
  ] as const)("“%s” on a page in %s is %s", (text, page, language) => {
    expect(languageOf(text, page)).toBe(language);
  });
});

describe("a ready text", () => {
  test.each(codes)("%s reads in both languages, names what it names, and leaves no gap", (code) => {
    const params = checkParams(code, everything, today);
    if (!params.ok) throw new Error("refused");
    for (const language of languages) {
      const text = writeTemplateText(translator(language), language, { code, params: params.value });
      expect(text.length).toBeGreaterThan(5);
      expect(text).not.toMatch(/\{\{|…|undefined|conversation\./);
    }
  });

  test("keeps of what it is given only what it names", () => {
    expect(checkParams("we_need_more_time", everything, today)).toEqual({ ok: true, value: { day: "2026-12-01" } });
    expect(checkParams("closing", everything, today)).toEqual({ ok: true, value: {} });
  });

  test("is refused without what it names, with a day that is past or too far, and with no amount", () => {
    expect(checkParams("we_need_more_time", {}, today)).toEqual({ ok: false, refusal: "day" });
    expect(checkParams("sorry_for_wait", { day: today }, today)).toMatchObject({ refusal: "day" });
    expect(checkParams("sorry_for_wait", { day: day("2027-11-23") }, today)).toMatchObject({ refusal: "day" });
    expect(checkParams("please_add_papers", { papers: [] }, today)).toMatchObject({ refusal: "papers" });
    for (const amountMinor of ["0", "-5", "1.5", "x"]) {
      const tried = checkParams("how_to_pay_part", { amountMinor, currency: "CNY" }, today);
      expect(tried).toMatchObject({ refusal: "amount" });
    }
  });

  test("the desk chooses none that goes with a decision, or that is the borrower's", () => {
    expect(deskTemplates).not.toContain("case_answered");
    expect(deskTemplates).not.toContain("ask_other_language");
    expect(deskTemplates.length).toBeGreaterThanOrEqual(9);
  });
});

describe("the promised day", () => {
  const before = day("2026-11-27");

  test("is kept by a second message, and by thanks; moved by a later day; gone with an answer", () => {
    expect(promiseAnswer(undefined, before)).toBe(before);
    expect(promiseAnswer(before, day("2026-11-30"))).toBe(before);
    expect(promisedAfter(before, { code: "thanks_received", params: {} })).toBe(before);
    const later = { code: "we_need_more_time", params: { day: day("2026-12-04") } } as const;
    expect(promisedAfter(before, later)).toBe("2026-12-04");
    expect(promisedAfter(before, { code: "closing", params: {} })).toBeUndefined();
    expect(promisedAfter(before, undefined)).toBeUndefined();
  });
});

describe("what was put together", () => {
  const fields: ComposedFields = { template: "", day: "", amount: "", papers: [], text: "" };
  const known = { reader: "en", currency: "CNY" } as const;

  test("is one ready text or own words, never both and never nothing", () => {
    expect(readComposed(fields, known)).toEqual({ ok: false, refusal: "choose" });
    expect(readComposed({ ...fields, template: "own", text: " \r\n " }, known)).toMatchObject({ refusal: "choose" });
    expect(readComposed({ ...fields, template: "closing", text: "and" }, known)).toMatchObject({ refusal: "both" });
    expect(readComposed({ ...fields, text: "a\r\nb" }, known)).toEqual({
      ok: true,
      value: { text: "a\nb", language: "en" },
    });
    // Somebody forgot to say that it is in another language.
    expect(readComposed({ ...fields, text: "可以转账。", language: "en" }, known)).toMatchObject({
      value: { language: "zh-CN" },
    });
    const paid = readComposed({ ...fields, template: "how_to_pay_part", amount: "１，０００元" }, known);
    expect(paid).toMatchObject({ value: { params: { amountMinor: "100000", currency: "CNY" } } });
    expect(readComposed({ ...fields, template: "how_to_pay_part", amount: "lots" }, known)).toMatchObject({
      refusal: "amount",
    });
  });
});

test("line ends are one sign each", () => {
  expect(tidyText(" a\r\nb\rc ")).toBe("a\nb\nc");
});

test("the page of a proposal leads to its thread while it waits for somebody, and else to a question", () => {
  expect(messagesAt({ id: "1", status: "info_requested" })).toBe("/my/messages/1");
  expect(messagesAt({ id: "1", status: "live" })).toBe("/my/messages#ask");
});

test("only the last message of a side says whether it was read", () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour));
  const entries = [
    { id: "1", author: "borrower", at: at(1) },
    { id: "2", author: "borrower", at: at(3) },
    { id: "3", author: "desk", at: at(4) },
  ] as const;
  expect(lastOf(entries, "borrower", at(2))).toEqual({ id: "2", read: false });
  expect(lastOf(entries, "borrower", at(3))).toEqual({ id: "2", read: true });
  expect(lastOf(entries, "desk", undefined)).toEqual({ id: "3", read: false });
  expect(lastOf([], "desk", at(3))).toBeUndefined();
});
