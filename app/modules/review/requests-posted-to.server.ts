// To whom a code may go by post: the person of an account in the portfolio, where the name in the request is theirs. It
// refuses an account of whoever asks for it, and tells an unknown account, one elsewhere and one's own alike.
import type { StaffActor } from "#app/kernel/actor.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { blindName } from "#app/modules/identity/borrowers.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { isOwnDebt } from "./access.server.ts";

export type PostedToRefusal = { readonly kind: "account" } | { readonly kind: "name" };

export async function findPostedTo(
  app: App,
  actor: StaffActor,
  fullName: string,
  {
    creditorCode,
    accountNumber,
  }: { readonly creditorCode?: string | undefined; readonly accountNumber?: string | undefined },
): Promise<Outcome<string, PostedToRefusal>> {
  const number = accountNumber?.trim() ?? "";
  if (creditorCode === undefined || number === "" || !actor.creditors.includes(creditorCode)) {
    return refused({ kind: "account" });
  }
  const account = await readAsStaff(app.db, actor, (tx) =>
    tx.debtAccount.findFirst({
      where: { creditorCode, accountNumber: number },
      select: { borrowerId: true, borrower: { select: { nameBlind: true } } },
    }),
  );
  if (!account || (await isOwnDebt(app, actor, account.borrowerId))) return refused({ kind: "account" });
  const named = equalBytes(account.borrower.nameBlind, blindName(app.vault, fullName));
  return named ? done(account.borrowerId) : refused({ kind: "name" });
}
