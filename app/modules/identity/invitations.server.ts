// An invitation code stands in a letter where an account number should not. It names an account and opens nothing: name,
// ID and a code to a contact on file are asked for all the same. A newer one takes the place of the older one.
import type { Actor } from "#app/kernel/actor.ts";
import { newReference } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Vault } from "#app/platform/crypto.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { referenceKey } from "./person.ts";

/** What is kept of an invitation code, however it is typed. */
export function blindInvitation(vault: Vault, code: string): Buffer<ArrayBuffer> {
  return vault.blind("invitation", referenceKey(code).replaceAll("-", ""));
}

/** A new code for the account, shown once; undefined where there is no such account. */
export async function issueInvitation(
  app: App,
  actor: Actor,
  creditorCode: string,
  accountNumber: string,
): Promise<string | undefined> {
  const code = newReference("A");
  return inTransaction(app.db, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE debt_account SET invitation_key = ${blindInvitation(app.vault, code)}
       WHERE creditor_code = ${creditorCode} AND account_number = ${accountNumber} RETURNING id::text`;
    if (!rows[0]) return undefined;
    await recordAudit(tx, app, { actor, action: "account.invited", subject: `account:${rows[0].id}`, facts: {} });
    return code;
  });
}
