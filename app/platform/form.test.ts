import { expect, test } from "vitest";
import { z } from "zod";
import { parseForm } from "./form.server.ts";

const details = z.object({
  fullName: z.string("missing").trim().min(1, "missing").max(50, "too_long"),
  account: z.array(z.string()).default([]),
});

function formOf(...fields: [string, string | Blob][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value as string);
  return form;
}

function statusOf(form: FormData): number | undefined {
  try {
    parseForm(details, form);
    return undefined;
  } catch (error) {
    return error instanceof Response ? error.status : undefined;
  }
}

test("what a person forgot comes back as a code by field, with what was typed", () => {
  expect(parseForm(details, formOf(["fullName", " "], ["account", "A"]))).toEqual({
    ok: false,
    errors: { fullName: "missing" },
    values: { fullName: " ", account: ["A"] },
  });
  expect(parseForm(details, formOf())).toEqual({ ok: false, errors: { fullName: "missing" }, values: {} });
});

test("catalogue 33: a field that comes twice is refused, but for a list", () => {
  expect(statusOf(formOf(["fullName", "李华"], ["fullName", "李明"]))).toBe(422);
  expect(parseForm(details, formOf(["fullName", "李华"], ["account", "A"], ["account", "B"]))).toEqual({
    ok: true,
    value: { fullName: "李华", account: ["A", "B"] },
  });
});

test("catalogue 17, 32: fields that nobody asked for are inert", () => {
  const form = formOf(["fullName", "李华"], ["status", "paid"], ["role", "finance"], ["constructor", "x"]);
  expect(parseForm(details, form)).toEqual({ ok: true, value: { fullName: "李华", account: [] } });
  expect(statusOf(formOf(["fullName", "李华"], ["__proto__", "x"]))).toBe(422);
  expect(({} as { x?: string }).x).toBeUndefined();
});

test("catalogue 26, 27: a NUL, half of a surrogate pair and a file are no text", () => {
  expect(statusOf(formOf(["fullName", "李\u0000华"]))).toBe(422);
  expect(statusOf(formOf(["fullName", new Blob(["x"])]))).toBe(422);
});

test("rare characters, line breaks and the middle dot are text", () => {
  const name = "𠮷·艾合买提";
  expect(parseForm(details, formOf(["fullName", name]))).toEqual({ ok: true, value: { fullName: name, account: [] } });
});
