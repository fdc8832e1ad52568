import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigurationError, demoStripeKey, readEnv } from "./env.server.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "anhuan-env-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const keyOf = (fill: number): string => Buffer.alloc(32, fill).toString("base64");
const key = keyOf(7);

function fileOf(name: string, text: string): string {
  const file = path.join(dir, name);
  writeFileSync(file, text);
  return file;
}

/** Settings that name no demo: what an operator would have written. */
function operatorSettings(change: object = {}): string {
  const demo = JSON.parse(readFileSync(path.join(import.meta.dirname, "settings.demo.json"), "utf8")) as object;
  return fileOf("settings.json", JSON.stringify({ ...demo, fictionalPeople: false, ...change }));
}

const production = (): Record<string, string> => ({
  NODE_ENV: "production",
  DATA_DIR: dir,
  PUBLIC_ORIGIN: "https://pay.example.com",
  DATABASE_URL: "postgresql://app:secret@db.example.com/anhuan",
  DATA_KEYS: `2:${key},1:${key}`,
  INDEX_KEY: keyOf(1),
  AUDIT_KEY: keyOf(2),
  CODE_KEY: keyOf(3),
  STRIPE_SECRET_KEY: "sk_live_0123456789",
  STRIPE_WEBHOOK_SECRET: "whsec_new,whsec_old",
  SETTINGS_FILE: operatorSettings(),
  SMTP_URL: "smtps://mail.example.com",
  SMS_URL: "https://sms.example.com/send",
  METRICS_TOKEN: "0123456789abcdef",
});

function faultsOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

const namesOf = (source: Record<string, string>): string[] =>
  faultsOf(source).map((fault) => fault.split(/[: ]/)[0] ?? "");

describe("production", () => {
  test("starts when everything is there", () => {
    const env = readEnv(production());
    expect(env.mode).toBe("production");
    expect(env.keys.data.map(({ id }) => id)).toEqual([2, 1]);
    expect(env.stripe.webhookSecrets).toEqual(["whsec_new", "whsec_old"]);
    expect(env.trustedProxies).toEqual([]);
  });

  test("with nothing configured names everything that is missing at once", () => {
    expect(namesOf({ NODE_ENV: "production", DATA_DIR: dir }).toSorted()).toEqual(
      [
        "PUBLIC_ORIGIN",
        "DATA_KEYS",
        "INDEX_KEY",
        "AUDIT_KEY",
        "CODE_KEY",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "SETTINGS_FILE",
        "SMTP_URL",
        "METRICS_TOKEN",
        "DATABASE_URL",
        "SMS_URL",
      ].toSorted(),
    );
  });

  test("refuses carriers that nothing here speaks to, and a list of secrets with none in it", () => {
    expect(namesOf({ ...production(), SMS_URL: "ftp://sms.example.com" })).toEqual(["SMS_URL"]);
    expect(namesOf({ ...production(), SMTP_URL: "https://mail.example.com" })).toEqual(["SMTP_URL"]);
    expect(namesOf({ ...production(), STRIPE_WEBHOOK_SECRET: ",,,,,,,,," })).toEqual(["STRIPE_WEBHOOK_SECRET"]);
  });

  test("refuses the embedded database, the demo's key, the stand-in and plain http", () => {
    const { DATABASE_URL: _none, ...withoutDatabase } = production();
    expect(namesOf(withoutDatabase)).toEqual(["DATABASE_URL"]);
    expect(namesOf({ ...withoutDatabase, ALLOW_EMBEDDED_DATABASE: "yes" })).toEqual([]);
    expect(namesOf({ ...production(), STRIPE_SECRET_KEY: demoStripeKey })).toEqual(["STRIPE_SECRET_KEY"]);
    expect(namesOf({ ...production(), STRIPE_API_BASE: "http://127.0.0.1:1" })).toEqual(["STRIPE_API_BASE"]);
    expect(faultsOf({ ...production(), AUDIT_KEY: keyOf(1) })).toEqual([
      "INDEX_KEY, AUDIT_KEY, CODE_KEY: are not three different keys",
    ]);
    expect(namesOf({ ...production(), PUBLIC_ORIGIN: "http://pay.example.com" })).toEqual(["PUBLIC_ORIGIN"]);
    expect(faultsOf({ ...production(), SETTINGS_FILE: operatorSettings({ fictionalPeople: true }) })).toEqual([
      "SETTINGS_FILE fictionalPeople: is not allowed in production",
    ]);
  });
});

describe("every fault is named at once, and none shows a value", () => {
  test("malformed values", () => {
    const faults = faultsOf({
      DATA_DIR: dir,
      PORT: "seventy",
      PUBLIC_ORIGIN: "https://pay.example.com/path",
      DATABASE_URL: "not a url",
      INDEX_KEY: "c2hvcnQ=",
      DATA_KEYS: "nonsense-secret",
      LOG_LEVEL: "loud",
    });
    expect(faults.map((fault) => fault.split(":")[0] ?? "").toSorted()).toEqual(
      ["DATABASE_URL", "DATA_KEYS", "INDEX_KEY", "LOG_LEVEL", "PORT", "PUBLIC_ORIGIN"].toSorted(),
    );
    expect(faults.join()).not.toMatch(/nonsense|c2hvcnQ|seventy/);
  });

  test("what is malformed and what is missing stand in one list", () => {
    const { STRIPE_WEBHOOK_SECRET: _none, ...rest } = production();
    const source = { ...rest, PORT: "x", SETTINGS_FILE: "/none" };
    expect(namesOf(source).toSorted()).toEqual(["PORT", "SETTINGS_FILE", "STRIPE_WEBHOOK_SECRET"]);
  });

  test("a secret's file that cannot be read, and settings that are wrong in two places", () => {
    expect(namesOf({ ...production(), INDEX_KEY: "", INDEX_KEY_FILE: "/none" })).toContain("INDEX_KEY_FILE");
    const wrong = operatorSettings({ timeZone: "Mars/Olympus", freeAdvice: [] });
    const faults = faultsOf({ DATA_DIR: dir, SETTINGS_FILE: wrong });
    expect(faults.filter((fault) => fault.startsWith("SETTINGS_FILE timeZone"))).toHaveLength(1);
    expect(faults.filter((fault) => fault.startsWith("SETTINGS_FILE freeAdvice"))).toHaveLength(1);
  });
});

test("a secret may come from a file, without its line break", () => {
  const { INDEX_KEY, ...rest } = production();
  const env = readEnv({ ...rest, INDEX_KEY_FILE: fileOf("index-key", `${INDEX_KEY}\n`) });
  expect(env.keys.index.toString("base64")).toBe(keyOf(1));
});

test("a demo needs nothing, trusts loopback, and finds its keys again", () => {
  const first = readEnv({ DATA_DIR: dir });
  const second = readEnv({ DATA_DIR: dir, PORT: "4000" });
  expect(first.mode).toBe("demo");
  expect(second.keys.index.equals(first.keys.index)).toBe(true);
  expect(first.publicOrigin).toBe("http://127.0.0.1:3000");
  expect(second.publicOrigin).toBe("http://127.0.0.1:4000");
  expect(first.trustedProxies).toEqual(["127.0.0.1", "::1"]);
});
