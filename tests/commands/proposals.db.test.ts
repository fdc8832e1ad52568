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

test("somebody at a terminal reads a proposal and answers it, until there is a desk", async () => {
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
