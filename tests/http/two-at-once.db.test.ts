// Two people, or one person in two tabs, change the same thing at once: one of them did it, the other is told, and
// neither undoes what the other has done.
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { closeCase } from "#app/modules/identity/help-cases.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

async function signedIn() {
  const { app } = portal;
  const actor = await placePerson(app);
  const debt = await placeDebt(app, actor, { principal: 100_000n });
  const token = await app.db.prisma.$transaction((tx) => openSession(tx, app, actor.borrowerId));
  const headers = { Cookie: `__Host-anhuan=s.${token}` };
  const post = (path: string, body: string) => portal.post(`/my/accounts/${debt.accountId}/${path}`, body, headers);
  return { actor, debt, post };
}

const audited = (action: string): Promise<number> => portal.app.db.prisma.auditEvent.count({ where: { action } });

test("catalogue 57: two tabs object at once for different reasons: both are heard, and the account is held once", async () => {
  const { actor, debt, post } = await signedIn();
  const answers = await Promise.all([
    post("dispute", "reason=amount&details=1"),
    post("dispute", "reason=already_paid&details=2"),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  const { prisma } = portal.app.db;
  expect(await prisma.helpCase.count({ where: { borrowerId: actor.borrowerId, kind: "dispute" } })).toBe(2);
  expect((await prisma.debtAccount.findUniqueOrThrow({ where: { id: debt.accountId } })).disputedAt).not.toBeNull();
  expect(await audited("account.disputed")).toBe(1);
});

test("catalogue 57: of two people who close a case at once one did it, the other is told, and it is on record once", async () => {
  const { actor, post } = await signedIn();
  await post("dispute", "reason=other&details=");
  const { app } = portal;
  const { reference } = await app.db.prisma.helpCase.findFirstOrThrow({ where: { borrowerId: actor.borrowerId } });
  const desk = systemActor("command");
  const closed = await Promise.all(Array.from({ length: 4 }, () => closeCase(app, desk, reference)));
  expect(closed.filter(Boolean)).toHaveLength(1);
  expect(await audited("case.closed")).toBe(1);
});

test("catalogue 57: who agrees to an amount that another tab has changed is shown the new one and pays nothing yet", async () => {
  const { debt, post } = await signedIn();
  await debt.pay(day("2026-11-20"), { principal: 40_000n });
  const answer = await post("pay", "choice=full&amount=&shown=100000");
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("¥600.00");
  expect(await portal.app.db.prisma.paymentAttempt.count({ where: { accountId: debt.accountId } })).toBe(0);
});
