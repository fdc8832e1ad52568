// Decides what some rows of a file do to what is here already: rows come in with what is known of their accounts and
// people, a plan of writes comes out. The rows are taken in order, each seeing what the ones before it did, so that
// the outcome does not depend on where one batch ends and the next begins.
import type { Language } from "#app/i18n/languages.ts";
import type { Outcome } from "#app/kernel/outcome.ts";
import type { PlacementRow } from "./placements.ts";
import type { RowRefusal } from "./row-refusal.ts";
import type { SeenAccounts } from "./seen-accounts.ts";

export type Channel = "sms" | "email";

/** A read row with the keys under which its account, person and contacts are looked up. */
export interface KeyedRow {
  readonly row: PlacementRow;
  readonly accountKey: string;
  /** Blind indexes in hexadecimal. */
  readonly personKey: string;
  readonly mobileKey: string | undefined;
  readonly emailKey: string | undefined;
}

export interface ReadRow {
  readonly line: number;
  readonly reading: Outcome<KeyedRow, RowRefusal>;
}

export interface KnownAccount {
  readonly id: string;
  readonly borrowerId: string;
  readonly placementId: string;
  readonly mobileId: string | undefined;
  readonly emailId: string | undefined;
}

/** What a creditor's newer file may change about a person. */
export interface PersonFacts {
  readonly language: Language;
  readonly region: string;
  readonly timeZone: string;
}

export interface KnownPerson {
  readonly id: string;
  /** They chose it themselves: no file knows better. */
  readonly languageChosen: boolean;
  readonly facts: PersonFacts;
}

export interface KnownState {
  readonly accounts: ReadonlyMap<string, KnownAccount>;
  /** By blind index of the ID; grows as new people come. */
  readonly people: Map<string, KnownPerson>;
  /** Ids of contact points by `contactKey`; grows likewise. */
  readonly contacts: Map<string, string>;
  /** Months ("2026-11") whose books are closed. */
  readonly closedMonths: ReadonlySet<string>;
}

export function contactKey(borrowerId: string, channel: Channel, valueKey: string): string {
  return `${borrowerId} ${channel} ${valueKey}`;
}

export type RowOutcome =
  | { readonly line: number; readonly outcome: "accepted"; readonly row: PlacementRow }
  | { readonly line: number; readonly outcome: "unchanged" | "updated"; readonly row: PlacementRow }
  | { readonly line: number; readonly outcome: "refused"; readonly refusal: RowRefusal };

export interface NewPerson {
  readonly id: string;
  readonly keyed: KeyedRow;
  readonly facts: PersonFacts;
}

export interface NewContact {
  readonly id: string;
  readonly borrowerId: string;
  readonly channel: Channel;
  readonly value: string;
  readonly valueKey: string;
}

export interface NewAccount {
  readonly id: string;
  readonly borrowerId: string;
  readonly mobileId: string | undefined;
  readonly emailId: string | undefined;
  readonly row: PlacementRow;
}

export interface ContactChange {
  readonly accountId: string;
  readonly mobileId: string | undefined;
  readonly emailId: string | undefined;
}

export interface BatchPlan {
  readonly outcomes: RowOutcome[];
  readonly newPeople: NewPerson[];
  readonly newContacts: NewContact[];
  readonly newAccounts: NewAccount[];
  readonly contactChanges: ContactChange[];
  /** By id of the borrower: the facts as they are after the last row. */
  readonly personChanges: Map<string, PersonFacts>;
}

/** How an account that is here already is taken. */
export interface BatchRules {
  readonly placementId: string | undefined;
  /** Rows up to this line went in before the run was interrupted. */
  readonly doneLine: number;
  /** What those rows were refused for. */
  readonly refusedBefore: ReadonlyMap<number, RowRefusal>;
  /** The whole file went in before: nothing of it is news, and contact data of a later file stays. */
  readonly finishedBefore: boolean;
  readonly defaults: PersonFacts;
  readonly makeId: () => string;
}

const accountRefusals = {
  duplicate: { column: "account_number", code: "account_duplicate" },
  otherPerson: { column: "id_number", code: "account_person_mismatch" },
  closed: { column: "itemization_date", code: "period_closed" },
} as const satisfies Record<string, RowRefusal>;

