// Once a day, after the night's interest: what has come due, what was missed, what has ended; and a word before the next
// instalment.
import { evaluatePlans } from "#app/modules/plans/evaluate-plans.server.ts";
import { remindOfPlans } from "#app/modules/plans/remind-of-plans.server.ts";
import type { App } from "#app/platform/app.server.ts";

/** Runs again without a second effect. */
export async function lookAtPlans(app: App): Promise<void> {
  await evaluatePlans(app);
  await remindOfPlans(app);
}
