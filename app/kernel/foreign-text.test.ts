import { expect, test } from "vitest";
import { revealInLine, revealUnseen } from "./foreign-text.ts";

test("catalogue 73: what turns a line around or cannot be seen is named", () => {
  expect(revealUnseen("pay \u202e00.1\u202c now")).toBe("pay ‹U+202E›00.1‹U+202C› now");
  expect(revealUnseen("Li\u200bHua\u2066\ufeff")).toBe("Li‹U+200B›Hua‹U+2066›‹U+FEFF›");
  expect(revealUnseen("a\u{e0041}b\u3164\u001b[2J")).toBe("a‹U+E0041›b‹U+3164›‹U+001B›[2J");
});

test("catalogue 73: everything that a person writes stays as it was", () => {
  for (const text of [
    "王小云",
    "阿依努尔·买买提",
    "陈𠮷𤭢",
    "葛\u{e0100}城",
    "مرحبا",
    "two\nlines\tand a tab",
    "é — ¥1,234.56",
  ]) {
    expect(revealUnseen(text)).toBe(text);
  }
});

test("a text of several lines is one in a terminal", () => {
  expect(revealInLine("first\r\n  second\u0007")).toBe("first second‹U+0007›");
});
