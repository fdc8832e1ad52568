// What waits at the demo's desk besides proposals: an objection, and somebody who cannot get in. Through the same calls
// as everybody's, some days ago by the clock that these calls are given.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { openDispute } from "#app/modules/accounts/requests.server.ts";
import { requestHelp } from "#app/modules/identity/help-cases.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { frozenClock } from "#app/platform/clock.server.ts";
import { demoCast } from "../../prisma/seed/demo-cast.ts";

const daysAgo = (app: App, days: number): App => ({
  ...app,
  clock: frozenClock(new Date(app.clock.now().getTime() - days * 86_400_000)),
});

async function objectToAnAmount(app: App): Promise<void> {
  const accountNumber = demoCast.find(({ key }) => key === "disagrees")?.accountNumber ?? "";
  const account = await app.db.prisma.debtAccount.findFirst({
    where: { referenceKey: accountNumber },
    select: { id: true, borrowerId: true },
  });
  if (!account || (await app.db.prisma.helpCase.count({ where: { accountId: account.id } })) > 0) return;
  const actor: BorrowerActor = { kind: "borrower", borrowerId: account.borrowerId, sessionId: newId() };
  const details = "九月我已经还过800元，账上好像没有算进去。";
  await openDispute(daysAgo(app, 2), actor, account.id, { reason: "amount", details }, "zh-CN");
}

async function askForAnotherWayIn(app: App): Promise<void> {
  if ((await app.db.prisma.helpCase.count({ where: { kind: "sign_in" } })) > 0) return;
  const details = {
    fullName: "邓福来",
    reach: "fulai@example.com",
    reference: "RIVER-D0000010",
    when: "",
    details: "换了手机号，收不到验证码。",
  };
  await requestHelp(daysAgo(app, 1), { once: undefined, ip: "127.0.0.1", language: "zh-CN", details });
}

export async function openDemoCases(app: App): Promise<void> {
  await objectToAnAmount(app);
  await askForAnotherWayIn(app);
}
