// A statement: what was owed, what happened in a period, and what is owed now, for its owner to keep or to show.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt, readDay, type Day } from "#app/kernel/calendar.ts";
import type { App } from "#app/platform/app.server.ts";
import { readAccount, type Account, type Owner } from "./accounts.server.ts";
import { cutPeriod, usualPeriod, type Period } from "./accounts.ts";

export interface Statement {
  readonly owner: Owner;
  readonly account: Account;
  readonly period: Period;
  readonly madeAt: Date;
}

/** The period that an address asks for; "malformed" where it names no two days in order. */
export interface AskedPeriod {
  readonly from: string | null;
  readonly until: string | null;
}

function readPeriod(
  { from, until }: AskedPeriod,
  usual: { readonly from: Day; readonly until: Day },
): { readonly from: Day; readonly until: Day } | undefined {
  const first = from ? readDay(from) : usual.from;
  const last = until ? readDay(until) : usual.until;
  return first && last && first <= last ? { from: first, until: last } : undefined;
}

/** Undefined where this person has no such account; a period that cannot be meant leaves the usual one, and says so. */
export async function readStatement(
  app: App,
  actor: BorrowerActor,
  accountId: string | undefined,
  asked: AskedPeriod,
): Promise<{ readonly statement: Statement; readonly malformed: boolean } | undefined> {
  const found = await readAccount(app, actor, accountId);
  if (!found) return undefined;
  const { owner, account, entries } = found;
  const madeAt = app.clock.now();
  const usual = usualPeriod(account.itemizedOn, dayAt(madeAt, app.settings.timeZone));
  const period = readPeriod(asked, usual);
  const { from, until } = period ?? usual;
  return {
    statement: { owner, account, madeAt, period: cutPeriod(entries, from, until) },
    malformed: period === undefined,
  };
}
