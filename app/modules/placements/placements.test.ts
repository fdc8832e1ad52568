import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { fictionalId, inColumnOrder, placementCells, type PlacementCells } from "#tests/world/placement-rows.ts";
import { totalOf } from "../ledger/ledger.ts";
import type { PlacementColumn } from "./placement-columns.ts";
import { readPlacementRow, type PlacementContext, type PlacementRow } from "./placements.ts";
import { refusalCodes, type RefusalCode } from "./row-refusal.ts";

const context: PlacementContext = {
  creditorCodes: new Set(["BJCF", "RIVER"]),
  expectedCreditor: undefined,
  fictionalPeople: true,
  today: day("2026-11-23"),
};

function read(changes: Partial<PlacementCells>, within: PlacementContext = context) {
  return readPlacementRow(inColumnOrder(placementCells(changes)), within);
}

function accepted(changes: Partial<PlacementCells>): PlacementRow {
  const reading = read(changes);
  if (!reading.ok) throw new Error(`${reading.refusal.column} ${reading.refusal.code}`);
  return reading.value;
}

function refusal(changes: Partial<PlacementCells>, within?: PlacementContext): string {
  const reading = read(changes, within);
  return reading.ok ? "accepted" : `${reading.refusal.column} ${reading.refusal.code}`;
}

describe("a row that is right", () => {
  it("becomes an account", () => {
    expect(accepted({})).toEqual({
      creditorCode: "BJCF",
      accountNumber: "BJCF-1",
      referenceKey: "BJCF-1",
      productType: "consumer_loan",
      lenderType: "consumer_finance",
      currency: "CNY",
      borrowerRef: "C1",
      fullName: "李华",
      idType: "cn_resident_id",
      idNumber: fictionalId("1984-01-20", "097"),
      birthDate: "1984-01-20",
      mobile: "+8615400000001",
      email: "lihua@example.com",
      language: "zh-CN",
      region: "成都",
      timeZone: "Asia/Shanghai",
      contractDate: "2025-02-02",
      itemizationDate: "2026-11-01",
      firstUnpaidDueDate: "2026-10-23",
      annualRatePpm: 120_000,
      opening: { principal: 361_889n, interest: 3688n, penalty_interest: 1844n, fee: 9900n, cost: 0n },
      secured: false,
      lastPaymentDate: "2026-09-01",
      lastPaymentMinor: 25_000n,
    });
  });

  it("is taken in the forms that creditors write", () => {
    expect(accepted({ principal: "3,618.89" }).opening.principal).toBe(361_889n);
    expect(accepted({ principal: "３６１８．８９" }).opening.principal).toBe(361_889n);
    expect(accepted({ principal: "¥3618.89" }).opening.principal).toBe(361_889n);
    for (const contract_date of [
      "2025/05/07",
      "2025/5/7",
      "2025.05.07",
      "20250507",
      "2025年5月7日",
      " 2025-05-07 00:00:00",
      "２０２５-05-07",
    ]) {
      expect(accepted({ contract_date }).contractDate).toBe("2025-05-07");
    }
    expect(accepted({ mobile: "154 0000 0001" }).mobile).toBe("+8615400000001");
    expect(accepted({ full_name: "　李华  " }).fullName).toBe("李华");
    expect(accepted({ annual_rate_percent: "15.4%" }).annualRatePpm).toBe(154_000);
    expect(accepted({ secured: "是" }).secured).toBe(true);
    expect(accepted({ language: "zh_cn" }).language).toBe("zh-CN");
    expect(accepted({ region: "成都\n武侯" }).region).toBe("成都 武侯");
  });

  it("catalogue 76: X and x of a check digit are one", () => {
    const ending =
      ["097", "098", "099", "100", "101", "102", "103", "104", "105", "106", "107", "108", "109"]
        .map((serial) => fictionalId("1984-01-20", serial))
        .find((id) => id.endsWith("X")) ?? "";
    expect(ending).not.toBe("");
    expect(accepted({ id_number: ending.toLowerCase() }).idNumber).toBe(ending);
  });

  it("catalogue 75: simplified, traditional and rare names, joint names and letters are kept as they came", () => {
    for (const full_name of ["陈𠮷", "陳𠮷", "張偉", "阿卜杜拉·买买提", "Ana María Núñez", "O’Brien", "﨑本"])
      expect(accepted({ full_name }).fullName).toBe(full_name);
  });

  it("catalogue 34: SQL and formulas are texts like any other", () => {
    for (const full_name of ['=HYPERLINK("http://e.test","x")', "'; DROP TABLE borrower; --", "\\N", "${jndi:x}"]) {
      expect(accepted({ full_name }).fullName).toBe(full_name);
    }
  });

  it("may come without what is optional", () => {
    const row = accepted({
      borrower_ref: "",
      birth_date: "",
      mobile: "",
      email: "",
      language: "",
      region: "",
      time_zone: "",
      last_payment_date: "",
      last_payment_amount: "",
    });
    // A resident ID carries the birth date.
    expect(row.birthDate).toBe("1984-01-20");
    expect(
      [row.mobile, row.email, row.language, row.region, row.timeZone, row.lastPaymentDate, row.lastPaymentMinor].every(
        (value) => value === undefined,
      ),
    ).toBe(true);
  });

  it("may be of a person with a passport", () => {
    const row = accepted({ id_type: "passport", id_number: "e6991 9991", birth_date: "", language: "en" });
    expect([row.idNumber, row.birthDate, row.language]).toEqual(["E69919991", undefined, "en"]);
  });

  it("may have its first unpaid due date ahead", () => {
    expect(accepted({ first_unpaid_due_date: "2026-12-24" }).firstUnpaidDueDate).toBe("2026-12-24");
  });
});

