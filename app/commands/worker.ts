// `npm run worker`: does the jobs, until it is told to stop. Two of them share the work.
import { registerJobs } from "#app/jobs/register-jobs.ts";
import { openJobRunner } from "#app/platform/queue.server.ts";
import { openForWork, readCommandEnv, startProcess } from "./run-command.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

const drainMs = 30_000;

await startProcess(async () => {
  const app = await openForWork(readCommandEnv());
  const runner = await openJobRunner(app.databaseUrl, (error, job) => {
    app.log.error({ event: "job-failed", ...(job ? { job } : {}) }, error);
  });
  await registerJobs(app, runner);
  app.log.info({ event: "working" });
  stopOnSignal(async () => {
    app.log.info({ event: "draining" });
    await runner.stop(drainMs);
    await app.close();
  });
});
