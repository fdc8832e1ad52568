import fc from "fast-check";
import { expect, test } from "vitest";
import { spansOf } from "./balance-bar.tsx";

test("a part that is there is seen, and all parts together fill the bar", () => {
  const spans = spansOf([
    { key: "principal", label: "", minor: 99_999_999n },
    { key: "interest", label: "", minor: 1n },
    { key: "fees", label: "", minor: 0n },
  ]);
  expect(spans.map(({ key }) => key)).toEqual(["principal", "interest"]);
  expect(spans[1]?.width).toBeGreaterThanOrEqual(8);
});

test("no amounts make the bar overflow", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10n ** 14n), { maxLength: 5 }), (amounts) => {
      const spans = spansOf(amounts.map((minor, index) => ({ key: String(index), label: "", minor })));
      for (const [index, { from, width }] of spans.entries()) {
        expect(from + width).toBeLessThanOrEqual(spans[index + 1]?.from ?? 1000);
      }
    }),
  );
});
