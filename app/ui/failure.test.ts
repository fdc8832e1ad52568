import { expect, test } from "vitest";
import { kindOfFailure } from "./failure.tsx";

test.each([
  [404, "missing"],
  [403, "elsewhere"],
  [413, "tooLarge"],
  [422, "unreadable"],
  [429, "busy"],
  [503, "busy"],
  [500, "broken"],
])("a %i is told as %s", (status, kind) => {
  expect(kindOfFailure(status)).toBe(kind);
});
