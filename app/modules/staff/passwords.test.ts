import { describe, expect, test } from "vitest";
import { checkPassword, hashPassword } from "./password-hash.server.ts";
import { judgePassword } from "./passwords.ts";
import { readTypedCode } from "./staff-codes.ts";

const email = "wenjing@desk.example";

describe("a password of staff", () => {
  test("is judged by its length and by what everybody tries first", () => {
    for (const [password, refusal] of [
      ["short one", "too-short"],
      ["a".repeat(201), "too-long"],
      ["wenjing@desk.example", "like-email"],
      ["wenjing20261123", undefined],
      ["Wenjing2026!", "like-email"],
      ["password12345", "common"],
      ["Passw0rd!!!!!", "common"],
      ["123456789012", "common"],
      ["111111111111", "common"],
      ["abcabcabcabc", "common"],
      ["qwertyuiop123", "common"],
      ["1qaz2wsx3edc", "common"],
      ["quiet lanterns over the canal", undefined],
      ["安静的灯笼挂在运河上面呢", undefined],
      ["834062917453", undefined],
    ] as const) {
      expect([password, judgePassword(password, email)]).toEqual([password, refusal]);
    }
  });

  test("counts as the same whatever form a keyboard sends", async () => {
    const kept = await hashPassword("ｑｕｉｅｔ lanterns é");
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await checkPassword("quiet lanterns e\u0301", kept)).toEqual({ right: true, stale: false });
    expect(await checkPassword("quiet lanterns e", kept)).toEqual({ right: false, stale: false });
  });

  test("is made anew where it was made with less, and is nobody's where nothing is kept", async () => {
    const weak = "$argon2id$v=19$m=8192,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    expect(await checkPassword("anything", weak)).toEqual({ right: false, stale: true });
    expect(await checkPassword("anything", null)).toEqual({ right: false, stale: false });
  });
});

test("what is typed as a code is brought into one form; anything else is refused", () => {
  for (const [typed, read] of [
    ["123456", { kind: "totp", code: "123456" }],
    ["１２３ ４５６", { kind: "totp", code: "123456" }],
    ["\u200b123-456", { kind: "totp", code: "123456" }],
    ["7kq4-m2xd", { kind: "recovery", code: "7KQ4M2XD" }],
    ["７ＫＱ４　M2XD", { kind: "recovery", code: "7KQ4M2XD" }],
    ["12345", undefined],
    ["1234567", undefined],
    ["O0I1-LU00", undefined],
    ["一二三四五六", undefined],
  ] as const) {
    expect([typed, readTypedCode(typed)]).toEqual([typed, read]);
  }
});
