import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  birthDateOfResidentId,
  maskEmail,
  maskIdNumber,
  maskIdNumberPublicly,
  maskMobile,
  maskName,
  nameKey,
  readEmail,
  readIdNumber,
  readMobile,
  referenceKey,
  residentIdCheckDigit,
  tidyName,
} from "./person.ts";

const fiction = { fictionalPeople: true };
const real = { fictionalPeople: false };

/** A number of a fictional person, with its right check digit. */
function residentId(birth: string, serial: string): string {
  const digits = `990001${birth}${serial}`;
  return digits + residentIdCheckDigit(digits);
}

describe("resident ID numbers (GB 11643)", () => {
  it("takes the example of the standard", () => {
    expect(readIdNumber("cn_resident_id", "11010519491231002X", real)).toEqual({
      ok: true,
      value: "11010519491231002X",
    });
  });

  it("catalogue 76: X and x are the same check digit, and full-width digits and blanks do not matter", () => {
    for (const text of [
      "11010519491231002x",
      " 110105 19491231 002X ",
      "１１０１０５１９４９１２３１００２Ｘ",
      "'11010519491231002X",
    ]) {
      expect(readIdNumber("cn_resident_id", text, real)).toEqual({ ok: true, value: "11010519491231002X" });
    }
  });

  it("refuses any single wrong digit and any swap of two neighbours", () => {
    const id = residentId("19840120", "097");
    fc.assert(
      fc.property(fc.nat(16), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const digit = (Number(id[place]) + shift) % 10;
        const wrong = id.slice(0, place) + String(digit) + id.slice(place + 1);
        expect(readIdNumber("cn_resident_id", wrong, fiction).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.nat(15), (place) => {
        const swapped = id.slice(0, place) + (id[place + 1] ?? "") + (id[place] ?? "") + id.slice(place + 2);
        expect(swapped === id || !readIdNumber("cn_resident_id", swapped, fiction).ok).toBe(true);
      }),
    );
  });

  it("tells what is wrong", () => {
    expect(readIdNumber("cn_resident_id", "  ", fiction)).toEqual({ ok: false, refusal: "id_missing" });
    expect(readIdNumber("cn_resident_id", "110105491231002", fiction)).toEqual({ ok: false, refusal: "id_malformed" });
    expect(readIdNumber("cn_resident_id", "110105194912310021", fiction)).toEqual({
      ok: false,
      refusal: "id_checksum",
    });
    expect(readIdNumber("cn_resident_id", residentId("19840231", "097"), fiction)).toEqual({
      ok: false,
      refusal: "id_malformed",
    });
  });

  it("knows fictional people only where the settings allow them", () => {
    const id = residentId("19840120", "097");
    expect(readIdNumber("cn_resident_id", id, fiction).ok).toBe(true);
    expect(readIdNumber("cn_resident_id", id, real)).toEqual({ ok: false, refusal: "id_region_unknown" });
    expect(readMobile("15412345678", fiction)).toBe("+8615412345678");
    expect(readMobile("15412345678", real)).toBeUndefined();
  });

  it("carries the birth date", () => {
    expect(birthDateOfResidentId("11010519491231002X")).toBe("1949-12-31");
  });
});

describe("passports", () => {
  it("keeps capitals and digits", () => {
    expect(readIdNumber("passport", " e6991 9991", real)).toEqual({ ok: true, value: "E69919991" });
    expect(readIdNumber("passport", "E69;919", real)).toEqual({ ok: false, refusal: "id_malformed" });
    expect(readIdNumber("passport", "PASSPORT", real)).toEqual({ ok: false, refusal: "id_malformed" });
  });
});

describe("names", () => {
  it("catalogue 75: simplified, traditional and rare (Ext-B) names keep every character", () => {
    for (const name of ["陈𠮷", "陳𠮷", "张喆", "張喆", "阿卜杜拉·买买提", "﨑本", "O’Brien"])
      expect(tidyName(`　${name} `)).toBe(name);
  });

  it("compares without blanks, case, width and kinds of middle dot", () => {
    expect(nameKey("　欧阳 芳  ")).toBe(nameKey("欧阳芳"));
    expect(nameKey("TOM  whitfield")).toBe(nameKey("Tom Whitfield"));
    expect(nameKey("阿卜杜拉・买买提")).toBe(nameKey("阿卜杜拉·买买提"));
    expect(nameKey("Ｔｏｍ")).toBe(nameKey("tom"));
    expect(nameKey("张\u200b三\u202e")).toBe(nameKey("张三"));
  });

  it("catalogue 74: look-alike names stay different", () => {
    expect(nameKey("陈𠮷")).not.toBe(nameKey("陈吉"));
    expect(nameKey("张伟")).not.toBe(nameKey("張伟"));
    expect(nameKey("Аnna")).not.toBe(nameKey("Anna"));
  });

  it("compares what it compared before: the key of a key is the key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(nameKey(nameKey(text))).toBe(nameKey(text));
      }),
    );
  });
});

describe("phones, addresses, references", () => {
  it("brings every usual form of a mobile into one", () => {
    for (const text of [
      "154 1234 5678",
      "+86 154-1234-5678",
      "0086 15412345678",
      "8615412345678",
      "１５４１２３４５６７８",
      "'15412345678",
    ]) {
      expect(readMobile(text, fiction)).toBe("+8615412345678");
    }
    expect(readMobile("+44 7700 900123", fiction)).toBe("+447700900123");
  });

  it("refuses what is no mobile", () => {
    for (const text of ["12345", "01012345678", "1.54123E+10", "+8612345678901", "154123456789", "+86", "abc"]) {
      expect(readMobile(text, fiction)).toBeUndefined();
    }
  });

  it("reads addresses", () => {
    expect(readEmail(" C71@Example.com ")).toBe("c71@example.com");
    for (const text of ["c71", "c71@", "a b@example.com", "a@b", "a@example..com", "a@b.com;c@d.com"])
      expect(readEmail(text)).toBeUndefined();
  });

  it("finds an account by its number however it is typed", () => {
    expect(referenceKey(" bjcf-０７000001 ")).toBe("BJCF-07000001");
  });
});

describe("masking", () => {
  it("shows what policy allows and no more", () => {
    expect(maskIdNumber("110105194912311234")).toBe("110***********1234");
    expect(maskIdNumberPublicly("110105194912311234")).toBe("1****************4");
    expect(maskIdNumber("E69919991")).toBe("E******91");
    expect(maskMobile("+8613812345678")).toBe("138****5678");
    expect(maskMobile("+447700900123")).toBe("+44****0123");
    expect(maskEmail("anna@x.com")).toBe("a***@x.com");
    expect(maskName("张三")).toBe("*三");
    expect(maskName("欧阳娜")).toBe("**娜");
    expect(maskName("陈𠮷")).toBe("*𠮷");
    expect(maskName("阿卜杜拉·买买提")).toBe("****·**提");
    expect(maskName("Tom Whitfield")).toBe("T*** W***");
    expect(maskName("张")).toBe("*");
  });
});
