// What a batch of rows needs to know from the database, and how its plan is written: all of it in the one transaction
// that the caller has open, new rows by COPY because nothing else keeps up with a million of them.
import type pg from "pg";
import { isLanguage } from "#app/i18n/languages.ts";
import type { Vault } from "#app/platform/crypto.server.ts";
import { blindName, sealBorrower, sealContact } from "../identity/borrowers.server.ts";
import { placementLines, type Posting } from "../ledger/ledger.ts";
import { postJournals } from "../ledger/ledger.server.ts";
import { bytesOf, bytesOfHex, copyLine, copyRows } from "./copy-rows.server.ts";
import {
  contactKey,
  type BatchPlan,
  type Channel,
  type KnownAccount,
  type KnownPerson,
  type KnownState,
  type ReadRow,
} from "./placement-batch.ts";

interface AccountRow {
  readonly place: number;
  readonly id: string;
  readonly borrower_id: string;
  readonly placement_id: string;
  readonly mobile_id: string | null;
  readonly email_id: string | null;
}

interface PersonRow {
  readonly id: string;
  readonly id_blind: Buffer;
  readonly language: string;
  readonly language_chosen: boolean;
  readonly region: string;
  readonly time_zone: string;
}

interface ContactRow {
  readonly id: string;
  readonly borrower_id: string;
  readonly channel: Channel;
  readonly value_blind: Buffer;
}

