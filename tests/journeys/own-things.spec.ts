// What is private stays with its owner: after signing out, before signing in, and for everybody else. And what is the
// owner's can be taken along on paper.
import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { beginDraft, openAccount, portal, signIn, submit } from "./visitor.ts";

test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

test("after signing out, Back shows nothing private, and signing in again leads to the page that was wanted", async ({
  page,
}) => {
  const person = fictionalReader("zh-CN", 21);
  await signIn(page, person);
  const address = await openAccount(page);
  const privatePage = await page.goto(portal(address));
  expect(privatePage?.headers()["cache-control"]).toBe("no-store");
  await page.locator('header form[action="/sign-out"] button').click();
  await expect(page).toHaveURL(portal("/"));
  for (let step = 0; step < 2; step += 1) {
    await page.goBack();
    await expect(page).toHaveURL(portal("/start"));
    await expect(page.locator("[data-amount]")).toHaveCount(0);
  }
  await page.goto(portal("/my"));
  await expect(page).toHaveURL(portal("/start"));
  await page.goto(portal(`${address}/statement`));
  await expect(page).toHaveURL(portal("/start"));
  await signIn(page, person, `${address}/statement`);
  await expect(page.locator('[data-name="balance"]').first()).toBeVisible();
});

test("a household's answers wait through a pause and a new sign-in, and boxes fold without a script", async ({
  page,
}) => {
  const person = fictionalReader("zh-CN", 24);
  await signIn(page, person);
  const draft = await beginDraft(page);
  await page.locator('[name="reason"][value="lost_work"]').check();
  await submit(page);
  await expect(page).toHaveURL(portal(`${draft}/income`));
  await expect(page.locator("#pay_amount")).toBeHidden();
  await page.locator("#pay").check();
  await page.locator("#pay_amount").fill("３，２００");
  await submit(page);
  await expect(page.locator('[data-name="income"]')).toHaveAttribute("data-amount", "320000");
  await page.getByRole("link", { name: "稍后继续" }).click();
  await expect(page.locator('#proposals [data-status="draft"]')).toBeVisible();
  await page.locator('header form[action="/sign-out"] button').click();
  await signIn(page, person);
  await page.locator("#proposals a").click();
  await expect(page).toHaveURL(portal(`${draft}/spending`));
  await page.goto(portal(`${draft}/income`));
  await expect(page.locator("#pay_amount")).toHaveValue("3200");
});

/** Presses the link and answers what was kept. */
async function keepFile(page: Page, address: string): Promise<{ type: string; name: string; bytes: Buffer }> {
  const [response, download] = await Promise.all([
    page.waitForResponse((each) => new URL(each.url()).pathname === address),
    page.waitForEvent("download"),
    page.locator(`main a[href^="${address}"]`).first().click(),
  ]);
  const bytes = await readFile(await download.path());
  return { type: response.headers()["content-type"] ?? "", name: download.suggestedFilename(), bytes };
}

test("statement and receipt are kept as files, and to another person they do not exist", async ({ page, browser }) => {
  await signIn(page, fictionalReader("zh-CN", 22));
  const account = await openAccount(page);
  await page.goto(portal(`${account}/statement`));
  const statement = await keepFile(page, `${account}/statement.pdf`);
  expect([statement.type, statement.bytes.subarray(0, 5).toString()]).toEqual(["application/pdf", "%PDF-"]);
  expect(statement.name).toMatch(/^statement-\d{4}-\d\d-\d\d\.pdf$/);

  await page.goto(portal(`${account}/pay?choice=other&amount=60`));
  await page.locator('main form[method="post"] button').click();
  await page.locator('[name="number"]').fill("4242424242424242");
  await page.locator('[name="exp"]').fill("12/34");
  await page.locator('[name="cvc"]').fill("123");
  await page.locator('button[name="action"][value="pay"]').first().click();
  await expect(page.locator('[data-status="settled"]').first()).toBeVisible();
  const payment = new URL(page.url()).pathname;
  await page.goto(portal(`${payment}/receipt`));
  await expect(page.locator("main")).toContainText("人民币陆拾元整");
  const receipt = await keepFile(page, `${payment}/receipt.pdf`);
  expect([receipt.type, receipt.bytes.subarray(0, 5).toString()]).toEqual(["application/pdf", "%PDF-"]);

  const stranger = await browser.newPage({ javaScriptEnabled: false });
  await signIn(stranger, fictionalReader("zh-CN", 23));
  const unknown = "0193b6a0-0000-7000-8000-000000000000";
  const own = [
    ...["", "/statement", "/statement.pdf", "/pay", "/dispute"].map((page) => `/my/accounts/ID${page}`),
    ...["", "/receipt", "/receipt.pdf"].map((page) => `/my/payments/ID${page}`),
  ];
  for (const pattern of own) {
    const id = (pattern.includes("accounts") ? account : payment).split("/").at(-1) ?? "";
    const seen = [];
    for (const each of [id, unknown]) {
      const answer = await stranger.goto(portal(pattern.replace("ID", each)));
      seen.push([answer?.status(), await stranger.locator("body").innerText()]);
    }
    expect(seen[0]).toEqual(seen[1]);
    expect([pattern, seen[0]?.[0]]).toEqual([pattern, 404]);
  }
  await stranger.close();
});

test("on paper a statement has its figures and none of the controls", async ({ page }) => {
  await signIn(page, fictionalReader("en", 9));
  const account = await openAccount(page);
  await page.goto(portal(`${account}/statement`));
  await page.emulateMedia({ media: "print" });
  await expect(page.locator('[data-name="balance"]').first()).toBeVisible();
  for (const control of ["main button", "main input", "header nav"]) {
    for (const each of await page.locator(control).all()) await expect(each).toBeHidden();
  }
});