export function planBatch(
  rows: readonly ReadRow[],
  known: KnownState,
  seen: SeenAccounts,
  rules: BatchRules,
): BatchPlan {
  const plan: BatchPlan = {
    outcomes: [],
    newPeople: [],
    newContacts: [],
    newAccounts: [],
    contactChanges: [],
    personChanges: new Map(),
  };
  for (const { line, reading } of rows) {
    const before = line <= rules.doneLine ? rules.refusedBefore.get(line) : undefined;
    if (before || !reading.ok) {
      plan.outcomes.push({
        line,
        outcome: "refused",
        refusal: before ?? (reading as Exclude<typeof reading, { ok: true }>).refusal,
      });
      continue;
    }
    const decision = planRow(line, reading.value, plan, known, seen, rules);
    if (typeof decision === "string") {
      seen.add(reading.value.accountKey);
      plan.outcomes.push({ line, outcome: decision, row: reading.value.row });
    } else {
      plan.outcomes.push({ line, outcome: "refused", refusal: decision });
    }
  }
  return plan;
}

function planRow(
  line: number,
  keyed: KeyedRow,
  plan: BatchPlan,
  known: KnownState,
  seen: SeenAccounts,
  rules: BatchRules,
): "accepted" | "unchanged" | "updated" | RowRefusal {
  const account = known.accounts.get(keyed.accountKey);
  if (seen.has(keyed.accountKey)) return accountRefusals.duplicate;
  if (!account) {
    if (known.closedMonths.has(keyed.row.itemizationDate.slice(0, 7))) return accountRefusals.closed;
    planNewAccount(keyed, plan, known, rules);
    return "accepted";
  }
  const person = known.people.get(keyed.personKey);
  if (person?.id !== account.borrowerId) return accountRefusals.otherPerson;
  if (line <= rules.doneLine) return account.placementId === rules.placementId ? "accepted" : "unchanged";
  if (rules.finishedBefore) return "unchanged";
  return planContactData(keyed, account, person, plan, known, rules) ? "updated" : "unchanged";
}

function planNewAccount(keyed: KeyedRow, plan: BatchPlan, known: KnownState, rules: BatchRules): void {
  const { row, personKey } = keyed;
  let person = known.people.get(personKey);
  if (person) planPersonFacts(row, person, personKey, plan, known);
  else {
    const { defaults } = rules;
    const facts = {
      language: row.language ?? defaults.language,
      region: row.region ?? defaults.region,
      timeZone: row.timeZone ?? defaults.timeZone,
    };
    person = { id: rules.makeId(), languageChosen: false, facts };
    known.people.set(personKey, person);
    plan.newPeople.push({ id: person.id, keyed, facts });
  }
  plan.newAccounts.push({
    id: rules.makeId(),
    borrowerId: person.id,
    mobileId: planContact("sms", row.mobile, keyed.mobileKey, person.id, plan, known, rules),
    emailId: planContact("email", row.email, keyed.emailKey, person.id, plan, known, rules),
    row,
  });
}

/** Whether anything of an account that comes again is news. Money never is. */
function planContactData(
  keyed: KeyedRow,
  account: KnownAccount,
  person: KnownPerson,
  plan: BatchPlan,
  known: KnownState,
  rules: BatchRules,
): boolean {
  const { row } = keyed;
  const mobileId = planContact("sms", row.mobile, keyed.mobileKey, person.id, plan, known, rules) ?? account.mobileId;
  const emailId = planContact("email", row.email, keyed.emailKey, person.id, plan, known, rules) ?? account.emailId;
  const moved = mobileId !== account.mobileId || emailId !== account.emailId;
  if (moved) plan.contactChanges.push({ accountId: account.id, mobileId, emailId });
  return planPersonFacts(row, person, keyed.personKey, plan, known) || moved;
}

function planPersonFacts(
  row: PlacementRow,
  person: KnownPerson,
  personKey: string,
  plan: BatchPlan,
  known: KnownState,
): boolean {
  const { facts, languageChosen } = person;
  const next = {
    language: languageChosen ? facts.language : (row.language ?? facts.language),
    region: row.region ?? facts.region,
    timeZone: row.timeZone ?? facts.timeZone,
  };
  if (next.language === facts.language && next.region === facts.region && next.timeZone === facts.timeZone)
    return false;
  known.people.set(personKey, { ...person, facts: next });
  plan.personChanges.set(person.id, next);
  return true;
}

function planContact(
  channel: Channel,
  value: string | undefined,
  valueKey: string | undefined,
  borrowerId: string,
  plan: BatchPlan,
  known: KnownState,
  { makeId }: BatchRules,
): string | undefined {
  if (value === undefined || valueKey === undefined) return undefined;
  const key = contactKey(borrowerId, channel, valueKey);
  const existing = known.contacts.get(key);
  if (existing) return existing;
  const id = makeId();
  known.contacts.set(key, id);
  plan.newContacts.push({ id, borrowerId, channel, value, valueKey });
  return id;
}
