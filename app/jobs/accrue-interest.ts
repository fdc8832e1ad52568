// Once a day, after midnight: the interest of the days that are over.
import type { Day } from "#app/kernel/calendar.ts";
import { type AccrualResult, accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";

/** Runs again without a second effect; `throughDay` is yesterday unless told. */
export async function accrueInterest(app: App, throughDay?: Day): Promise<AccrualResult> {
  const result = await accrueDebts(app, { through: throughDay });
  app.log.info({ event: "interest-accrued", count: result.postings });
  return result;
}
