// A worker that dies in the middle of a job: the job is nobody's until its lease is over, then another worker's.
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accrueInterest } from "#app/jobs/accrue-interest.ts";
import { openJobRunner } from "#app/platform/queue.server.ts";
import { environmentOf, startCommand } from "#tests/world/command.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";

let app: TestApp;
let owner: pg.Client;
beforeEach(async () => {
  app = await createTestApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
});
afterEach(async () => {
  await owner.end();
  await app.close();
});

interface JobRow {
  readonly id: string;
  readonly state: string;
  readonly retry_count: number;
}

async function accrualJobs(): Promise<JobRow[]> {
  const { rows } = await owner.query<JobRow>(
    "SELECT id, state::text, retry_count FROM pgboss.job WHERE name = 'accrue-interest'",
  );
  return rows;
}

const stateOfJob = async (): Promise<string[]> => (await accrualJobs()).map(({ state }) => state);

/** Who waits for the table that we hold. */
const waiting = "FROM pg_locks WHERE relation = 'period'::regclass AND NOT granted";

/** A worker of its own process takes the job, gets as far as its first question, and is killed there. */
async function dieInTheJob(): Promise<void> {
  await owner.query("BEGIN");
  await owner.query("LOCK TABLE period IN ACCESS EXCLUSIVE MODE");
  const worker = startCommand("worker", [], environmentOf(app));
  await expect.poll(async () => (await owner.query(`SELECT 1 ${waiting}`)).rowCount, { timeout: 15_000 }).toBe(1);
  worker.child.kill("SIGKILL");
  await worker.ended;
  // With the whole machine gone its connections would be gone as well.
  await owner.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
  await owner.query("ROLLBACK");
}

async function interestMinor(): Promise<number> {
  const { _sum } = await app.db.prisma.entry.aggregate({
    where: { component: "interest", NOT: { debtId: null }, amount: { gt: 0 } },
    _sum: { amount: true },
  });
  return Number(_sum.amount);
}

test("catalogue 65: an expired lease is reclaimed, another worker does the job, and it has one effect", async () => {
  const { accountId } = await placeDebt(app, await placePerson(app), { principal: 1_000_000n });
  await dieInTheJob();
  const [job] = await accrualJobs();
  expect(job).toMatchObject({ state: "active", retry_count: 0 });

  const faults: unknown[] = [];
  let runs = 0;
  const runner = await openJobRunner(app.ownerUrl, (error) => void faults.push(error), { lookForLostSeconds: 1 });
  await runner.work("accrue-interest", async () => {
    runs += 1;
    await accrueInterest(app);
  });
  // Three days after the last one that was counted.
  app.clock.set(new Date("2026-11-26T12:00:00+08:00"));
  // While the lease lasts the job is left alone: a look for lost ones finds none.
  const looked = "SELECT monitor_on FROM pgboss.queue WHERE name = 'accrue-interest' AND monitor_on IS NOT NULL";
  await expect.poll(async () => (await owner.query(looked)).rowCount, { timeout: 10_000 }).toBe(1);
  expect([await stateOfJob(), runs]).toEqual([["active"], 0]);

  await owner.query(
    "UPDATE pgboss.job SET started_on = started_on - expire_seconds * interval '1 s' WHERE name = 'accrue-interest'",
  );
  await expect.poll(stateOfJob, { timeout: 10_000 }).toEqual(["retry"]);
  await owner.query("UPDATE pgboss.job SET start_after = now() WHERE name = 'accrue-interest'");
  await expect.poll(stateOfJob, { timeout: 10_000 }).toEqual(["completed"]);
  expect(await accrualJobs()).toEqual([{ id: job?.id, state: "completed", retry_count: 1 }]);
  // ¥10,000.00 at 15.40 % for three days.
  expect([runs, await interestMinor()]).toEqual([1, 1265]);

  // Had the first worker only been slow, its own end of the job would come now.
  await accrueInterest(app);
  expect(await interestMinor()).toBe(1265);
  const account = await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } });
  expect(account.accruedThrough.toISOString().slice(0, 10)).toBe("2026-11-25");
  await runner.stop(5000);
  expect(faults).toEqual([]);
});
