// What a proposal says of itself in a list: whose it is, without the name, and what is proposed in one line. One statement
// for any number of rows. It refuses to show a whole name: a list is no reason to know one.
import type { Tx } from "#app/platform/db.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { Quote } from "#app/modules/hardship/options.ts";
import type { ProposalStatus } from "#app/modules/hardship/proposals.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { openFullName } from "#app/modules/identity/borrowers.server.ts";
import { maskName } from "#app/modules/identity/person.ts";
import type { QueueRow } from "./queue.ts";

export interface ProposalInQueue {
  readonly status: ProposalStatus;
  readonly maskedName: string;
  readonly currency: Currency;
  readonly quote: Quote | undefined;
  readonly productType: ProductType | undefined;
  readonly accountCount: number;
}

interface Row {
  readonly id: string;
  readonly status: ProposalStatus;
  readonly borrower_id: string;
  readonly full_name_enc: Uint8Array;
  readonly currency: Currency;
  readonly quote: unknown;
  readonly product_type: ProductType | null;
  readonly accounts: number;
}

export async function readProposalsInQueue(
  tx: Tx,
  { vault }: Pick<App, "vault">,
  rows: readonly QueueRow[],
): Promise<ReadonlyMap<string, ProposalInQueue>> {
  const ids = rows.map(({ id }) => id);
  const found = await tx.$queryRaw<Row[]>`
    SELECT p.id, p.status, p.borrower_id, b.full_name_enc, p.currency, p.quote, a.product_type, a.accounts
      FROM proposal p
      JOIN borrower b ON b.id = p.borrower_id
      CROSS JOIN LATERAL (
        SELECT min(d.product_type) AS product_type, count(*)::int AS accounts
          FROM proposal_account pa JOIN debt_account d ON d.id = pa.account_id WHERE pa.proposal_id = p.id) a
     WHERE p.id = ANY(${ids}::uuid[])`;
  return new Map(
    found.map((row): [string, ProposalInQueue] => [
      row.id,
      {
        status: row.status,
        maskedName: maskName(openFullName(vault, { id: row.borrower_id, fullNameEnc: row.full_name_enc })),
        currency: row.currency,
        quote: row.quote === null ? undefined : decodeQuote(row.quote),
        productType: row.product_type ?? undefined,
        accountCount: row.accounts,
      },
    ]),
  );
}
