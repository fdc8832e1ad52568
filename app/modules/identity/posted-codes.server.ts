// A code that goes by post: for whom no phone or e-mail on file works. A person of the operator asks for it and puts
// it into a letter; it is shown once, works for ten days, once, and only with the right name and number beside it.
import type { Actor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { codeHmac, makeDigits, subjectKey } from "./one-time-codes.server.ts";
import { postedCodeLifeMs, postedDigits } from "./sign-in-limits.ts";

export interface PostedCode {
  readonly digits: string;
  readonly expiresAt: Date;
}

/** The newest letter kills the older ones. Part of the caller's transaction. */
export async function writePostedCode(tx: Tx, app: App, actor: Actor, borrowerId: string): Promise<PostedCode> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const digits = makeDigits(postedDigits);
  const expiresAt = new Date(now.getTime() + postedCodeLifeMs);
  const subject = subjectKey(app, { purpose: "sign_in", borrowerId, claimKey: Buffer.alloc(0) });
  await tx.$executeRaw`
    WITH older AS (
      UPDATE one_time_code SET superseded_at = ${now}
       WHERE subject_key = ${subject} AND channel = 'post' AND superseded_at IS NULL AND used_at IS NULL)
    INSERT INTO one_time_code (id, subject_key, purpose, channel, code_hmac, created_at, expires_at)
    VALUES (${id}::uuid, ${subject}, 'sign_in', 'post', ${codeHmac(app, id, digits)}, ${now}, ${expiresAt})`;
  await recordAudit(tx, app, { actor, action: "code.posted", subject: `borrower:${borrowerId}`, facts: {} });
  return { digits, expiresAt };
}

export function issuePostedCode(app: App, actor: Actor, borrowerId: string): Promise<PostedCode> {
  return inTransaction(app.db, (tx) => writePostedCode(tx, app, actor, borrowerId));
}

/** Whose account that is; undefined where there is none. */
export async function findAccountHolder(
  app: App,
  creditorCode: string,
  accountNumber: string,
): Promise<string | undefined> {
  const account = await app.db.prisma.debtAccount.findUnique({
    where: { creditorCode_accountNumber: { creditorCode, accountNumber } },
    select: { borrowerId: true },
  });
  return account?.borrowerId;
}
