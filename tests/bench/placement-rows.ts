// Writes a placement file of any length, of people who do not exist: the same file for the same count.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { residentIdCheckDigit } from "#app/modules/identity/person.ts";
import { placementColumns } from "#app/modules/placements/placement-columns.ts";

const families = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "欧阳", "司马"];
const given = ["伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "秀", "霞"];
const regions = ["北京", "上海", "广州", "成都", "西安", "昆明", "哈尔滨", "乌鲁木齐"];
const creditors = [
  ["BJCF", "consumer_loan", "consumer_finance"],
  ["HXCARD", "credit_card", "bank"],
  ["RIVER", "consumer_loan", "bank"],
  ["LANTERN", "small_loan", "small_loan_company"],
] as const;

function pick<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item;
}

const two = (value: number): string => String(value).padStart(2, "0");
const amount = (minor: number): string => `${Math.floor(minor / 100)}.${two(minor % 100)}`;

/** Five rows in six bring a new person, as in a real portfolio. */
export function placementRow(index: number): string[] {
  const person = index - Math.floor(index / 6);
  const mix = Math.imul(person + 1, 2_654_435_761) >>> 0;
  const birth = [
    String(1955 + (person % 50)),
    two(1 + (Math.floor(person / 50) % 12)),
    two(1 + (Math.floor(person / 600) % 28)),
  ];
  const serial = String(Math.floor(person / 16_800) % 1000).padStart(3, "0");
  const digits = `990001${birth.join("")}${serial}`;
  const [creditor, product, lender] = pick(creditors, mix >>> 3);
  const region = pick(regions, mix >>> 5);
  return [
    creditor,
    `${creditor}-${String(index).padStart(9, "0")}`,
    product,
    lender,
    "CNY",
    `C${person}`,
    pick(families, mix) + pick(given, mix >>> 7) + pick(given, mix >>> 11),
    "cn_resident_id",
    digits + residentIdCheckDigit(digits),
    birth.join("-"),
    `+86154${String(person % 100_000_000).padStart(8, "0")}`,
    mix % 5 < 3 ? `c${person}@example.com` : "",
    "zh-CN",
    region,
    region === "乌鲁木齐" ? "Asia/Urumqi" : "Asia/Shanghai",
    `20${21 + (mix % 5)}-${two(1 + (mix % 12))}-${two(1 + (mix % 28))}`,
    "2026-11-01",
    `2026-${two(5 + (mix % 6))}-${two(1 + (mix % 28))}`,
    pick(["12.00", "15.40", "18.25", "23.90", "24.00"], mix),
    amount(90_000 + (mix % 9_000_000)),
    amount(1_000 + (mix % 500_000)),
    mix % 3 === 0 ? amount(mix % 100_000) : "0.00",
    pick(["0.00", "25.00", "99.00", "0.00"], mix >>> 9),
    mix % 10 === 0 ? "300.00" : "0.00",
    "N",
    mix % 5 === 0 ? "" : `2026-09-${two(1 + (mix % 28))}`,
    mix % 5 === 0 ? "" : amount(5_000 + (mix % 80_000)),
  ];
}

export async function writePlacementFile(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  let text = `${placementColumns.join(",")}\r\n`;
  for (let index = 0; index < rows; index += 1) {
    text += `${placementRow(index).join(",")}\r\n`;
    if (text.length > 1_000_000) {
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
  }
  out.end(text);
  await finished(out);
}
