// Codes on paper for whom the device of the codes is gone. Ten at a time, each good once; only their HMAC is kept.
import { randomInt } from "node:crypto";
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { recoverySigns } from "./staff-codes.ts";

export const recoveryCodeCount = 10;

/** "7KQ4-M2XD": 39 bits. */
function newRecoveryCode(): string {
  const signs = Array.from({ length: 8 }, () => recoverySigns[randomInt(recoverySigns.length)]).join("");
  return `${signs.slice(0, 4)}-${signs.slice(4)}`;
}

export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, newRecoveryCode);
}

const hmacOf = (app: App, staffId: string, code: string): Buffer<ArrayBuffer> =>
  app.vault.codeHmac(["staff-recovery", staffId, code.replace("-", "")]);

/** In the place of all that were there before. */
export async function keepRecoveryCodes(tx: Tx, app: App, staffId: string, codes: readonly string[]): Promise<void> {
  const now = app.clock.now().getTime();
  await tx.staffRecoveryCode.deleteMany({ where: { staffId } });
  await tx.staffRecoveryCode.createMany({
    data: codes.map((code) => ({ id: newId(now), staffId, codeHmac: hmacOf(app, staffId, code) })),
  });
}

/** Uses this code up; false where it is none, or was used. */
export async function useRecoveryCode(tx: Tx, app: App, staffId: string, code: string): Promise<boolean> {
  const { count } = await tx.staffRecoveryCode.updateMany({
    where: { staffId, codeHmac: hmacOf(app, staffId, code), usedAt: null },
    data: { usedAt: app.clock.now() },
  });
  return count > 0;
}