/** What is changed, and the column and code that it comes to. */
const refusals: readonly [Partial<PlacementCells>, PlacementColumn, RefusalCode][] = [
  [{ creditor_code: "NOBODY" }, "creditor_code", "creditor_unknown"],
  [{ creditor_code: "" }, "creditor_code", "creditor_unknown"],
  [{ account_number: " " }, "account_number", "account_number_missing"],
  [{ account_number: "9".repeat(65) }, "account_number", "text_too_long"],
  [{ product_type: "boat" }, "product_type", "product_type_unknown"],
  [{ lender_type: "pawnshop" }, "lender_type", "lender_type_unknown"],
  [{ currency: "XYZ" }, "currency", "currency_unknown"],
  [{ full_name: "" }, "full_name", "name_missing"],
  [{ full_name: "　\u200b" }, "full_name", "name_missing"],
  [{ full_name: "李\u0000华" }, "full_name", "text_control_character"],
  [{ full_name: "李\ufffd" }, "full_name", "text_control_character"],
  [{ full_name: "李\ud842" }, "full_name", "text_control_character"],
  [{ full_name: "李".repeat(1_000_000) }, "full_name", "text_too_long"],
  [{ id_type: "driving_licence" }, "id_type", "id_type_unknown"],
  [{ id_number: "" }, "id_number", "id_missing"],
  [{ id_number: "12345" }, "id_number", "id_malformed"],
  [{ id_number: fictionalId("1984-01-20", "097").slice(0, 17) + "5" }, "id_number", "id_checksum"],
  [{ id_number: "000001198401200978" }, "id_number", "id_malformed"],
  [{ birth_date: "1984-01-21" }, "birth_date", "id_birth_date_mismatch"],
  [{ birth_date: "1984-02-30" }, "birth_date", "date_invalid"],
  [{ id_type: "passport", id_number: "E1234567", birth_date: "2027-01-01" }, "birth_date", "date_in_future"],
  [{ mobile: "12345" }, "mobile", "mobile_invalid"],
  [{ email: "nobody" }, "email", "email_invalid"],
  [{ language: "fr" }, "language", "language_unknown"],
  [{ region: "x".repeat(101) }, "region", "text_too_long"],
  [{ time_zone: "Asia/Nowhere" }, "time_zone", "time_zone_unknown"],
  [{ time_zone: "+08:00" }, "time_zone", "time_zone_unknown"],
  [{ contract_date: "2031-01-01" }, "contract_date", "date_in_future"],
  [{ contract_date: "" }, "contract_date", "date_missing"],
  [{ itemization_date: "2026-11-24" }, "itemization_date", "date_in_future"],
  [{ first_unpaid_due_date: "2026-02-30" }, "first_unpaid_due_date", "date_invalid"],
  [{ first_unpaid_due_date: "" }, "first_unpaid_due_date", "date_missing"],
  [{ annual_rate_percent: "2400" }, "annual_rate_percent", "rate_out_of_range"],
  [{ annual_rate_percent: "-1" }, "annual_rate_percent", "rate_out_of_range"],
  [{ annual_rate_percent: "" }, "annual_rate_percent", "rate_missing"],
  [{ annual_rate_percent: "twelve" }, "annual_rate_percent", "rate_malformed"],
  [{ annual_rate_percent: "12.34567" }, "annual_rate_percent", "rate_too_precise"],
  [{ principal: "-4037.52" }, "principal", "amount_negative"],
  [{ principal: "12,34x" }, "principal", "amount_malformed"],
  [{ interest: "98256.095" }, "interest", "amount_too_precise"],
  [{ costs: "" }, "costs", "amount_missing"],
  [{ principal: "0", interest: "0", penalty_interest: "0.00", fees: "0", costs: "0" }, "principal", "nothing_owed"],
  [{ secured: "maybe" }, "secured", "secured_malformed"],
  [{ last_payment_date: "2026-12-01" }, "last_payment_date", "date_in_future"],
  [{ last_payment_amount: "" }, "last_payment_amount", "last_payment_incomplete"],
  [{ last_payment_date: "" }, "last_payment_amount", "last_payment_incomplete"],
];

