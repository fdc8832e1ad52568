import { describe, expect, test } from "vitest";
import { ownPath } from "./own-path.ts";

const origin = "https://pay.example";

describe("the way back after a choice of language", () => {
  test("keeps the page and what it was asked for, without the old language", () => {
    expect(ownPath("/help?lang=en#advice", origin)).toBe("/help");
    expect(ownPath("https://pay.example/my/accounts/abc?show=all&lang=en", origin)).toBe("/my/accounts/abc?show=all");
  });

  test.each([
    "https://evil.example/help",
    "//evil.example",
    "/\\evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "\t//evil.example",
    "javascript:alert(1)",
    "https://pay.example@evil.example/",
    "https://pay.example:444/help",
    "http://[",
    "/language",
    "",
    null,
    undefined,
  ])("never leads elsewhere: %s", (wanted) => {
    expect(ownPath(wanted, origin)).toBe("/");
  });
});
