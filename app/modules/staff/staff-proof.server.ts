// The second thing that somebody of the staff has: a code of their authenticator, or one of their recovery codes. Each
// is taken once. Tries are counted over all browsers of the person, because whoever gets here knows the password.
import type { App } from "#app/platform/app.server.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";
import {
  addressKeys,
  count,
  counterKey,
  forgive,
  lockKeys,
  readCounters,
  type CounterKey,
} from "../identity/sign-in-counters.server.ts";
import { staffTryingOpensAt } from "../identity/sign-in-limits.ts";
import { useRecoveryCode } from "./recovery-codes.server.ts";
import type { TypedCode } from "./staff-codes.ts";
import { openTotp, stepOfCode } from "./totp.server.ts";

interface SecondStep {
  readonly staffId: string;
  readonly ip: string;
}

export type Proof =
  | { readonly kind: "right"; readonly via: "code" | "recovery" }
  | { readonly kind: "wrong"; readonly failures: number }
  | { readonly kind: "wait"; readonly until: Date };

const claimOf = (app: App, staffId: string): CounterKey => counterKey(app, "staff_fail_claim", "code", staffId);

/** The step that a code belongs to moves forward in the statement that takes it: of two at once one is told true. */
async function takeTotp(tx: Tx, app: App, staffId: string, code: string): Promise<boolean> {
  const person = await tx.staff.findUnique({ where: { id: staffId, status: "active" }, select: { totpEnc: true } });
  if (!person?.totpEnc) return false;
  const step = stepOfCode(openTotp(app.vault, staffId, person.totpEnc), code, app.clock.now());
  if (step === undefined) return false;
  const taken = await tx.$executeRaw`
    UPDATE staff SET totp_step = ${step} WHERE id = ${staffId}::uuid AND (totp_step IS NULL OR totp_step < ${step})`;
  return taken === 1;
}

/** Takes the code, as part of what it is given for. */
export async function proveByCode(tx: Tx, app: App, { staffId, ip }: SecondStep, typed: TypedCode): Promise<Proof> {
  const claim = claimOf(app, staffId);
  const keys = [claim, ...addressKeys(app, "staff_fail", ip)];
  await lockKeys(tx, [claim]);
  const counters = await readCounters(tx, keys);
  const until = staffTryingOpensAt(counters, app.clock.now());
  if (until) return { kind: "wait", until };
  const right =
    typed.kind === "totp"
      ? await takeTotp(tx, app, staffId, typed.code)
      : await useRecoveryCode(tx, app, staffId, typed.code);
  if (!right) {
    await count(tx, app, keys);
    return { kind: "wrong", failures: (counters.find(({ kind }) => kind === "staff_fail_claim")?.count ?? 0) + 1 };
  }
  await forgive(tx, [claim], []);
  return { kind: "right", via: typed.kind === "totp" ? "code" : "recovery" };
}

/** When a code of this person may be tried again; undefined: now. */
export async function codeOpensAt(
  runner: Tx | Db["prisma"],
  app: App,
  { staffId, ip }: SecondStep,
): Promise<Date | undefined> {
  const keys = [claimOf(app, staffId), ...addressKeys(app, "staff_fail", ip)];
  return staffTryingOpensAt(await readCounters(runner, keys), app.clock.now());
}
