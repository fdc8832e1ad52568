// Who does which job, and which of them the clock opens. Every handler may run twice and on two workers at once:
// what it finds done it leaves alone.
import { writeAuditHead } from "#app/modules/audit/audit-heads.server.ts";
import { deliverMessage, sweepMessages } from "#app/modules/contact/contact.server.ts";
import { checkThreadFile } from "#app/modules/conversation/check-thread-file.server.ts";
import { checkEvidence } from "#app/modules/hardship/evidence-check.server.ts";
import { expireProposals } from "#app/modules/hardship/expire-proposals.server.ts";
import { recordPartPayments } from "#app/modules/hardship/limitation.server.ts";
import { handleWebhook, reconcileAttempt, sendReceipt, sweepPayments } from "#app/modules/payments/payments.server.ts";
import { accountMoved } from "#app/modules/plans/evaluate-plans.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { JobData, JobName, JobRunner } from "#app/platform/queue.server.ts";
import { accrueInterest } from "./accrue-interest.ts";
import { lookAtPlans } from "./look-at-plans.ts";
import { tidyUp } from "./tidy-up.ts";

type Handlers = { readonly [Name in JobName]: (app: App, data: JobData[Name]) => Promise<unknown> };

const handlers: Handlers = {
  "deliver-message": (app, { messageId }) => deliverMessage(app, messageId),
  "handle-webhook": (app, { eventId }) => handleWebhook(app, eventId),
  "reconcile-attempt": (app, { attemptId }) => reconcileAttempt(app, attemptId),
  "write-receipt": (app, { paymentId }) => sendReceipt(app, paymentId),
  "sweep-payments": (app) => sweepPayments(app),
  "sweep-messages": (app) => sweepMessages(app),
  "accrue-interest": (app) => accrueInterest(app),
  "tidy-up": (app) => tidyUp(app),
  "account-moved": async (app, { accountId }) => {
    await recordPartPayments(app, accountId);
    await accountMoved(app, accountId);
  },
  "evaluate-plans": (app) => lookAtPlans(app),
  "expire-proposals": (app) => expireProposals(app),
  "check-evidence": (app, { evidenceId }) => checkEvidence(app, evidenceId),
  "check-thread-file": (app, { threadFileId }) => checkThreadFile(app, threadFileId),
  "write-audit-head": (app) => writeAuditHead(app),
};

/** In the agency's time zone. Interest of a day is known once the day is over. */
const schedules: readonly (readonly [JobName, string])[] = [
  ["sweep-payments", "* * * * *"],
  ["sweep-messages", "* * * * *"],
  ["write-audit-head", "* * * * *"],
  ["accrue-interest", "20 0 * * *"],
  ["expire-proposals", "10 0 * * *"],
  ["evaluate-plans", "40 0 * * *"],
  ["tidy-up", "7 * * * *"],
];

function bind(app: App, runner: JobRunner, name: JobName): Promise<void> {
  const handle = handlers[name] as (app: App, data: JobData[JobName]) => Promise<unknown>;
  return runner.work(name, async (data) => {
    await handle(app, data);
  });
}

export async function registerJobs(app: App, runner: JobRunner): Promise<void> {
  for (const name of Object.keys(handlers) as JobName[]) await bind(app, runner, name);
  for (const [name, cron] of schedules) await runner.schedule(name, cron, app.settings.timeZone);
  // A worker that was away at night makes up for it now rather than the next night.
  await runner.enqueue(app.db.prisma, "accrue-interest", {}, { key: "at-start" });
  await runner.enqueue(app.db.prisma, "expire-proposals", {}, { key: "at-start" });
  await runner.enqueue(app.db.prisma, "evaluate-plans", {}, { key: "at-start" });
}
