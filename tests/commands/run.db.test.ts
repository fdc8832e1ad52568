// The processes that run until they are told to stop.
import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureBuild } from "#app/commands/ensure-build.ts";
import { environmentOf, runCommand, startCommand } from "#tests/world/command.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { freePort } from "#app/platform/free-port.server.ts";

let app: TestApp;
beforeEach(async () => {
  await ensureBuild();
  app = await createTestApp();
});
afterEach(() => app.close());

test("catalogue 68: SIGTERM lets the one who is being served finish, then the process ends well", async () => {
  const port = await freePort();
  const portal = startCommand("start", [], { ...environmentOf(app), PORT: String(port) });
  await portal.until('"listening"');
  // A form that is still on its way when the signal comes.
  const socket = connect(port, "127.0.0.1");
  const answer: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => answer.push(chunk));
  const origin = `http://127.0.0.1:${port}`;
  socket.write(
    `POST /start HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 16\r\n\r\nreference=`,
  );
  await fetch(`${origin}/healthz`);
  portal.child.kill("SIGTERM");
  await portal.until('"draining"');
  await expect(fetch(`${origin}/healthz`)).rejects.toThrow("fetch failed");
  socket.write("ABC123");
  await once(socket, "close");
  const text = Buffer.concat(answer).toString();
  expect(text).toMatch(/^HTTP\/1\.1 [234]\d\d /);
  expect(text.toLowerCase()).toContain("connection: close");
  expect((await portal.ended).code).toBe(0);
});

test("a second signal ends it at once", async () => {
  const port = await freePort();
  const portal = startCommand("start", [], { ...environmentOf(app), PORT: String(port) });
  await portal.until('"listening"');
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  socket.write(`POST /start HTTP/1.1\r\nHost: x\r\nOrigin: http://127.0.0.1:${port}\r\nContent-Length: 9\r\n\r\n`);
  await fetch(`http://127.0.0.1:${port}/healthz`);
  portal.child.kill("SIGTERM");
  await portal.until('"draining"');
  portal.child.kill("SIGTERM");
  expect((await portal.ended).code).toBe(1);
});

test("npm start without configuration names every fault at once, and exits 78", async () => {
  const { code, stdout, stderr } = await runCommand("start", [], {});
  expect([code, stdout]).toEqual([78, ""]);
  for (const name of ["PUBLIC_ORIGIN", "DATABASE_URL", "DATA_KEYS", "STRIPE_SECRET_KEY", "SETTINGS_FILE", "SMS_URL"]) {
    expect(stderr).toContain(`  - ${name}: `);
  }
});

test("two workers share the jobs: each is done once, and both end well", async () => {
  const workers = [startCommand("worker", [], environmentOf(app)), startCommand("worker", [], environmentOf(app))];
  await Promise.all(workers.map((worker) => worker.until('"working"')));
  const stale = new Date(app.clock.now().getTime() - 200 * 86_400_000);
  await app.db.prisma.signInCounter.create({
    data: { key: Buffer.alloc(32), kind: "send_ip", windowStart: stale, updatedAt: stale },
  });
  for (let index = 0; index < 3; index += 1) await app.queue.enqueue(app.db.prisma, "tidy-up", {});
  await expect.poll(() => app.db.prisma.signInCounter.count(), { timeout: 10_000 }).toBe(0);
  const left = (): Promise<unknown> =>
    app.db.prisma.$queryRaw`SELECT 1 FROM pgboss.job WHERE name = 'tidy-up' AND state < 'completed'`;
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  for (const { child } of workers) child.kill("SIGTERM");
  for (const worker of workers) {
    expect((await worker.ended).code).toBe(0);
    expect(worker.said()).not.toContain("job-failed");
  }
});
