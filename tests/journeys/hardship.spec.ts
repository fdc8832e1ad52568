// From "I cannot pay all of it" to an arrangement, as people go through it: agreed at once, answered by a person, looked
// at again, left. In both languages, with and without JavaScript.
import { expect, test, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { propose, signPlan, statusOf } from "./hardship-steps.ts";
import { amountNamed, portal } from "./visitor.ts";

/** Everybody's pages, counted from the first. */
function countPages(page: Page): { readonly seen: string[] } {
  const seen: string[] = [];
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) seen.push(new URL(frame.url()).pathname.replace(/[0-9a-f-]{36}/, "ID"));
  });
  return { seen };
}

for (const [index, language] of (["zh-CN", "en"] as const).entries()) {
  for (const javaScriptEnabled of [true, false]) {
    test(`${language}, ${javaScriptEnabled ? "with" : "without"} JavaScript: from sign-in to a signed plan in at most 14 pages`, async ({
      browser,
    }) => {
      const context = await browser.newContext({
        locale: language,
        javaScriptEnabled,
        viewport: { width: 360, height: 740 },
      });
      const page = await context.newPage();
      const { seen } = countPages(page);
      const person = fictionalReader(language, 32 + index * 2 + (javaScriptEnabled ? 0 : 1));
      await propose(page, person, "instalments");
      expect(await page.locator("main [data-status]").first().getAttribute("data-status")).toBe("approved");
      const plan = await signPlan(page, person);
      await expect(page.locator("main [data-status]").first()).toHaveAttribute("data-status", "live");
      const pages = seen.filter((address) => address !== "blank");
      console.log(`${pages.length} pages: ${pages.join(" ")}`);
      expect(pages.length).toBeLessThanOrEqual(14);
      // What is owed is what the plan asks for, to the last fen, where no interest runs away from it.
      expect(await amountNamed(page, "plan_agreed")).toBe(
        (await amountNamed(page, "plan_left")) + (await amountNamed(page, "plan_paid")),
      );
      await page.goto(portal("/my"));
      await expect(page.locator(`main a[href="${plan}"]`).first()).toBeVisible();
      await context.close();
    });
  }
}

test("a proposal that was sent can be withdrawn, and the account is as it was", async ({ page }) => {
  const draft = await propose(page, fictionalReader("zh-CN", 36), "waiver");
  await expect(page.locator("main [data-status]").first()).toHaveAttribute("data-status", "in_review");
  await page.locator('button[name="intent"][value="withdraw"]').click();
  expect(await statusOf(page, draft)).toBe("withdrawn");
});
