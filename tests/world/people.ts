// Fictional people and the placement file that a creditor would send of them: region code 990001 and mobile prefix
// 154 are assigned to nobody.
import { residentIdCheckDigit } from "#app/modules/identity/person.ts";

export interface FictionalAccount {
  readonly accountNumber: string;
  readonly fullName: string;
  readonly idNumber: string;
  readonly idLast6: string;
  readonly mobile: string;
  readonly language: "zh-CN" | "en";
  /** Minor units that the five components add up to. */
  readonly balanceMinor: bigint;
  readonly cells: readonly string[];
}

export const placementHeader =
  "creditor_code,account_number,product_type,lender_type,currency,borrower_ref,full_name,id_type,id_number,birth_date,mobile,email,language,region,time_zone,contract_date,itemization_date,first_unpaid_due_date,annual_rate_percent,principal,interest,penalty_interest,fees,costs,secured,last_payment_date,last_payment_amount";

const families = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
const givens = ["小云", "大山", "文静", "若水", "平安", "长河", "晓雨", "春生"];
const englishNames = ["Ann Lee", "Peter Marsh", "Grace Hall", "Omar Reid", "Ivy Stone"];

/** From these numbers on they owe other creditors than the rest: one for each language, then one for both. */
const otherCreditorsFrom = 176;
const cardsFrom = 184;

function creditorCells(index: number): readonly [code: string, product: string, lender: string] {
  if (index < otherCreditorsFrom) return ["RIVER", "consumer_loan", "bank"];
  if (index >= cardsFrom) return ["HXCARD", "credit_card", "bank"];
  return index % 2 === 0
    ? ["BJCF", "consumer_loan", "consumer_finance"]
    : ["LANTERN", "small_loan", "small_loan_company"];
}

/** The person and account number `index` (from 0); the same every time. The odd ones read English. */
export function fictionalAccount(index: number): FictionalAccount {
  const [creditor, product, lender] = creditorCells(index);
  const language = index % 2 === 0 ? "zh-CN" : "en";
  const birthYear = 1960 + (index % 40);
  const digits = `990001${birthYear}0${(index % 9) + 1}15${String(index % 1000).padStart(3, "0")}`;
  const idNumber = digits + residentIdCheckDigit(digits);
  const fullName =
    language === "en"
      ? (englishNames[index % englishNames.length] ?? "Ann Lee")
      : `${families[index % families.length]}${givens[index % givens.length]}`;
  const accountNumber = `${creditor}-09${String(index).padStart(6, "0")}`;
  const mobile = `+86154${String(10_000_000 + index)}`;
  const principalMinor = 500_000n + BigInt(index) * 1_000n;
  const cells = [
    creditor, accountNumber, product, lender, "CNY", `C09${String(index).padStart(6, "0")}`, fullName,
    "cn_resident_id", idNumber, `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`, mobile,
    `p${index}@example.com`, language, "成都", "Asia/Shanghai", "2025-03-01", "2026-11-01", "2026-10-12", "15.40",
    `${principalMinor / 100n}.00`, "88.40", "12.30", "25.00", "0.00", "N", "2026-09-12", "300.00",
  ]; // prettier-ignore
  return {
    accountNumber,
    fullName,
    idNumber,
    idLast6: idNumber.slice(-6),
    mobile,
    language,
    balanceMinor: principalMinor + 8_840n + 1_230n + 2_500n,
    cells,
  };
}

/** The `count`th person (from 0) who reads this language. */
export function fictionalReader(language: "zh-CN" | "en", count: number): FictionalAccount {
  return fictionalAccount(2 * count + (language === "en" ? 1 : 0));
}

/** A placement file of these accounts, as text. */
export function placementFile(accounts: readonly FictionalAccount[]): string {
  return [placementHeader, ...accounts.map(({ cells }) => cells.join(","))].join("\n") + "\n";
}