describe("a row that is not", () => {
  it.each(refusals.map(([changes, column, code]) => ({ changes, column, code })))(
    "is refused: $column $code",
    ({ changes, column, code }) => {
      expect(refusal(changes)).toBe(`${column} ${code}`);
    },
  );

  it("is refused for its first fault in the order of the columns", () => {
    expect(refusal({ currency: "XYZ", principal: "-1", full_name: "" })).toBe("currency currency_unknown");
  });

  it("may be of a creditor that was not asked for", () => {
    expect(refusal({ creditor_code: "RIVER" }, { ...context, expectedCreditor: "BJCF" })).toBe(
      "creditor_code creditor_not_expected",
    );
    expect(refusal({}, { ...context, expectedCreditor: "BJCF" })).toBe("accepted");
  });

  it("may be of a fictional person where only real ones live", () => {
    expect(refusal({}, { ...context, fictionalPeople: false })).toBe("id_number id_region_unknown");
  });

  it("is always refused with a code that has its sentences", () => {
    for (const [, , code] of refusals) expect(refusalCodes).toContain(code);
  });

  it("never throws, whatever the cells hold", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom(...Object.values(placementCells())),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 27, maxLength: 27 }), (cells) => {
        expect(() => readPlacementRow(cells, context)).not.toThrow();
      }),
    );
  });

  it("any amounts that a file can write add up to the minor unit", () => {
    const minor = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(minor, minor, (principal, interest) => {
        const text = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, "0")}`;
        const reading = read({
          principal: text(principal),
          interest: text(interest),
          penalty_interest: "0",
          fees: "0",
          costs: "0.01",
        });
        expect(reading.ok && totalOf(reading.value.opening)).toBe(BigInt(principal) + BigInt(interest) + 1n);
      }),
    );
  });
});
