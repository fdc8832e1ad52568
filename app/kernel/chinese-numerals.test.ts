import fc from "fast-check";
import { expect, test } from "vitest";
import { toFormalChinese } from "./chinese-numerals.ts";

function formal(minor: bigint): string | undefined {
  return toFormalChinese({ amountMinor: minor, currency: "CNY" });
}

test.each<[bigint, string]>([
  [0n, "人民币零元整"],
  [5n, "人民币伍分"],
  [50n, "人民币伍角整"],
  [55n, "人民币伍角伍分"],
  [100n, "人民币壹元整"],
  [1000n, "人民币壹拾元整"],
  [140_950n, "人民币壹仟肆佰零玖元伍角整"],
  [600_714n, "人民币陆仟零柒元壹角肆分"],
  [168_032n, "人民币壹仟陆佰捌拾元叁角贰分"],
  [1_640_902n, "人民币壹万陆仟肆佰零玖元零贰分"],
  [32_504n, "人民币叁佰贰拾伍元零肆分"],
  [361_889n, "人民币叁仟陆佰壹拾捌元捌角玖分"],
  [10_000_000n, "人民币壹拾万元整"],
  [10_050_000n, "人民币壹拾万零伍佰元整"],
  [1_000_000_001n, "人民币壹仟万元零壹分"],
  [10_000_000_000n, "人民币壹亿元整"],
  [10_000_000_100n, "人民币壹亿零壹元整"],
  [10_001_000_000n, "人民币壹亿零壹万元整"],
  [99_999_999_999_999n, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"],
  [-12_345n, "人民币负壹佰贰拾叁元肆角伍分"],
])("%s fen is written %s", (minor, words) => {
  expect(formal(minor)).toBe(words);
});

test("an amount in another currency has no form in formal Chinese", () => {
  expect(toFormalChinese({ amountMinor: 100n, currency: "USD" })).toBeUndefined();
});

/** The slow way: read the words from left to right and add up what they say. */
function readWords(words: string): bigint {
  const text = words.replace("人民币", "");
  const sign = text.startsWith("负") ? -1n : 1n;
  let total = 0n;
  let section = 0n;
  let digit = 0n;
  let minor = 0n;
  for (const letter of text.replace("负", "")) {
    const place = { 拾: 10n, 佰: 100n, 仟: 1000n }[letter];
    if (place) section += digit * place;
    else if (letter === "万") section = (section + digit) * 10_000n;
    else if (letter === "亿") total = (total + section + digit) * 100_000_000n;
    else if (letter === "元") minor = (total + section + digit) * 100n;
    else if (letter === "角") minor += digit * 10n;
    else if (letter === "分") minor += digit;
    else if (letter !== "整") {
      digit = BigInt("零壹贰叁肆伍陆柒捌玖".indexOf(letter));
      continue;
    }
    if (letter === "亿") section = 0n;
    digit = 0n;
  }
  return sign * minor;
}

/** Every integer digit keeps its own unit; runs of nothing become one 零; none stands before 万, 亿 or 元. */
function writeSlowly(minor: bigint): string {
  const text = minor.toString().padStart(3, "0");
  const places = ["元", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟"];
  const whole = text.slice(0, -2);
  let words = "";
  for (let index = 0; index < whole.length; index += 1) {
    const place = places[whole.length - 1 - index] ?? "";
    const digit = Number(whole[index]);
    words += digit > 0 ? `${"零壹贰叁肆伍陆柒捌玖"[digit]}${place}` : "元万亿".includes(place) ? `零${place}` : "零";
  }
  const yuan = words
    .replaceAll(/零+/g, "零")
    .replaceAll(/零([元万亿])/g, "$1")
    .replace("亿万", "亿")
    .replace(/^元$/, "");
  return yuan;
}

test("what is written in words reads back as the same amount", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 14n) + 1n, max: 10n ** 14n - 1n }), (minor) => {
      expect(readWords(formal(minor) ?? "")).toBe(minor);
    }),
  );
});

test("the yuan agree with a slow reference that writes digit by digit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n - 1n }), (yuan) => {
      const words = (formal(yuan * 100n) ?? "").replace("人民币", "").replace("整", "");
      // A gap next to 万 or 亿 may be spoken or left out; without any 零 both must be the same signs.
      expect(words.replaceAll("零", "")).toBe(writeSlowly(yuan * 100n).replaceAll("零", ""));
      expect(words).not.toMatch(/零零|零[元万亿]|^零/);
    }),
    { numRuns: 500 },
  );
});
