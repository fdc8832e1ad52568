// The same household is offered the same, wherever the machine stands and whatever language it speaks.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");

function offersIn(timeZone: string, language: string): string[] {
  const args = ["--no-warnings", "tests/world/offers-child.ts", "400"];
  const env = { ...process.env, TZ: timeZone, LANG: language, LC_ALL: language };
  return execFileSync(process.execPath, args, { cwd: root, env, encoding: "utf8" }).split(" ");
}

test("offers are the same to the fen in New York, on Kiritimati and in Shanghai", { timeout: 60_000 }, () => {
  const places = [
    offersIn("America/New_York", "en_US.UTF-8"),
    offersIn("Pacific/Kiritimati", "ar_EG.UTF-8"),
    offersIn("Asia/Shanghai", "zh_CN.UTF-8"),
  ];
  // The zones were really different.
  expect(new Set(places.map(([offset]) => offset)).size).toBe(3);
  expect(new Set(places.map(([, hash]) => hash)).size).toBe(1);
  expect(places[0]?.[1]).toMatch(/^[0-9a-f]{64}$/);
});
