// The main job: verified, seen, a part of it paid, and the receipt and the new balance right to the fen. In both
// languages, with and without JavaScript, on a phone's and a desktop's width.
import { expect, test } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { amountNamed, openAccount, portal, signIn } from "./visitor.ts";

const widths = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };
const components = ["principal", "interest", "penalty_interest", "fees", "costs"];

let next = 0;
for (const language of ["zh-CN", "en"] as const) {
  for (const javaScriptEnabled of [true, false]) {
    for (const [device, viewport] of Object.entries(widths)) {
      const person = fictionalReader(language, next++);
      const name = `${language}, ${device}, ${javaScriptEnabled ? "with" : "without"} JavaScript: sees what is owed and pays ¥100 of it`;

      test(name, async ({ browser }) => {
        const context = await browser.newContext({ viewport, javaScriptEnabled, locale: language });
        const page = await context.newPage();
        const violations: string[] = [];
        page.on("console", (message) => {
          if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
        });

        await signIn(page, person);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        // More than was handed over on 1 November: the days since then are counted when a person signs in.
        expect(await amountNamed(page, "total")).toBeGreaterThan(person.balanceMinor);

        const address = await openAccount(page);
        const before = await amountNamed(page, "balance");
        let sum = 0n;
        for (const component of components) sum += await amountNamed(page, component);
        expect(sum).toBe(before);

        await page.goto(portal(`${address}/pay`));
        await page.locator('[name="choice"][value="other"]').check();
        await page.locator('[name="amount"]').fill("１００");
        await page.locator("main form button").first().click();
        await page.locator('main form[method="post"] button', { hasText: "¥100.00" }).click();

        await page.locator('[name="number"]').fill("4242424242424242");
        await page.locator('[name="exp"]').fill("12/34");
        await page.locator('[name="cvc"]').fill("123");
        await page.locator('button[name="action"][value="pay"]').first().click();
        await expect(page.locator('[data-status="settled"]').first()).toBeVisible();

        await page.goto(portal(address));
        expect(await amountNamed(page, "balance")).toBe(before - 10_000n);
        expect(violations).toEqual([]);
        await context.close();
      });
    }
  }
}
