// The pages before a proposal, as a plain program meets them: begun, answered step by step, taken up again elsewhere.
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { withdrawHealthConsent } from "#app/modules/hardship/evidence.server.ts";
import { household, idOf, locationOf, visitDrafts } from "#tests/world/draft-visitor.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

test("the steps lead from one to the next, show what they come to, and are there again on another device", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.begin(await visitor.placeAccount());
  expect(locationOf(await visitor.post(`${draft}/household`, household))).toBe(`${draft}/income`);
  const income = await visitor.post(
    `${draft}/income`,
    "pay=yes&pay_amount=１，８００&pay_period=fortnight&family=yes&family_answer=not_sure",
  );
  expect([income.status, locationOf(income)]).toEqual([303, `${draft}/spending`]);
  expect((await visitor.get(`${draft}/spending`)).page).toMatch(/data-amount="390000"[^>]*data-name="income"/);
  const elsewhere = await visitor.elsewhere();
  const overview = (await elsewhere.get("/my")).page;
  expect(overview).toContain(`href="${draft}/spending"`);
  expect(overview).toContain('data-status="draft"');
  const again = (await elsewhere.get(`${draft}/income`)).page;
  expect(again).toMatch(/name="pay_amount"[^>]*value="1800"/);
  expect(again).toMatch(/name="family_answer"[^>]*value="not_sure"|value="not_sure"[^>]*name="family_answer"/);
  expect((await elsewhere.get(`${draft}/household`)).page).toMatch(
    /value="illness" checked|checked=""[^>]*value="illness"/,
  );
  const { budget, accounts } = await visitor.read(draft);
  expect(budget.household).toEqual({ adults: 2, children: 1, others: 0, region: "" });
  expect(budget.income).toEqual({
    pay: { kind: "amount", amountMinor: 180_000n, period: "fortnight" },
    family: { kind: "not_sure" },
  });
  expect(accounts[0]).toMatchObject({ intention: "less", reasons: ["income_fell", "illness"] });
});

test("a step that was opened to mend one answer leads back to the check", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.begin(await visitor.placeAccount());
  expect(locationOf(await visitor.post(`${draft}/income?change=1`, ""))).toBe(`${draft}/check`);
  expect((await visitor.read(draft)).budget.income).toEqual({});
});

test("an amount counts without its tick, but not where the tick was taken away", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.begin(await visitor.placeAccount());
  await visitor.post(`${draft}/income`, "shown=&pay_amount=100&family_amount=&other_amount=5");
  const both = {
    pay: { kind: "amount", amountMinor: 10_000n, period: "month" },
    other: { kind: "amount", amountMinor: 500n, period: "month" },
  };
  expect((await visitor.read(draft)).budget.income).toEqual(both);
  await visitor.post(`${draft}/income`, "shown=pay+other&pay=yes&pay_amount=100&other_amount=5");
  expect((await visitor.read(draft)).budget.income).toEqual({ pay: both.pay });
  await visitor.post(`${draft}/income`, "shown=pay&pay=yes&pay_answer=not_sure&pay_amount=100");
  expect((await visitor.read(draft)).budget.income).toEqual({ pay: { kind: "not_sure" } });
  await visitor.post(`${draft}/income`, "shown=pay:not_sure&pay=yes&pay_answer=not_sure&pay_amount=100");
  expect((await visitor.read(draft)).budget.income).toEqual({ pay: both.pay });
});

