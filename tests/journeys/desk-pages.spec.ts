// What holds for every page of the staff, in both languages, on a desk and on a phone, by day and by night: whole without
// sideways scroll, readable by everyone, targets for a thumb, and nothing that the page's policy has to stop.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import type { Language } from "#app/i18n/languages.ts";
import { colleagueOf, invitedOf, type Colleague } from "../world/colleagues.ts";
import { fictionalReader } from "../world/people.ts";
import {
  caseOf,
  giveAnswer,
  objectToAmount,
  openDeskAs,
  previewAnswer,
  setUpLink,
  takeCase,
  takeRequest,
} from "./desk-steps.ts";
import { dayInAbout } from "./days.ts";
import { expectStatus, propose } from "./hardship-steps.ts";
import { expectWhole, watchPolicy, weigh } from "./page-checks.ts";
import { portal, signIn } from "./visitor.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const desktop = { viewport: { width: 1280, height: 900 } } as const;

/** Dense tables for a desk: not on anybody's small phone plan, and light all the same. */
const maxBytes = 40_960;

async function openLight(page: Page, address: string): Promise<void> {
  const { bytes, scripts } = await weigh(page, portal(address), "load");
  expect.soft(bytes, `${address}: bytes`).toBeLessThanOrEqual(maxBytes);
  expect.soft(scripts, `${address}: scripts`).toBeLessThanOrEqual(1);
}

/** The same pages twice: on a desk by day and on a phone by night in one language, the other way about in the other. */
class TwoLooks {
  readonly #pages: readonly (readonly [page: Page, name: string])[];
  readonly #stopped: readonly (readonly string[])[];