async function loadPeople(client: pg.ClientBase, keys: readonly string[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await client.query<PersonRow>({
    name: "placement-people",
    text: `SELECT id, id_blind, language, language_chosen_at IS NOT NULL AS language_chosen, region, time_zone
             FROM borrower WHERE id_blind = ANY($1::bytea[])`,
    values: [keys.map((key) => Buffer.from(key, "hex"))],
  });
  return new Map(
    rows.map(({ id, id_blind, language, language_chosen: languageChosen, region, time_zone }) => [
      id_blind.toString("hex"),
      {
        id,
        languageChosen,
        facts: { language: isLanguage(language) ? language : "zh-CN", region, timeZone: time_zone },
      },
    ]),
  );
}

async function loadContacts(client: pg.ClientBase, borrowerIds: readonly string[]): Promise<Map<string, string>> {
  if (borrowerIds.length === 0) return new Map();
  const { rows } = await client.query<ContactRow>({
    name: "placement-contacts",
    text: `SELECT id, borrower_id, channel, value_blind FROM contact_point WHERE borrower_id = ANY($1::uuid[])`,
    values: [borrowerIds],
  });
  return new Map(
    rows.map((row) => [contactKey(row.borrower_id, row.channel, row.value_blind.toString("hex")), row.id]),
  );
}

/** What is here already of the accounts and people of these rows. */
export async function loadKnown(client: pg.ClientBase, rows: readonly ReadRow[]): Promise<KnownState> {
  const keyed = rows.flatMap(({ reading }) => (reading.ok ? [reading.value] : []));
  const { rows: accountRows } = await client.query<AccountRow>({
    name: "placement-accounts",
    text: `SELECT k.place::int, a.id, a.borrower_id, a.placement_id, a.mobile_id, a.email_id
             FROM unnest($1::text[], $2::text[]) WITH ORDINALITY k(creditor, number, place)
             JOIN debt_account a ON a.creditor_code = k.creditor AND a.account_number = k.number`,
    values: [keyed.map(({ row }) => row.creditorCode), keyed.map(({ row }) => row.accountNumber)],
  });
  const accounts = new Map<string, KnownAccount>();
  for (const { place, id, borrower_id, placement_id, mobile_id, email_id } of accountRows) {
    const account = {
      id,
      borrowerId: borrower_id,
      placementId: placement_id,
      mobileId: mobile_id ?? undefined,
      emailId: email_id ?? undefined,
    };
    accounts.set(keyed[place - 1]?.accountKey ?? "", account);
  }
  const people = await loadPeople(client, [...new Set(keyed.map(({ personKey }) => personKey))]);
  const contacts = await loadContacts(
    client,
    [...people.values()].map(({ id }) => id),
  );
  const closed = await client.query<{ month: string }>(
    `SELECT to_char(month, 'YYYY-MM') AS month FROM period WHERE book = 'claims'`,
  );
  return { accounts, people, contacts, closedMonths: new Set(closed.rows.map(({ month }) => month)) };
}

export interface WriteContext {
  readonly vault: Vault;
  readonly now: Date;
  readonly placementId: string;
  readonly policyPackId: string;
}

async function writePeople(
  client: pg.ClientBase,
  { newPeople, personChanges }: BatchPlan,
  { vault, now }: WriteContext,
): Promise<void> {
  const made = now.toISOString();
  await copyRows(
    client,
    "borrower (id, id_type, id_number_enc, id_blind, birth_date_enc, full_name_enc, name_blind, language, region, time_zone, created_at)",
    newPeople,
    ({ id, keyed, facts }) => {
      const sealed = sealBorrower(vault, id, keyed.row);
      return copyLine([
        id,
        keyed.row.idType,
        bytesOf(sealed.idNumberEnc),
        bytesOfHex(keyed.personKey),
        sealed.birthDateEnc && bytesOf(sealed.birthDateEnc),
        bytesOf(sealed.fullNameEnc),
        bytesOf(blindName(vault, keyed.row.fullName)),
        facts.language,
        facts.region,
        facts.timeZone,
        made,
      ]);
    },
  );
  // A person that came in this very batch was copied with the facts of its first row.
  if (personChanges.size > 0) {
    const changes = [...personChanges];
    await client.query(
      `UPDATE borrower b SET language = CASE WHEN b.language_chosen_at IS NULL THEN c.language ELSE b.language END,
              region = c.region, time_zone = c.time_zone
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) c(id, language, region, time_zone) WHERE b.id = c.id`,
      [
        changes.map(([id]) => id),
        changes.map(([, facts]) => facts.language),
        changes.map(([, facts]) => facts.region),
        changes.map(([, facts]) => facts.timeZone),
      ],
    );
  }
}

async function writeContacts(
  client: pg.ClientBase,
  { newContacts }: BatchPlan,
  { vault, now }: WriteContext,
): Promise<void> {
  const made = now.toISOString();
  await copyRows(
    client,
    "contact_point (id, borrower_id, channel, value_enc, value_blind, created_at)",
    newContacts,
    ({ id, borrowerId, channel, value, valueKey }) =>
      copyLine([id, borrowerId, channel, bytesOf(sealContact(vault, id, value)), bytesOfHex(valueKey), made]),
  );
}

const accountTarget = `debt_account (id, borrower_id, creditor_code, account_number, reference_key, product_type, lender_type,
  currency, borrower_ref, contract_date, itemization_date, first_unpaid_due_date, annual_rate_ppm, secured,
  last_payment_date, last_payment_minor, mobile_id, email_id, policy_pack_id, placement_id, accrued_through, created_at)`;

async function writeAccounts(
  client: pg.ClientBase,
  { newAccounts, contactChanges }: BatchPlan,
  { now, placementId, policyPackId }: WriteContext,
): Promise<void> {
  const made = now.toISOString();
  await copyRows(client, accountTarget, newAccounts, ({ id, borrowerId, mobileId, emailId, row }) =>
    copyLine([
      id,
      borrowerId,
      row.creditorCode,
      row.accountNumber,
      row.referenceKey,
      row.productType,
      row.lenderType,
      row.currency,
      row.borrowerRef,
      row.contractDate,
      row.itemizationDate,
      row.firstUnpaidDueDate,
      row.annualRatePpm,
      row.secured,
      row.lastPaymentDate,
      row.lastPaymentMinor,
      mobileId,
      emailId,
      policyPackId,
      placementId,
      row.itemizationDate,
      made,
    ]),
  );
  if (contactChanges.length > 0) {
    await client.query(
      `UPDATE debt_account a SET mobile_id = c.mobile_id, email_id = c.email_id
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) c(id, mobile_id, email_id) WHERE a.id = c.id`,
      [
        contactChanges.map(({ accountId }) => accountId),
        contactChanges.map(({ mobileId }) => mobileId ?? null),
        contactChanges.map(({ emailId }) => emailId ?? null),
      ],
    );
  }
}

async function postOpenings(
  client: pg.ClientBase,
  { newAccounts }: BatchPlan,
  { placementId }: WriteContext,
): Promise<void> {
  const postings = newAccounts.map(({ id, row }): Posting => {
    const lines = placementLines({ debtId: id, creditorCode: row.creditorCode, currency: row.currency }, row.opening);
    return {
      idemKey: `placement:${id}`,
      kind: "placement",
      effectiveOn: row.itemizationDate,
      lines,
      sourceRef: placementId,
    };
  });
  await postJournals(client, postings);
}

async function writeRefusals(
  client: pg.ClientBase,
  { outcomes }: BatchPlan,
  { placementId }: WriteContext,
): Promise<void> {
  const refusals = outcomes.flatMap((each) => (each.outcome === "refused" ? [each] : []));
  await copyRows(client, `placement_refusal (placement_id, line, "column", code)`, refusals, ({ line, refusal }) =>
    copyLine([placementId, line, refusal.column ?? "", refusal.code]),
  );
}

/** Writes what the plan says. The refusals of these lines must not be there yet. */
export async function writePlan(client: pg.ClientBase, plan: BatchPlan, context: WriteContext): Promise<void> {
  await writePeople(client, plan, context);
  await writeContacts(client, plan, context);
  await writeAccounts(client, plan, context);
  await postOpenings(client, plan, context);
  await writeRefusals(client, plan, context);
}
