// A desk with any number of proposals that wait, for what is measured and tried there: each with a person of its own, an
// account and a real quote, spread over creditors, days, languages and people. Made by a few statements; the rows of
// what waits come from the database's own triggers.
import pg from "pg";
import { sealBorrower } from "#app/modules/identity/borrowers.server.ts";
import { newId } from "#app/kernel/ids.ts";
import type { TestApp } from "../world/database.ts";
import { fictionalAccount } from "../world/people.ts";
import { beyondAtOnce, sendDraft } from "../world/proposals.ts";

export interface DeskRows {
  readonly count: number;
  /** Whose proposals these are, one after the other. */
  readonly creditors: readonly string[];
  /** Who has every fourth of them. Without anybody, nobody has one. */
  readonly holders?: readonly string[];
}

const chunk = 5000;

/** People whose names really open, by their place in the list. */
async function addBorrowers(app: TestApp, owner: pg.Client, from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, index) => {
    const id = newId();
    const { fullName, idNumber } = fictionalAccount(from + index);
    const { fullNameEnc } = sealBorrower(app.vault, id, { idNumber, fullName, birthDate: undefined });
    return { id, fullNameEnc };
  });
  await owner.query(
    `INSERT INTO made (place, borrower, name)
       SELECT $1 + row_number() OVER () - 1, id, name FROM unnest($2::uuid[], $3::bytea[]) AS t (id, name)`,
    [from, rows.map(({ id }) => id), rows.map(({ fullNameEnc }) => fullNameEnc)],
  );
}

/** Every fourth has somebody, three in ten read English, one in ten was asked a question, two in ten have an offer. */
const fillSql = (model: string): readonly string[] => [
  `INSERT INTO borrower (id, id_type, id_number_enc, id_blind, full_name_enc, name_blind, language, region, time_zone, created_at)
     SELECT borrower, 'cn_resident_id', '\\x00', decode(md5(borrower::text), 'hex'), name, '\\x00',
            CASE WHEN place % 7 % 5 = 0 THEN 'en' ELSE 'zh-CN' END, '', 'Asia/Shanghai', now() FROM made`,
  `INSERT INTO debt_account (id, borrower_id, creditor_code, account_number, reference_key, product_type, lender_type, currency,
       borrower_ref, contract_date, itemization_date, first_unpaid_due_date, annual_rate_ppm, secured, policy_pack_id,
       placement_id, accrued_through, created_at)
     SELECT m.account, m.borrower, m.creditor, 'DESK-' || m.account, 'DESK-' || m.account, a.product_type, a.lender_type, a.currency, m.place,
            a.contract_date, a.itemization_date, a.first_unpaid_due_date, a.annual_rate_ppm, false, a.policy_pack_id,
            m.account, a.accrued_through, a.created_at
       FROM made m, debt_account a JOIN proposal_account pa ON pa.account_id = a.id WHERE pa.proposal_id = '${model}'`,
  `INSERT INTO proposal (id, reference, borrower_id, creditor_code, currency, status, version, language, policy_pack_id, terms, quote,
       submitted_at, answer_by, open_until, created_at, updated_at)
     SELECT m.proposal, 'A-' || upper(substr(md5(m.proposal::text), 1, 4) || '-' || lpad(to_hex(m.place), 5, '0')), m.borrower, m.creditor, p.currency,
            CASE WHEN m.place % 10 < 7 THEN 'in_review' WHEN m.place % 10 < 9 THEN 'countered' ELSE 'info_requested' END, 2,
            CASE WHEN m.place % 7 % 5 = 0 THEN 'en' ELSE 'zh-CN' END, p.policy_pack_id, p.terms, p.quote,
            p.submitted_at - m.place * interval '1 second', p.answer_by + (m.place % 20)::int - 4, NULL, p.created_at, p.updated_at
       FROM made m, proposal p WHERE p.id = '${model}'`,
  `INSERT INTO proposal_account (proposal_id, account_id, intention) SELECT proposal, account, 'less' FROM made`,
  `UPDATE work_item w SET assignee_id = m.holder, assigned_at = now() FROM made m WHERE w.id = m.proposal AND m.holder IS NOT NULL`,
  `UPDATE work_item w SET stage = 'second' FROM made m WHERE w.id = m.proposal AND w.stage = 'desk' AND m.place % 50 = 1`,
];

/** Fills the desk; answers the proposals' ids in their order. */
export async function seedDesk(app: TestApp, { count, creditors, holders = [] }: DeskRows): Promise<readonly string[]> {
  const { proposalId: model } = await sendDraft(app, beyondAtOnce);
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  try {
    await owner.query(
      "CREATE TEMP TABLE made (place bigint PRIMARY KEY, borrower uuid, name bytea, account uuid, proposal uuid, creditor text, holder uuid)",
    );
    for (let from = 0; from < count; from += chunk) await addBorrowers(app, owner, from, Math.min(from + chunk, count));
    await owner.query(
      `UPDATE made SET account = gen_random_uuid(), proposal = uuidv7(), creditor = ($1::text[])[1 + place % $2],
              holder = CASE WHEN place % 4 = 0 THEN ($3::uuid[])[1 + (place / 4) % greatest($4::int, 1)] END`,
      [creditors, creditors.length, holders, holders.length],
    );
    for (const statement of fillSql(model)) await owner.query(statement);
    const { rows } = await owner.query<{ proposal: string }>("SELECT proposal FROM made ORDER BY place");
    await owner.query("VACUUM ANALYZE");
    return rows.map(({ proposal }) => proposal);
  } finally {
    await owner.end();
  }
}
