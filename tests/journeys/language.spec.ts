// The other language is one press away on every page, and nothing is lost by it.
import { expect, test, type Page } from "@playwright/test";
import { fictionalReader } from "../world/people.ts";
import { amountNamed, claim, openAccount, portal, signIn } from "./visitor.ts";

test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

async function switchTo(page: Page, language: "zh-CN" | "en"): Promise<void> {
  await page.locator(`header a[hreflang="${language}"]`).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

test("on the way in a switch keeps the step and who one said to be", async ({ page }) => {
  await claim(page, fictionalReader("zh-CN", 18));
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await switchTo(page, "en");
  await expect(page).toHaveURL(/\/verify\/code\?lang=en$/);
  await expect(page.locator('[name="code"]')).toBeVisible();
  await page.goto(portal("/verify"));
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator('[name="fullName"]')).toBeVisible();
});

test("while paying a switch keeps the amount, and the language stays with the person", async ({ page, browser }) => {
  const person = fictionalReader("zh-CN", 19);
  await signIn(page, person);
  const address = await openAccount(page);
  await page.goto(portal(`${address}/pay?choice=other&amount=60`));
  const after = await amountNamed(page, "balance_after");
  await switchTo(page, "en");
  await expect(page).toHaveURL(new RegExp(`${address}/pay\\?choice=other&amount=60&lang=en$`));
  expect(await amountNamed(page, "balance_after")).toBe(after);
  await expect(page.locator('main form[method="post"] button')).toHaveText("Pay ¥60.00");
  await page.goto(portal(`${address}/statement?from=2026-11-02&until=2026-11-10`));
  await switchTo(page, "zh-CN");
  await expect(page.locator('[name="from"]')).toHaveValue("2026-11-02");
  await switchTo(page, "en");
  await page.goto(portal("/my"));
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  const elsewhere = await browser.newPage({ javaScriptEnabled: false, locale: "zh-CN" });
  await signIn(elsewhere, person);
  await expect(elsewhere.locator("html")).toHaveAttribute("lang", "en");
  await elsewhere.close();
});

test("the posted choice of language leads back to the page that it came from, and never elsewhere", async ({
  page,
}) => {
  const origin = portal("");
  const choose = async (referer: string, form: Record<string, string>) => {
    const answer = await page.request.post(portal("/language"), {
      form,
      headers: { Origin: origin, Referer: referer },
      maxRedirects: 0,
    });
    return [answer.status(), answer.headers()["location"]];
  };
  expect(await choose(portal("/help?x=1"), { language: "en" })).toEqual([303, "/help?x=1"]);
  expect(await choose(portal("/help"), { language: "en", page: "/genuine" })).toEqual([303, "/genuine"]);
  expect(await choose("https://elsewhere.example/help", { language: "en" })).toEqual([303, "/"]);
  expect(await choose(portal("/help"), { language: "en", page: "//elsewhere.example" })).toEqual([303, "/"]);
  expect((await choose(portal("/help"), { language: "fr" }))[0]).toBe(422);
});
