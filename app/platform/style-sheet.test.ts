import { expect, test } from "vitest";
import { readStyleSheet, styleOf } from "./style-sheet.ts";

const sheet = readStyleSheet(
  "@layer base,parts;@layer base{:root{--a:1px}body{color:red}@media print{body{color:#000}}}" +
    '@layer parts{.c1{color:red}.c1 .c2{top:0}.c1,.c3{left:0}.c4:not(.c5){content:"}.c1{"}' +
    "@media (width<32rem){.c3{right:0}}@supports (a:b){.c2:is(.c6,p){bottom:.5rem}}}",
);

test("a page keeps the rules of its elements and of the classes that it has", () => {
  expect(styleOf(sheet, '<p class="c1">')).toBe(
    "@layer base,parts;@layer base{:root{--a:1px}body{color:red}@media print{body{color:#000}}}" +
      "@layer parts{.c1{color:red}.c1,.c3{left:0}}",
  );
});

test("a page that has every class keeps the sheet as it is", () => {
  expect(styleOf(sheet, '<p class="c1 c2"><b class="c3 c4">')).toBe(sheet.whole);
});

test("a rule is not lost for what is in its brackets or in a string", () => {
  expect(styleOf(sheet, '<p class="c4">')).toContain('.c4:not(.c5){content:"}.c1{"}');
  expect(styleOf(sheet, '<p class="c2">')).toContain("@supports (a:b){.c2:is(.c6,p){bottom:.5rem}}");
});

test("a sheet that is cut off is loud", () => {
  expect(() => readStyleSheet("@layer parts{.c1{color:red}")).toThrow(/not closed/);
});
