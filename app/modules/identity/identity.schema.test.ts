import { expect, test } from "vitest";
import { ClaimForm, CodeForm, HelpForm, StartForm, contactForm } from "./identity.schema.ts";

const faultOf = (result: { error?: { issues: { message: string }[] } | undefined }): string | undefined =>
  result.error?.issues[0]?.message;

test("catalogue 4: full-width digits and blanks in a code are normalised, letters are refused", () => {
  for (const code of ["123456", " 123 456 ", "１２３４５６", "123-456", "123\u200b456", "123\n456"]) {
    expect(CodeForm.parse({ code })).toEqual({ code: "123456" });
  }
  for (const code of ["12a456", "一二三四五六", "12.456", "½23456"])
    expect(faultOf(CodeForm.safeParse({ code }))).toBe("identity.error.codeSigns");
  for (const code of ["12345", "1234567", "123456789"])
    expect(faultOf(CodeForm.safeParse({ code }))).toBe("identity.error.codeLength");
  for (const code of ["", "   ", undefined]) expect(faultOf(CodeForm.safeParse({ code }))).toBe("identity.error.code");
});

test("catalogue 5: leading zeros of a code stay", () => {
  expect(CodeForm.parse({ code: "000123" })).toEqual({ code: "000123" });
  expect(CodeForm.parse({ code: "00000123" })).toEqual({ code: "00000123" });
});

test("catalogue 76: X and x of an ID number are equal, in full width too", () => {
  for (const idLast6 of ["00123x", "00123X", "００１２３ｘ", " 0012 3x"]) {
    expect(ClaimForm.parse({ fullName: "李华", idLast6 }).idLast6).toBe("00123X");
  }
  expect(faultOf(ClaimForm.safeParse({ fullName: "李华", idLast6: "12345" }))).toBe("identity.error.idLast6");
  expect(faultOf(ClaimForm.safeParse({ fullName: "李华", idLast6: "12345;" }))).toBe("identity.error.idSigns");
});

test("catalogue 75: rare and traditional characters and the middle dot pass as they are", () => {
  for (const fullName of ["陈𠮷", "張喆", "阿卜杜拉·买买提", "𪚥𠮷·艾合买提"]) {
    expect(ClaimForm.parse({ fullName: ` ${fullName} `, idLast6: "00123X" }).fullName).toBe(fullName);
  }
});

test("catalogue 27: what was no character is refused and not taken for one", () => {
  expect(faultOf(ClaimForm.safeParse({ fullName: "李\ufffd", idLast6: "00123X" }))).toBe("identity.error.unreadable");
  expect(faultOf(StartForm.safeParse({ reference: "RIVER\ufffd1" }))).toBe("identity.error.unreadable");
});

test("catalogue 28: a very long text is refused", () => {
  expect(faultOf(ClaimForm.safeParse({ fullName: "李".repeat(1_000_000), idLast6: "00123X" }))).toBe(
    "identity.error.tooLong",
  );
  expect(faultOf(HelpForm.safeParse({ fullName: "李华", reach: "x", details: "x".repeat(2001) }))).toBe(
    "identity.error.tooLong",
  );
});

test("a reference counts without case, width and blanks", () => {
  expect(StartForm.parse({ reference: " river-０9000001 " })).toEqual({ reference: "RIVER-09000001" });
  expect(faultOf(StartForm.safeParse({ reference: "\u200b " }))).toBe("identity.error.reference");
});

test("a contact is a phone or an e-mail address in one form", () => {
  const form = contactForm({ fictionalPeople: true });
  expect(form.parse({ contact: "154 1234 5678" }).contact).toEqual({ channel: "sms", value: "+8615412345678" });
  expect(form.parse({ contact: " C71@Example.com" }).contact).toEqual({ channel: "email", value: "c71@example.com" });
  expect(faultOf(form.safeParse({ contact: "somewhere" }))).toBe("identity.error.contactForm");
  expect(faultOf(contactForm({ fictionalPeople: false }).safeParse({ contact: "15412345678" }))).toBe(
    "identity.error.contactForm",
  );
});
