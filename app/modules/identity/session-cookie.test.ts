import { expect, test } from "vitest";
import { newToken } from "#app/platform/crypto.server.ts";
import { ownPathOf, readCarried, writeCarried } from "./session-cookie.ts";

test("what is written comes back, beside other cookies", () => {
  const carried = {
    session: undefined,
    challenge: newToken(),
    device: newToken(),
    wanted: "/my/accounts/0190c2c4-0000-7000-8000-000000000000/pay",
  };
  const pair = writeCarried(carried).split(";")[0] ?? "";
  expect(readCarried(`lang=en; ${pair}; other=1`)).toEqual(carried);
});

test("the cookie is for this host, for no script and for no plain connection", () => {
  expect(writeCarried({ session: newToken() })).toMatch(
    /^__Host-anhuan=s\.[A-Za-z0-9_-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(writeCarried({})).toContain("Max-Age=0");
});

test("what is no token and no own page is not read", () => {
  const nothing = { session: undefined, challenge: undefined, device: undefined, wanted: undefined };
  const evil = Buffer.from("https://elsewhere.example/my").toString("base64url");
  for (const value of ["", "s.short", "x", `w.${evil}`, "s.%00", `s.${"a".repeat(44)}`]) {
    expect(readCarried(`__Host-anhuan=${value}`)).toEqual(nothing);
  }
  expect(readCarried(null)).toEqual(nothing);
});

test("only own pages are remembered", () => {
  for (const path of ["/my", "/my/data", "/my/payments/0190c2c4-0000-7000-8000-000000000000/receipt"])
    expect(ownPathOf(path)).toBe(path);
  for (const path of [
    "/",
    "/mystery",
    "//my",
    "/my//elsewhere.example",
    "/my/../ops",
    "/my?x=1",
    "/my/%2e%2e",
    `/my/${"a".repeat(300)}`,
    "/my\\x",
  ]) {
    expect(ownPathOf(path)).toBeUndefined();
  }
});
