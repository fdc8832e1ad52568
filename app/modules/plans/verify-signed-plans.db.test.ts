// The proof of plans: silent over everything that may happen to one, and loud over what may not.
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressOf, agreeProposal, signWithCode } from "#tests/world/agreed.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placePayer } from "#tests/world/paying.ts";
import { changePlan } from "./change-plan.server.ts";
import { evaluatePlans } from "./evaluate-plans.server.ts";
import { verifySignedPlans } from "./verify-signed-plans.server.ts";

let app: TestApp;
let owner: pg.Client;
beforeAll(async () => {
  app = await createTestApp();
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

async function signed() {
  const payer = await placePayer(app, { principal: 1_000_000n, interest: 20_000n });
  await app.db.prisma.debtAccount.update({ where: { id: payer.accountId }, data: { interestFrozenFrom: null } });
  const planId = await agreeProposal(app, payer.actor, { accountIds: [payer.accountId] });
  await signWithCode(app, payer.actor, planId, await addressOf(app, payer.actor));
  return { ...payer, planId };
}

const keys = {
  plan: ["id"],
  plan_account: ["plan_id", "account_id"],
  plan_revision: ["plan_id", "revision"],
  agreed_due: ["plan_id", "seq", "account_id"],
  debt_account: ["id"],
} as const;

/** Writes past every trigger, as only the owner of the database can, and puts everything back. */
async function meddle(table: keyof typeof keys, column: string, value: string, id: string): Promise<unknown> {
  const own = keys[table];
  const write = async (set: string): Promise<void> => {
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await owner.query(set);
    await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  };
  await owner.query(`CREATE TEMP TABLE kept AS SELECT * FROM ${table}`);
  await write(`UPDATE ${table} SET ${column} = ${value} WHERE ${own[0]} = '${id}'`);
  const found = await verifySignedPlans(app);
  const same = own.map((key) => `t.${key} = kept.${key}`).join(" AND ");
  await write(`UPDATE ${table} t SET ${column} = kept.${column} FROM kept WHERE ${same}`);
  await owner.query("DROP TABLE kept");
  return found;
}

test("the proof names the plan of which a figure, a date, a condition or the state was altered", async () => {
  const { actor, accountId, planId } = await signed();
  await signed();
  expect(await verifySignedPlans(app)).toBeUndefined();
  const tries = [
    ["plan", "quote", `jsonb_set(quote, '{totalMinor}', '"1"')`, "figures_altered"],
    ["plan", "quote", "quote - 'accounts'", "figures_altered"],
    ["plan", "total_minor", "total_minor - 1", "figures_altered"],
    ["plan", "waived_minor", "500000", "figures_altered"],
    ["plan", "policy_pack_id", "'uk-2026-11'", "figures_altered"],
    ["plan", "signed_at", "signed_at - interval '1 day'", "not_signed"],
    ["plan", "status", "'completed'", "schedule_altered"],
    ["plan", "status", "'breached'", "status_altered"],
    ["plan_account", "waived_minor", "9", "figures_altered"],
    ["agreed_due", "due_on", "due_on + 9", "schedule_altered"],
    ["plan_revision", "schedule", "schedule #- '{0}'", "schedule_altered"],
    ["debt_account", "plan_rate_ppm", "240000", "conditions_altered"],
    ["debt_account", "plan_interest_left", "100000", "conditions_altered"],
    ["debt_account", "agreed_order", "'{principal}'", "conditions_altered"],
  ] as const;
  for (const [table, column, value, problem] of tries) {
    const found = await meddle(table, column, value, table === "debt_account" ? accountId : planId);
    expect([table, column, found]).toEqual([table, column, { problem, subject: `plan ${planId}` }]);
  }
  expect(await verifySignedPlans(app)).toBeUndefined();
  const { version } = await app.db.prisma.plan.findUniqueOrThrow({ where: { id: planId } });
  expect((await changePlan(app, actor, planId, { kind: "skip", seq: 1 }, version)).ok).toBe(true);
  expect(await verifySignedPlans(app)).toBeUndefined();
});

test("the proof stays silent while plans fall behind, break and are put right again", async () => {
  for (let days = 0; days < 60; days += 6) {
    app.clock.advance(6 * 86_400_000);
    await evaluatePlans(app);
    expect(await verifySignedPlans(app)).toBeUndefined();
  }
  expect(await app.db.prisma.plan.count({ where: { status: "breached" } })).toBeGreaterThan(0);
});
