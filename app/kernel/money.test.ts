import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMoney, money, readAmount, scaleMinor, splitAtAmounts, sumMoney, toDecimalString } from "./money.ts";

const cny = (text: string): bigint | string => {
  const reading = readAmount(text, "CNY");
  return reading.ok ? reading.amountMinor : reading.code;
};

describe("reading an amount", () => {
  it("takes what people and creditors write", () => {
    expect(cny("3618.89")).toBe(361_889n);
    expect(cny("3,707.48")).toBe(370_748n);
    expect(cny("１２３４５．６７")).toBe(1_234_567n);
    expect(cny("１２，３４５．６７")).toBe(1_234_567n);
    expect(cny("¥4356.58")).toBe(435_658n);
    expect(cny("￥ 4,356.58")).toBe(435_658n);
    expect(cny("CNY 12.50")).toBe(1250n);
    expect(cny("12.50元")).toBe(1250n);
    expect(cny(" 7 ")).toBe(700n);
    expect(cny("7.5")).toBe(750n);
    expect(cny("7.")).toBe(700n);
    expect(cny("0.00")).toBe(0n);
    expect(cny("-0.00")).toBe(0n);
    expect(cny("98256.090")).toBe(9_825_609n);
  });

  it("says what is wrong instead of guessing", () => {
    expect(cny("")).toBe("amount_missing");
    expect(cny("　")).toBe("amount_missing");
    expect(cny("¥")).toBe("amount_missing");
    expect(cny("-4037.52")).toBe("amount_negative");
    expect(cny("−4037.52")).toBe("amount_negative");
    expect(cny("－４０３７．５２")).toBe("amount_negative");
    expect(cny("(4,037.52)")).toBe("amount_negative");
    expect(cny("¥-1.00")).toBe("amount_negative");
    expect(cny("98256.095")).toBe("amount_too_precise");
    for (const text of [
      "12,34x",
      "12,34",
      "1,2345",
      "1.234,56",
      "1e5",
      "1.54E+05",
      "0x10",
      "--1",
      "+-1",
      "NaN",
      "壹佰",
      "1.2.3",
      ".5",
      "1234567890123",
      "=1+1",
    ]) {
      expect(cny(text)).toBe("amount_malformed");
    }
  });

  it("does not read over the sign of another currency", () => {
    expect(cny("$12.00")).toBe("amount_malformed");
    expect(readAmount("¥12.00", "USD")).toEqual({ ok: false, code: "amount_malformed" });
    expect(readAmount("US$12.00", "USD")).toEqual({ ok: true, amountMinor: 1200n });
    expect(readAmount("£12", "GBP")).toEqual({ ok: true, amountMinor: 1200n });
  });

  it("catalogue 54: no float on the way: every amount reads back to the last minor unit, grouped or not", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 99_999_999_999_999n), (minor) => {
        const value = money(minor, "CNY");
        expect([cny(toDecimalString(value)), cny(formatMoney(value))]).toEqual([minor, minor]);
      }),
    );
  });

  it("never throws and never answers a negative amount", () => {
    const sign = fc.constantFrom(...Array.from("0123456789.,-−()¥＄￥１，． eE元xCNY"));
    fc.assert(
      fc.property(fc.string({ unit: sign }), (text) => {
        const reading = readAmount(text, "CNY");
        expect(reading.ok && reading.amountMinor < 0n).toBe(false);
      }),
    );
  });
});

describe("writing an amount", () => {
  it("groups thousands and uses a true minus", () => {
    expect(formatMoney(money(123_456n, "CNY"))).toBe("¥1,234.56");
    expect(formatMoney(money(-5n, "CNY"))).toBe("−¥0.05");
    expect(toDecimalString(money(-123_450n, "GBP"))).toBe("-1234.50");
  });
});

describe("adding and scaling", () => {
  it("refuses to mix currencies", () => {
    expect(() => sumMoney([money(1n, "CNY"), money(1n, "USD")], "CNY")).toThrow(TypeError);
    expect(sumMoney([], "GBP")).toEqual(money(0n, "GBP"));
  });

  it("rounds half up on whole minor units", () => {
    expect(scaleMinor(5n, 1n, 2n)).toBe(3n);
    expect(scaleMinor(4n, 1n, 3n)).toBe(1n);
    expect(() => scaleMinor(-1n, 1n, 2n)).toThrow(RangeError);
  });
});

it("the amounts of a sentence are found as they were written, and nothing is lost", () => {
  for (const amountMinor of [0n, 5n, 400n, 123_456n, 7_379_792_310n]) {
    const shown = formatMoney({ amountMinor, currency: "CNY" });
    const text = `最少${shown}，最多${shown}。`;
    expect(splitAtAmounts(text)).toEqual([
      "最少",
      { amountMinor, currency: "CNY" },
      "，最多",
      { amountMinor, currency: "CNY" },
      "。",
    ]);
  }
  expect(splitAtAmounts("$1.00")).toEqual([{ amountMinor: 100n, currency: "USD" }]);
  expect(splitAtAmounts("例如100或100.50")).toEqual(["例如100或100.50"]);
});
