import { expect, test } from "vitest";
import { inLanguage } from "./language-links.tsx";

test("the language switch keeps the page and what it was asked for", () => {
  expect(inLanguage("/my/accounts/abc?show=all&lang=en", "zh-CN")).toBe("/my/accounts/abc?show=all&lang=zh-CN");
  expect(inLanguage("/", "en")).toBe("/?lang=en");
});

test("the language switch never leads elsewhere", () => {
  expect(inLanguage("//evil.example/help", "en")).toMatch(/^\/(?!\/)/);
});