  constructor(onDesk: Page, onPhone: Page) {
    this.#pages = [
      [onDesk, "1280"],
      [onPhone, "390"],
    ];
    this.#stopped = this.#pages.map(([page]) => watchPolicy(page));
  }

  static async open(open: (look: object) => Promise<Page>, language: Language): Promise<TwoLooks> {
    const [day, night] = [{ colorScheme: "light" }, { colorScheme: "dark" }];
    const [onDesk, onPhone] = language === "en" ? [day, night] : [night, day];
    return new TwoLooks(await open({ ...desktop, ...onDesk }), await open({ ...phone, ...onPhone }));
  }

  /** Opens it in both, or does what leads there, and looks at what is shown. */
  async see(where: string, lead: (page: Page) => Promise<unknown> = (page) => openLight(page, where)): Promise<void> {
    for (const [page, width] of this.#pages) {
      await lead(page);
      await expectWhole(page, `${where} at ${width}`, { targets: width === "390" });
    }
  }

  get first(): Page {
    const [[page] = []] = this.#pages;
    if (!page) throw new Error("no page is open");
    return page;
  }

  /** Whoever is signed in in the first is so in both. */
  async shareSignIn(): Promise<void> {
    const cookies = await this.first.context().cookies();
    for (const [page] of this.#pages) await page.context().addCookies(cookies);
  }

  async close(): Promise<void> {
    for (const stopped of this.#stopped) expect.soft(stopped).toEqual([]);
    for (const [page] of this.#pages) await page.context().close();
  }
}

function openAs(browser: Browser, who: Colleague): Promise<TwoLooks> {
  return TwoLooks.open((look) => openDeskAs(browser, who, look), who.language);
}

const submit = (page: Page): Promise<void> => page.locator('main form[method="post"] button').last().click();

/** Posts the form that has this, as it stands. */
const press = (selector: string) => async (page: Page) => {
  await page
    .locator(selector)
    .first()
    .evaluate((element: HTMLElement) => {
      for (let at: HTMLElement | null = element; at; at = at.parentElement)
        if (at instanceof HTMLDetailsElement) at.open = true;
    });
  await Promise.all([page.waitForLoadState("load"), page.locator(selector).first().click()]);
};

for (const [count, language] of (["zh-CN", "en"] as const).entries()) {
  test(`${language}: the staff's way in`, async ({ browser }) => {
    test.setTimeout(120_000);
    const looks = await TwoLooks.open((look) => browser.newPage({ locale: language, ...look }), language);
    await looks.see("/staff/sign-in");
    await looks.see("/staff/sign-in, sent empty", (page) => press('form:has([name="password"]) button')(page));
    await looks.see("/staff/set-up/none");
    const link = setUpLink(4 + count);
    await looks.see(link);
    await looks.see(`${link}, sent empty`, submit);
    // One of the two goes through with it; the other carries another draft.
    const secrets: string[] = [];
    await looks.see(`${link}?step=passkey`, async (page) => {
      await page.goto(portal(link));
      await page.locator('[name="way"][value="passkey"]').check();
      await submit(page);
    });
    await looks.see(`${link}?step=code`, async (page) => {
      await page.goto(portal(`${link}?step=you`));
      await page.locator('[name="way"][value="password"]').check();
      await page.locator('[name="newPassword"]').fill("slow boats on a wide river");
      await submit(page);
      secrets.push((await page.locator("main code").innerText()).replaceAll(/\s/g, ""));
    });
    await looks.see(`${link}?step=codes`, async (page) => {
      await page.locator('[name="code"]').fill(TOTP.generate({ secret: Secret.fromBase32(secrets.shift() ?? "") }));
      await submit(page);
      await expect(page.locator('[name="kept"]')).toBeVisible();
    });
    await looks.first.locator('[name="kept"]').check();
    await submit(looks.first);
    await expect(looks.first).toHaveURL(portal("/staff"));
    await looks.shareSignIn();
    for (const rest of ["", "?step=password", "?step=codes", "?step=passkey"]) await looks.see(`/staff${rest}`);
    await looks.see("/staff?step=password, sent empty", async (page) => {
      await page.goto(portal("/staff?step=password"));
      await submit(page);
    });
    await looks.see("/staff/sign-in, with a code", async (page) => {
      await page.context().clearCookies();
      await page.goto(portal("/staff/sign-in"));
      await page.locator('[name="email"]').fill(invitedOf(4 + count).email);
      await page.locator('[name="password"]').fill("slow boats on a wide river");
      await page.locator('form:has([name="password"]) button').click();
      await expect(page.locator('[name="code"]')).toBeVisible();
    });
    await looks.close();
  });

  test(`${language}: the pages of whoever runs the portal`, async ({ browser }) => {
    test.setTimeout(120_000);
    const operator = await openAs(browser, colleagueOf("operator", language, 0));
    for (const address of ["/ops", "/ops/staff", "/ops/staff?state=invited"]) await operator.see(address);
    await operator.see("/ops/staff, sent empty", press('form:has([name="email"]) button'));
    await operator.first.goto(portal("/ops/staff"));
    const person = await operator.first.locator("main table a").first().getAttribute("href");
    await operator.see(person ?? "");
    await operator.close();
    const auditor = await openAs(browser, colleagueOf("auditor", language, 0));
    for (const address of [
      "/ops/audit",
      "/ops/audit?action=staff.invited&from=never",
      "/ops/policies/cn-2026-11",
      "/ops/policies/cn-2026-11?with=uk-2026-11",
      "/desk",
      "/ops/nothing",
      "/dev/staff",
    ])
      await auditor.see(address);
    // A role that may not.
    await auditor.see("/desk/exports");
    await auditor.close();
  });

  test(`${language}: a proposal at the desk, in each of its states`, async ({ browser }) => {
    test.setTimeout(180_000);
    const person = fictionalReader(language, 56);
    const borrower = await browser.newPage({ locale: language, javaScriptEnabled: false });
    await propose(borrower, person, "waiver");
    await expectStatus(borrower, "in_review");
    const address = caseOf(borrower);
    const agent = await openAs(browser, colleagueOf("agent", language, 4));
    await agent.see(address);
    await agent.see(`${address}, opened without a reason`, press('[name="intent"][value="break_glass"]'));
    await agent.see(`${address}/decide`);
    await agent.close();

    const senior = await openAs(browser, colleagueOf("senior_agent", language, 4));
    const desk = senior.first;
    for (const view of ["all", "second", "snoozed"]) await senior.see(`/desk?view=${view}`);
    await takeCase(desk, address);
    await senior.see(address);
    await senior.see(`/desk?view=mine&item=${address.split("/").at(-1)}`);
    await senior.see(`${address}, unmasked without a reason`, async (page) => {
      await page.goto(portal(address));
      await press('[name="intent"][value="unmask"]')(page);
    });
    const offer = `kind=instalments&every=month&firstOn=${dayInAbout(12)}&count=24`;
    for (const rest of [
      "/decide",
      "/decide?answer=approve",
      "/decide?answer=ask",
      "/decide?answer=decline&look=1&acceptable=best",
      "/decide?answer=decline&look=1&reasons=below_budget&reasons=term_too_long&acceptable=best",
      "/counter",
      `/counter?${offer}`,
      "/counter?kind=settlement&amount=none",
      "/counter?kind=waiver",
    ])
      await senior.see(address + rest);
    const who = `/desk/borrowers/${await borrowerOf(desk, address)}`;
    for (const rest of ["", "/notes", "/care"]) await senior.see(who + rest);
    await senior.see(`${who}/notes, sent empty`, async (page) => {
      await page.goto(portal(`${who}/notes`));
      await submit(page);
    });
    const messages = address.replace("/cases/", "/messages/");
    await senior.see(messages);
    await senior.see(`${messages}, sent empty`, press('[name="intent"][value="send"]'));
    await desk.goto(
      portal(`${address}/counter?kind=settlement&every=month&firstOn=${dayInAbout(12)}&amount=3600&count=3`),
    );
    await desk.locator('#preview [name="as"][value="counter"]').click();
    await giveAnswer(desk, "second");
    await senior.see(`${address}/second`);
    await senior.see(address);
    const second = await openAs(browser, colleagueOf("senior_agent", language, 5));
    await second.see(`${address}/second`);
    await second.see(`${address}/second, given back without a word`, press('[name="intent"][value="return"]'));
    await second.close();
    await desk.goto(portal(`${address}/second`));
    await desk.locator('form[action$="/second"] [value="withdraw"]').click();
    await previewAnswer(desk, address, { answer: "decline", reasons: ["below_budget"] });
    await giveAnswer(desk);
    await senior.see(address);
    await senior.close();
    await borrower.close();
  });
}

for (const language of ["zh-CN", "en"] as const) {
  test(`${language}: what else comes to the desk, and what it says of itself`, async ({ browser }) => {
    test.setTimeout(180_000);
    const borrower = await browser.newPage({ locale: language, javaScriptEnabled: false });
    await signIn(borrower, fictionalReader(language, 57));
    const { id } = await objectToAmount(borrower);
    await borrower.close();
    const here = `/desk/disputes/${id}`;
    const agent = await openAs(browser, colleagueOf("agent", language, 5));
    for (const address of ["/desk/disputes", "/desk/disputes?kind=dispute&view=mine", "/desk/disputes?kind=care", here])
      await agent.see(address);
    await takeRequest(agent.first, id);
    for (const rest of [
      "",
      "?outcome=",
      "?outcome=upheld",
      "?outcome=upheld&preview=yes",
      "?outcome=upheld&preview=yes&reasons=fee_not_owed&reasons=payment_found",
    ])
      await agent.see(here + rest);
    const messages = `/desk/messages/${id}`;
    await agent.see(messages);
    await agent.see(`${messages}, with a preview`, async (page) => {
      await page.locator('[name="template"][value="free_advice"]').check();
      await press('[name="intent"][value="preview"]')(page);
    });
    await agent.first.goto(portal(`${here}?outcome=not_upheld&preview=yes&reasons=contract_shows_amount`));
    await agent.first.locator('[name="intent"][value="decide"]').click();
    await agent.see(`${here}?decided`);
    await agent.see(`${here}?letter=${language}`);
    await agent.close();

    const senior = await openAs(browser, colleagueOf("senior_agent", language, 5));
    for (const address of ["/desk", "/desk/supervision", "/desk/exports", "/desk/exports?view=all"])
      await senior.see(address);
    await senior.first.goto(portal("/desk/supervision"));
    const drawn = await senior.first.locator('main a[href^="/desk/supervision/quality/"]').first().getAttribute("href");
    await senior.see(drawn ?? "");
    await senior.see(`${drawn}, sent empty`, submit);
    await senior.close();
  });
}

async function borrowerOf(desk: Page, address: string): Promise<string> {
  await desk.goto(portal(address));
  const link = await desk.locator('main a[href^="/desk/borrowers/"]').first().getAttribute("href");
  return link?.split("/")[3] ?? "";
}
