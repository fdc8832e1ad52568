// What the clock and other hands may do between the steps of signing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { addressOf, agreeProposal, signer } from "#tests/world/agreed.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placePayer } from "#tests/world/paying.ts";
import { newestCode } from "#tests/world/way-in.ts";
import { readAgreement } from "./agreements.server.ts";
import { evaluatePlans } from "./evaluate-plans.server.ts";
import { askToSign, signAgreement } from "./sign-agreement.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Midnight comes after so many looks at the clock. */
function midnightAfter(looks: number): App {
  const [before, after] = [new Date("2026-11-25T23:59:59.900+08:00"), new Date("2026-11-26T00:00:00.100+08:00")];
  let looked = 0;
  return { ...app, clock: { now: () => ((looked += 1) <= looks ? before : after) } };
}

test("a plan that is signed as midnight passes begins with the balance that its agreement names", async () => {
  app.clock.set(new Date("2026-11-25T23:58:00+08:00"));
  const seen: unknown[] = [];
  for (let looks = 1; looks <= 40; looks += 3) {
    const { actor, accountId } = await placePayer(app, { principal: 1_000_000n });
    await app.db.prisma.debtAccount.update({
      where: { id: accountId },
      data: {
        interestFrozenFrom: null,
        accruedThrough: new Date("2026-11-24"),
        itemizationDate: new Date("2026-11-01"),
      },
    });
    const planId = await agreeProposal(app, actor, { accountIds: [accountId] });
    const shown = await readAgreement(app, actor, planId);
    const hash = shown?.hash ?? "";
    expect((await askToSign(app, actor, planId, hash, signer)).ok).toBe(true);
    const code = await newestCode(app, await addressOf(app, actor));
    const signed = await signAgreement(midnightAfter(looks), actor, planId, { hash, code, ...signer });
    if (!signed.ok) {
      seen.push(signed.refusal.kind);
      continue;
    }
    const plan = await app.db.prisma.plan.findUniqueOrThrow({ where: { id: planId } });
    const balance = (await readBalances(app.db.prisma, [accountId])).get(accountId);
    expect(totalOf(balance?.amounts ?? noAmounts)).toBe(decodeQuote(plan.quote).balanceMinor);
    seen.push("signed");
  }
  expect(seen).toContain("signed");
  app.clock.set(new Date("2026-11-23T12:00:00+08:00"));
});

test("a plan that nobody signed lapses the next night once its proposal was withdrawn", async () => {
  const { actor, accountId } = await placePayer(app, { principal: 1_000_000n });
  const kept = await placePayer(app, { principal: 1_000_000n });
  const planId = await agreeProposal(app, actor, { accountIds: [accountId] });
  const keptId = await agreeProposal(app, kept.actor, { accountIds: [kept.accountId] });
  await readAgreement(app, actor, planId);
  await readAgreement(app, kept.actor, keptId);
  expect((await withdrawProposal(app, actor, planId, { version: 1 })).ok).toBe(true);
  await evaluatePlans(app);
  await evaluatePlans(app);
  const plans = await app.db.prisma.plan.findMany({ where: { id: { in: [planId, keptId] } } });
  expect(new Map(plans.map(({ id, status }) => [id, status]))).toEqual(
    new Map([
      [planId, "lapsed"],
      [keptId, "unsigned"],
    ]),
  );
  expect(await app.db.prisma.planEvent.count({ where: { planId, event: "lapse" } })).toBe(1);
  expect((await readAgreement(app, actor, planId))?.state).toBe("closed");
});
