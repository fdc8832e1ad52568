// Something that a person has to look at: about money, or about who looks at people. One alert for one matter, however
// often it is seen.
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";

export type AlertKind =
  /** The amount or currency that came is not the one that was asked for. */
  | "payment-mismatched"
  /** More came than was owed: to be refunded or set against something else with the payer. */
  | "payment-excess"
  /** Money came for an account whose owner disputes it; it is kept aside. */
  | "payment-on-disputed-account"
  /** The provider speaks of an attempt that nobody here made. */
  | "payment-unknown-attempt"
  /** The provider speaks of another environment: test of live, or of a copy of this portal. */
  | "payment-other-environment"
  /** The provider keeps its fee in a currency that the books do not have, or keeps none: nothing was posted. */
  | "payment-fee-unbooked"
  /** The same key stands for two different requests. */
  | "payment-key-conflict"
  /** A payment from before a plan, or of one that has ended, was taken back: more is owed than the plan knows. */
  | "plan-balance-raised"
  /** All of a plan is paid but for a rest below what the provider takes: give it up, or it never ends. */
  | "plan-rest-unpayable"
  /** A plan cannot be looked at: its own night is left out until somebody has seen to it. */
  | "plan-not-evaluated"
  /** The provider refuses to open a checkout at all. */
  | "payment-declined-by-provider"
  /** Somebody of the staff opened many people in a day whose cases are not theirs. */
  | "many-unassigned-opened"
  /** An objection was right: the books have to be corrected. */
  | "dispute-upheld"
  /** An account is not, or may not be, of whom it was placed for: it goes back to its creditor to say whose it is. */
  | "account-in-question"
  /** Somebody of the staff opened, for a reason they gave, a person whose case is not theirs. */
  | "glass-broken";

/** Facts are identifiers, codes and amounts; never a name, a number of a person or a contact. */
export type AlertFacts = Readonly<Record<string, string | null>>;

/** Answers whether this is the first time. */
export async function raiseAlert(
  app: App,
  runner: Tx | Db["prisma"],
  kind: AlertKind,
  subject: string,
  facts: AlertFacts,
): Promise<boolean> {
  const row = { id: newId(), kind, subject, facts: { ...facts }, createdAt: app.clock.now() };
  const { count } = await runner.alert.createMany({ data: [row], skipDuplicates: true });
  if (count > 0) app.log.warn({ event: "alert", kind, subject });
  return count > 0;
}
