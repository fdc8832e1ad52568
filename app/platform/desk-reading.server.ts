// The way by which staff read: a transaction whose role can write nothing, and to which the database shows the rows of
// one person's portfolio. Without a person it shows none. It refuses to be the only wall: the statements inside name
// the portfolio themselves.
import type { StaffActor } from "#app/kernel/actor.ts";
import { may } from "#app/kernel/permissions.ts";
import type { Db, Tx } from "./db.server.ts";

/** Runs `work` with the eyes of this person. Nothing that it does can change a row. */
export async function readAsStaff<Result>(
  db: Db,
  { staffId, role, creditors }: StaffActor,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const audit = may(role, "audit.read") ? "yes" : "no";
  return db.prisma.$transaction(
    async (tx) => {
      await tx.$queryRaw`
        SELECT set_config('anhuan.staff', ${staffId}, true), set_config('anhuan.creditors', ${creditors.join(",")}, true),
               set_config('anhuan.audit', ${audit}, true), set_config('role', 'anhuan_desk', true)`;
      return work(tx);
    },
    { maxWait: 1500, timeout: 15_000 },
  );
}
