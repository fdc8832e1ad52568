// Amounts in the formal Chinese numerals of contracts and receipts (大写), as the central bank's rules for
// payment instruments write them: 整 after 元 and 角, none after 分, one 零 for any gap between digits.
import type { Money } from "./money.ts";

const digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/** From the largest down: what a number is cut by, and the sign of the cut. */
const units: readonly (readonly [size: bigint, sign: string])[] = [
  [100_000_000n, "亿"],
  [10_000n, "万"],
  [1000n, "仟"],
  [100n, "佰"],
  [10n, "拾"],
];

function spell(value: bigint): string {
  for (const [size, sign] of units) {
    if (value < size) continue;
    const rest = value % size;
    // A gap shows where the rest does not reach the place right below the cut.
    const gap = rest > 0n && rest < size / 10n ? "零" : "";
    return `${spell(value / size)}${sign}${gap}${rest > 0n ? spell(rest) : ""}`;
  }
  return digits[Number(value)] ?? "";
}

/** "人民币壹仟肆佰零玖元伍角整". The words are those of the yuan; other currencies have no such form here. */
export function toFormalChinese({ amountMinor, currency }: Money): string | undefined {
  if (currency !== "CNY") return undefined;
  const size = amountMinor < 0n ? -amountMinor : amountMinor;
  const yuan = size / 100n;
  const jiao = (size / 10n) % 10n;
  const fen = size % 10n;
  const whole = yuan > 0n || size === 0n ? `${spell(yuan)}元` : "";
  const gap = jiao === 0n && fen > 0n && yuan > 0n ? "零" : "";
  const tenths = jiao > 0n ? `${spell(jiao)}角` : "";
  const hundredths = fen > 0n ? `${spell(fen)}分` : "整";
  return `人民币${amountMinor < 0n ? "负" : ""}${whole}${gap}${tenths}${hundredths}`;
}
