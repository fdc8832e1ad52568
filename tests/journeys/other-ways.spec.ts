// When the ordinary way does not fit: no contact on file works, it is somebody else's phone, the amount is not right.
// No dead end anywhere, and what is promised then happens.
import { expect, test } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { amountNamed, claim, countMessages, nextCode, openAccount, portal, signIn, submit } from "./visitor.ts";

const reference = /H-[0-9A-Z]{4}-[0-9A-Z]{4}/;

test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

for (const language of ["zh-CN", "en"] as const) {
  test.describe(language, () => {
    test.use({ locale: language });

    test("whoever gets no code asks a person, and has a reference and a day", async ({ page }) => {
      const person = fictionalReader(language, 8);
      await page.goto(portal("/start"));
      await page.locator('main a[href="/verify/help"]').first().click();
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await submit(page);
      // What is missing is said by name, and what was typed stays.
      await expect(page.locator('[name="fullName"]')).toHaveAttribute("aria-invalid", "true");
      await page.locator('[name="fullName"]').fill(person.fullName);
      await page.locator('[name="reach"]').fill("somewhere@example.com");
      await page.locator('[name="when"]').fill(language === "en" ? "In the evening" : "晚上");
      await page.locator('[name="details"]').fill("Line one\nline two");
      await submit(page);
      await expect(page).toHaveURL(/\/verify\/help\?case=H-/);
      const number = reference.exec(page.url())?.[0] ?? "";
      await expect(page.locator("main")).toContainText(number);
      await expect(page.locator("main")).toContainText(language === "en" ? /\d{1,2} \w+ 20\d\d/ : /20\d\d年\d+月\d+日/);
      // Whoever comes back with the reference sees the same, and nothing of what was written.
      await page.goto(portal(`/verify/help?case=${number}`));
      await expect(page.locator("main")).toContainText(number);
      await expect(page.locator("main")).not.toContainText(person.fullName);
    });
  });
}

test("somebody else's phone: after the code to it no message reaches it any more", async ({ page, browser }) => {
  const [person, witness] = [fictionalReader("zh-CN", 9), fictionalReader("zh-CN", 16)];
  // Somebody looks for this person, and the message goes to a phone that is a stranger's by now.
  await claim(page, person);
  await nextCode(person.mobile, 0);

  const stranger = await browser.newPage({ javaScriptEnabled: false });
  await stranger.goto(portal("/start"));
  await stranger.locator('main a[href="/not-me"]').first().click();
  const known = await countMessages(person.mobile);
  await stranger.locator('[name="contact"]').fill(person.mobile.slice(3));
  await submit(stranger);
  await expect(stranger).toHaveURL(/\/not-me\?step=code$/);
  await stranger.locator('[name="code"]').fill(await nextCode(person.mobile, known));
  await submit(stranger);
  await expect(stranger).toHaveURL(/\/not-me\?case=H-/);
  await expect(stranger.locator("main")).toContainText(reference);
  await stranger.close();

  const stopped = await countMessages(person.mobile);
  await claim(page, person);
  await page.goto(portal("/not-me"));
  await page.locator('[name="contact"]').fill(person.mobile);
  await submit(page);
  // The page is as ever: it does not tell what has become of the phone.
  await expect(page).toHaveURL(/\/not-me\?step=code$/);
  // A message that was asked for afterwards has arrived by now, so those before it would have.
  const other = await browser.newPage({ javaScriptEnabled: false });
  await signIn(other, witness);
  await other.close();
  expect(await countMessages(person.mobile)).toBe(stopped);
});

test("an amount that is not right: said once, it holds payments, the account says so, and other ways are named", async ({
  page,
}) => {
  await signIn(page, fictionalReader("zh-CN", 17));
  const address = await openAccount(page);
  const before = await amountNamed(page, "balance");
  await page.locator(`main a[href="${address}/dispute"]`).first().click();
  await submit(page);
  await expect(page).toHaveTitle(/^错误：/);
  await page.locator('[name="reason"][value="amount"]').check();
  await page.locator('[name="details"]').fill("已经还了一部分");
  await submit(page);
  await expect(page).toHaveURL(/\/dispute\?case=H-/);
  const number = reference.exec(page.url())?.[0] ?? "";
  await expect(page.locator("main")).toContainText(number);

  await page.goto(portal(address));
  expect(await amountNamed(page, "balance")).toBe(before);
  expect(await amountNamed(page, "due")).toBe(0n);
  await expect(page.locator("main")).toContainText("核实");

  await page.goto(portal(`${address}/pay`));
  await expect(page.locator("main form")).toHaveCount(0);
  await expect(page.locator('main a[href="/help"]')).toBeVisible();
  await expect(page.locator(`main a[href="${address}"]`).first()).toBeVisible();
  // A preview that was opened before is held as well.
  await page.goto(portal(`${address}/pay?choice=other&amount=60`));
  await expect(page.locator('main form[method="post"]')).toHaveCount(0);
  await page.goto(portal("/my"));
  await expect(page.locator(`main a[href="${address}"]`).first()).toBeVisible();
});