test("what cannot be read is 422 at its box, and everything typed is kept", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.begin(await visitor.placeAccount());
  const refusals = [
    ["spending", "food=yes&food_amount=&housing=yes&housing_amount=1200", "Food: Enter an amount", "1200"],
    ["spending", "food=yes&food_amount=12x&housing_amount=7.5", "Food: Enter the amount in figures", "12x"],
    [
      "spending",
      "other=yes&other_amount=-3&other_debts=yes&other_debts_amount=4",
      "Other needs: Enter an amount of 0",
      "-3",
    ],
    ["spending", "food=yes&food_amount=1.005", "Food: Enter an amount with at most two", "1.005"],
    ["spending", "food=yes&food_amount=1&food_period=decade", "Food: Choose how often", "1"],
    ["spending", "savings=yes", "Savings: Enter an amount", "yes"],
    ["household", "adults=many&region=Chengdu", "number of people", "Chengdu"],
    ["household", "adults=21", "number of people", "21"],
    ["household", "adults=1&intention=never", "what you would like", "1"],
  ] as const;
  for (const [step, body, said, kept] of refusals) {
    const answer = await visitor.post(`${draft}/${step}`, body);
    const page = await answer.text();
    expect([body, answer.status]).toEqual([body, 422]);
    expect(page).toContain("<title>Error: ");
    expect(page).toContain(said);
    expect(page).toContain(`value="${kept}"`);
  }
  const { budget } = await visitor.read(draft);
  expect(budget).toEqual({ household: undefined, income: undefined, spending: undefined, savings: undefined });
});

test("catalogue 33: a field that comes twice is refused, and nothing is saved", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.begin(await visitor.placeAccount());
  for (const [step, body] of [
    ["income", "pay=yes&pay_amount=1&pay_amount=2"],
    ["income", "pay=yes&pay_answer=amount&pay_answer=not_said"],
    ["household", "adults=1&adults=2"],
    ["check", "version=1&version=1"],
  ] as const) {
    expect([body, (await visitor.post(`${draft}/${step}`, body)).status]).toEqual([body, 422]);
  }
  expect((await visitor.read(draft)).budget.income).toBeUndefined();
});

test("catalogue 17: a status, owner or version sent along changes nothing", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.begin(await visitor.placeAccount());
  const extra = `&status=approved&borrowerId=${newId()}&version=99&policyPackId=none&care=maybe&__proto__x=1`;
  await visitor.post(`${draft}/household`, household + extra);
  await visitor.post(`${draft}/income`, `pay=yes&pay_amount=1${extra}`);
  expect(await visitor.read(draft)).toMatchObject({ status: "draft", care: false });
  expect((await visitor.read(draft)).version).toBeLessThan(10);
  for (const body of ["", "version=", "version=-1", "version=99", "version=1e3"]) {
    const { status } = await visitor.post(`${draft}/check`, body);
    expect([body, status]).toEqual([body, body === "version=99" ? 409 : 422]);
  }
  expect(await visitor.read(draft)).toMatchObject({ status: "draft" });
});

test("somebody else's draft, a made-up one and no id at all are not there", async () => {
  const [mine, other] = [await visitDrafts(portal), await visitDrafts(portal)];
  const foreign = await other.begin(await other.placeAccount());
  for (const draft of [foreign, `/my/hardship/${newId()}`, "/my/hardship/1"]) {
    for (const step of ["household", "income", "spending", "check"]) {
      const answers = [
        (await mine.get(`${draft}/${step}`)).status,
        (await mine.post(`${draft}/${step}`, "version=1")).status,
      ];
      expect([step, ...answers]).toEqual([step, 404, 404]);
    }
  }
  const account = await other.placeAccount();
  expect((await mine.post("/my/hardship", `account=${account}`)).status).toBe(404);
  expect((await mine.post("/my/hardship", `account=${newId()}`)).status).toBe(404);
});

