// `npm run demo`: the whole portal on this machine, with nothing to configure. A PostgreSQL in the data folder, a few
// people to try, the payment stand-in, the worker and the pages; Ctrl-C stops all of it.
import { readEnv, ConfigurationError, type Env } from "#app/platform/env.server.ts";
import type { RunningApp } from "#app/platform/app.server.ts";
import { openJobRunner } from "#app/platform/queue.server.ts";
import { registerJobs } from "#app/jobs/register-jobs.ts";
import { startServer } from "#app/server.ts";
import { demoPassword } from "#app/modules/staff/demo-staff.server.ts";
import { demoCast } from "../../prisma/seed/demo-cast.ts";
import { demoStaff } from "../../prisma/seed/demo-staff.ts";
import { openDemoCases } from "./open-demo-cases.ts";
import { ensureBuild } from "./ensure-build.ts";
import { arrangeDemoCast } from "./arrange-demo-cast.ts";
import { placeDemoCast } from "./place-demo-cast.ts";
import { makeGuestLink, placeDemoStaff } from "./place-demo-staff.ts";
import { startStandinProcess } from "./demo-standin.ts";
import { openForWork } from "./run-command.ts";

const began = Date.now();

/** What was started, in order; it is stopped in the reverse order. */
const running: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of running.toReversed()) {
      try {
        await stop();
      } catch (error) {
        console.error(error instanceof Error ? error.message : "something did not stop cleanly");
      }
    }
  })();
  return stopping;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    void stopAll().then(() => process.exit(0));
  });
}

/** The portal needs the stand-in's address, and the stand-in needs the portal's. */
async function startPayments(env: Env): Promise<Env> {
  const standin = await startStandinProcess({
    dataDir: env.dataDir,
    webhookUrl: `${env.publicOrigin}/hooks/stripe`,
    webhookSecret: env.stripe.webhookSecrets[0] ?? "",
  });
  running.push(() => standin.stop());
  return readEnv({ ...process.env, LOG_LEVEL: process.env["LOG_LEVEL"] ?? "warn", STRIPE_API_BASE: standin.url });
}

async function startWorker(app: RunningApp): Promise<void> {
  const runner = await openJobRunner(app.databaseUrl, (error, job) => {
    app.log.error({ event: "job-failed", ...(job ? { job } : {}) }, error);
  });
  running.push(() => runner.stop(10_000));
  await registerJobs(app, runner);
}

function sayPeople(): string {
  return demoCast
    .map(
      ({ situation, accountNumber, fullName, idLast6 }) =>
        `  ${situation.en.padEnd(34)} ${accountNumber}   ${fullName}   ${idLast6}`,
    )
    .join("\n");
}

function sayStaff(app: RunningApp): string {
  return demoStaff
    .map(({ role, creditors, email }) => {
      const who = `${role.replace("_", " ")}${creditors ? `, ${creditors.join(" and ")} only` : ""}`;
      return `  ${who.padEnd(34)} ${email.padEnd(26)} ${demoPassword(app, email)}`;
    })
    .join("\n");
}

function printWelcome(app: RunningApp, guestLink: string | undefined): void {
  const { env } = app;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`
Anhuan 安还 is ready (${seconds} s). Demo data only; no real people, no real money.
演示已就绪。所有人物与金额均为虚构。

  Portal          ${env.publicOrigin}
  Codes appear at ${env.publicOrigin}/dev/inbox
                  ${env.dataDir}/outbox.jsonl

  Sign in at ${env.publicOrigin}/start with an account number, then name and last 6 of the ID:

${sayPeople()}

  Staff sign in at ${env.publicOrigin}/staff/sign-in with e-mail and password; their codes appear at ${env.publicOrigin}/dev/staff:

${sayStaff(app)}
${guestLink ? `  ${"operator, to set up by yourself".padEnd(34)} ${guestLink}  works once\n` : ""}
  Card that pays 4242 4242 4242 4242 · declined 4000 0000 0000 0002 · asks for 3DS 4000 0025 0000 3155

  Import a file   npm run import -- FILE      Check the books   npm run verify
  Begin anew      npm run demo:reset          Stop              Ctrl-C
`);
}

async function startDemo(): Promise<void> {
  const firstEnv = readEnv();
  if (firstEnv.mode !== "demo") throw new ConfigurationError(["NODE_ENV: the demo does not run in production"]);
  await ensureBuild();
  const env = await startPayments(firstEnv);
  const app = await openForWork(env);
  running.push(() => app.close());
  await placeDemoCast(app);
  await arrangeDemoCast(app);
  await openDemoCases(app);
  await placeDemoStaff(app);
  const guestLink = await makeGuestLink(app);
  const server = await startServer(app);
  running.push(() => server.close());
  await startWorker(app);
  printWelcome(app, guestLink);
}

try {
  await startDemo();
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error);
  await stopAll();
  process.exit(1);
}
