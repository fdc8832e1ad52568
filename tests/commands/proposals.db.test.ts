import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#app/platform/clock.server.ts";
import { addDays, dayAt, type Day } from "#app/kernel/calendar.ts";
import { environmentOf, runCommand } from "#tests/world/command.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { monthly, sendDraft, view } from "#tests/world/proposals.ts";

let app: TestApp;
beforeAll(async () => {
  // A command has no clock but the machine's.
  app = await createTestApp(systemClock.now().toISOString());
});
afterAll(() => app.close());

/** In a few weeks, on a day that every month has. */
function soon(): Day {
  const later = addDays(dayAt(systemClock.now(), "Asia/Shanghai"), 20);
  return later.endsWith("29") || later.endsWith("30") || later.endsWith("31") ? addDays(later, 5) : later;
}

test("in the demo somebody at a terminal reads a proposal and answers it", async () => {
  const written = await sendDraft(app, monthly(48, soon()));
  const { reference } = await view(app, written);
  const say = (...args: string[]) => runCommand("proposals", args, environmentOf(app));
  expect((await say("list")).stdout).toContain(`${reference}  in_review  by `);
  const shown = await say("show", reference);
  expect(shown.stdout).toContain("left ¥2,400.00");
  expect(shown.stdout).toMatch(/a month, 48 payments; ¥[\d,.]+ in all/);
  const wrong = await say("decline", reference, "because");
  expect([wrong.code, wrong.stderr]).toEqual([64, expect.stringContaining("usage: npm run proposals")]);
  expect(await say("counter", reference, "24", soon())).toMatchObject({
    code: 0,
    stdout: `${reference}  countered\n`,
  });
  expect(await view(app, written)).toMatchObject({ status: "countered", decision: { kind: "counter", binds: false } });
}, 60_000);

test("in production nobody answers from a terminal: it points to the desk", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "anhuan-production-"));
  const demo = await readFile(path.join(import.meta.dirname, "../../app/platform/settings.demo.json"), "utf8");
  const settings = path.join(folder, "settings.json");
  await writeFile(settings, JSON.stringify({ ...(JSON.parse(demo) as object), fictionalPeople: false }));
  const keyOf = (sign: number): string => Buffer.alloc(32, sign).toString("base64");
  const ended = await runCommand("proposals", ["list"], {
    NODE_ENV: "production",
    DATA_DIR: folder,
    PUBLIC_ORIGIN: "https://pay.example.com",
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
    DATA_KEYS: `1:${keyOf(9)}`,
    INDEX_KEY: keyOf(1),
    AUDIT_KEY: keyOf(2),
    CODE_KEY: keyOf(3),
    STRIPE_SECRET_KEY: "sk_live_0123456789",
    STRIPE_WEBHOOK_SECRET: "whsec_new",
    SETTINGS_FILE: settings,
    SMTP_URL: "smtps://mail.example.com",
    SMS_URL: "https://sms.example.com/send",
    METRICS_TOKEN: "0123456789abcdef",
  });
  await rm(folder, { recursive: true, force: true });
  expect([ended.code, ended.stderr]).toEqual([1, "proposals are answered at the desk: /desk\n"]);
}, 60_000);
