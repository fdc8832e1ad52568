// `npm run verify`: proves the books, the totals between them, the audit chain with its heads that were kept elsewhere,
// everything that was signed or certified, the plans that follow from it and the papers that people sent anew. Silent
// and exit 0 when all is well; otherwise it names the first fault and exits 1. It repairs nothing.
import { noteAuditChecked } from "#app/modules/audit/audit-heads.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { verifyThreadFiles } from "#app/modules/conversation/verify-thread-files.server.ts";
import { verifyEvidence } from "#app/modules/hardship/verify-evidence.server.ts";
import { verifyAgreements } from "#app/modules/plans/verify-agreements.server.ts";
import { verifySignedPlans } from "#app/modules/plans/verify-signed-plans.server.ts";
import { verifyLedger } from "#app/modules/ledger/verify-ledger.server.ts";
import { fail, openForReading, readCommandEnv, runCommand } from "./run-command.ts";
import { verifyTotals } from "./verify-totals.ts";

await runCommand(async () => {
  const app = await openForReading(readCommandEnv({ LOG_LEVEL: "warn" }));
  try {
    const [fault] = [...(await verifyLedger(app.db, 1)), ...(await verifyTotals(app.db))];
    if (fault) fail(`books: ${fault.code}: ${fault.subject}: ${fault.detail}`);
    const broken = await verifyAudit(app);
    if (broken) fail(`audit: ${broken.problem}: event ${broken.seq}`);
    await noteAuditChecked(app);
    const altered = await verifyAgreements(app);
    if (altered) fail(`documents: ${altered.problem}: ${altered.subject}`);
    const unlike = await verifySignedPlans(app);
    if (unlike) fail(`plans: ${unlike.problem}: ${unlike.subject}`);
    const paper = (await verifyEvidence(app)) ?? (await verifyThreadFiles(app));
    if (paper) fail(`papers: ${paper.problem}: ${paper.subject}`);
  } finally {
    await app.close();
  }
});
