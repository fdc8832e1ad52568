import { expect, test } from "vitest";
import { lookAtName } from "./case-name-signs.ts";

test.each([
  ["王小云", []],
  ["阿依古丽·买买提", []],
  ["Ann O'Neill-Marsh", []],
  ["Иван Петров", []],
  ["𠮷田〇一", []],
  ["王\u200b小云", ["unseen"]],
  ["Li \u202egnim", ["unseen"]],
  // The first letter is Cyrillic.
  ["Аnn Lee", ["mixed"]],
  ["Αnn Lee", ["mixed"]],
  // A radical that is drawn like 王, and a compatibility form of 金.
  ["⺩小云", ["form"]],
  ["\uf90a小云", ["form"]],
  ["L1 Hua", ["digit"]],
])("catalogue 74: %j is flagged as %j", (name, signs) => {
  expect(lookAtName(name)).toEqual(signs);
});
