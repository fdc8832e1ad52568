import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";
import { checkoutParams, clientFor, GOOD_CARD, receiveWebhooks, rehearse, submit } from "./rehearsal.ts";
import { startStandin } from "./standin.ts";

async function stateFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "standin-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "state", "stripe.json");
}

test("a restarted stand-in keeps its sessions, its keys and its clock", async () => {
  const file = await stateFile();
  const key = { idempotencyKey: "attempt:1:session" };
  const before = await startStandin({ stateFile: file });
  const session = await clientFor(before).checkout.sessions.create(checkoutParams(), key);
  await before.control.clock.advance(600);
  await before.close();

  const { standin, stripe, control } = await rehearse({ stateFile: file });
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
  expect((await stripe.checkout.sessions.create(checkoutParams(), key)).id).toBe(session.id);
  expect((await control.clock.get()).offset_ms).toBe(600_000);
  const paid = await submit(`${standin.url}/c/pay/${session.id}`, GOOD_CARD);
  expect(paid.status).toBe(303);
});

test("a delivery that waited for its retry is taken up again after a restart", async () => {
  const file = await stateFile();
  const receiver = await receiveWebhooks();
  receiver.answers.push(503);
  const options = { stateFile: file, webhookUrl: receiver.url };
  const before = await startStandin({ ...options, retryDelaysMs: [60_000] });
  await clientFor(before).customers.create({});
  await expect.poll(() => receiver.received.length).toBe(1);
  await expect.poll(async () => (await before.control.webhooks.deliveries())[0]?.status).toBe("waiting");
  await before.close();
  const { control } = await rehearse(options);
  await control.webhooks.settled();
  expect(receiver.types()).toEqual(["customer.created", "customer.created"]);
});

test("a snapshot can be restored, and a reset forgets everything but the endpoint", async () => {
  const receiver = await receiveWebhooks();
  const { stripe, control } = await rehearse({ webhookUrl: receiver.url });
  const { id } = await stripe.customers.create({});
  const snapshot = await control.snapshot();
  await control.reset();
  expect((await stripe.customers.list()).data).toEqual([]);
  expect((await control.webhooks.get()).endpoint?.url).toBe(receiver.url);
  await control.restore(snapshot);
  expect((await stripe.customers.list()).data.map((customer) => customer.id)).toEqual([id]);
});

test("a book that does not balance is reported, not served", async () => {
  const { stripe, control } = await rehearse();
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  await control.pay({ session: id, method: "card" });
  expect(await control.health()).toMatchObject({ ok: true, standin: true });
  const snapshot = await control.snapshot();
  await control.restore({ ...snapshot, balanceTransactions: {} });
  await expect(control.health()).rejects.toThrow("a movement has no balance transaction");
});

test("a web page cannot reach the control plane", async () => {
  const { standin } = await rehearse();
  const headers = { "sec-fetch-site": "cross-site" };
  const answer = await fetch(`${standin.url}/_standin/snapshot`, { headers });
  expect(answer.status).toBe(403);
});

test("pages are offered under the public origin when there is one", async () => {
  const { stripe } = await rehearse({ publicOrigin: "https://pay.demo.example/" });
  const session = await stripe.checkout.sessions.create(checkoutParams());
  expect(session.url).toBe(`https://pay.demo.example/c/pay/${session.id}`);
});

test("as a process it says in one line where it listens, and stops on SIGTERM", async () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const flags = ["--port", "0", "--webhook-secret", "whsec_demo", "--state", await stateFile()];
  const child = spawn(process.execPath, [main, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const ready = JSON.parse(line.toString("utf8")) as { ready: boolean; url: string; port: number };
  expect(ready).toMatchObject({ ready: true, webhookSecret: "whsec_demo" });
  const stripe = new Stripe("sk_test_any", { host: "127.0.0.1", port: ready.port, protocol: "http" });
  expect((await stripe.checkout.sessions.create(checkoutParams())).url).toContain(ready.url);
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(0);
}, 15_000);