test("accounts of one creditor go together; those of two and none at all are told apart in words, and a disputed one may be chosen", async () => {
  const visitor = await visitDrafts(portal);
  const [a, b, river, disputed] = [
    await visitor.placeAccount(),
    await visitor.placeAccount(),
    await visitor.placeAccount("RIVER"),
    await visitor.placeAccount(),
  ];
  const { prisma } = portal.app.db;
  await prisma.debtAccount.update({ where: { id: disputed }, data: { disputedAt: portal.app.clock.now() } });
  for (const [body, said] of [
    [`account=${a}&account=${river}`, "different creditors"],
    ["", "Choose at least one account"],
    ["account=everything", "Choose at least one account"],
  ] as const) {
    const answer = await visitor.post("/my/hardship", body);
    expect([body, answer.status]).toEqual([body, 422]);
    expect(await answer.text()).toContain(said);
  }
  const shown = (await visitor.get(`/my/hardship?account=${a}`)).page;
  expect(shown.match(/type="checkbox"/g)).toHaveLength(4);
  expect(shown.match(/We look at your objection first/g)).toHaveLength(1);
  expect((await visitor.read(await visitor.begin(disputed))).accounts).toMatchObject([{ disputed: true }]);
  expect(shown.match(/checked=""/g)).toHaveLength(1);
  const draft = await visitor.begin(a, b);
  const own = `reason_${b}=caring&intention_${b}=later`;
  await visitor.post(`${draft}/household`, `${household}&${own}&reason_${river}=illness`);
  const said = (await visitor.read(draft)).accounts.map(({ accountId, intention, reasons }) => ({
    accountId,
    intention,
    reasons,
  }));
  expect(said).toEqual([
    { accountId: a, intention: "less", reasons: ["income_fell", "illness"] },
    { accountId: b, intention: "later", reasons: ["caring"] },
  ]);
});

test("a single account is ticked already, and beginning twice goes on with one draft", async () => {
  const visitor = await visitDrafts(portal);
  const account = await visitor.placeAccount();
  expect((await visitor.get("/my/hardship")).page.match(/checked=""/g)).toHaveLength(1);
  const [first, second] = await Promise.all([visitor.begin(account), visitor.begin(account)]);
  expect(second).toBe(first);
  expect((await visitor.get("/my/hardship")).page).toContain(`href="${first}/household"`);
});

test("illness is kept only with its own consent: asked for at its box, given once, and gone when it is taken back", async () => {
  const visitor = await visitDrafts(portal);
  const [a, b] = [await visitor.placeAccount(), await visitor.placeAccount()];
  const draft = await visitor.begin(a, b);
  const typed = `adults=3&region=Chengdu&note=Spring&care=yes&reason=caring&reason_${b}=illness&reason_${b}=caring`;
  const refused = await visitor.post(`${draft}/household`, typed);
  const page = await refused.text();
  expect(refused.status).toBe(422);
  expect(page).toContain('href="#healthConsent"');
  expect(page).toContain("choose “Rather not say” instead");
  for (const kept of ['value="3"', 'value="Chengdu"', "Spring"]) expect(page).toContain(kept);
  // Three reasons, the care, and the wish that nobody chose: not sure yet.
  expect(page.match(/checked=""/g)).toHaveLength(5);
  expect(page.match(/<details open/g)).toHaveLength(1);
  const { accounts, budget, note } = await visitor.read(draft);
  expect([accounts.flatMap(({ reasons }) => reasons), budget.household, note]).toEqual([[], undefined, ""]);
  const given = await visitor.post(`${draft}/household`, `${typed}&healthConsent=yes`);
  expect(locationOf(given)).toBe(`${draft}/income`);
  expect((await visitor.get(`${draft}/household`)).page).not.toContain('name="healthConsent"');
  expect(locationOf(await visitor.post(`${draft}/household`, typed))).toBe(`${draft}/income`);
  await withdrawHealthConsent(portal.app, visitor.actor, idOf(draft));
  expect((await visitor.read(draft)).accounts.flatMap(({ reasons }) => reasons)).toEqual(["caring", "caring"]);
  const again = (await visitor.get(`${draft}/household`)).page;
  expect(again).toContain('name="healthConsent"');
  expect(again).not.toMatch(/value="illness"[^>]*checked|checked=""[^>]*value="illness"/);
});

test("the page with the consent stays within 10 kB, compressed", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.begin(await visitor.placeAccount());
  const { page } = await visitor.get(`${draft}/household`);
  expect(brotliCompressSync(page).byteLength).toBeLessThan(10_000);
});
