// What holds for every page, whoever reads it: whole without sideways scroll, targets that a thumb can hit, nothing that a
// screen reader trips over, and nothing that the page's own policy has to stop.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export interface Weighed {
  readonly bytes: number;
  readonly scripts: number;
}

/** Opens a page as a first visitor does, without anything kept, and weighs every byte that came `until` then. */
export async function weigh(page: Page, url: string, until: "networkidle" | "load" = "networkidle"): Promise<Weighed> {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  let scripts = 0;
  client.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  client.on("Network.responseReceived", ({ type }) => {
    if (type === "Script") scripts += 1;
  });
  await page.goto(url, { waitUntil: until });
  await client.detach();
  return { bytes, scripts };
}

/** What the browser says it stopped because of the page's policy, from now on. */
export function watchPolicy(page: Page): readonly string[] {
  const stopped: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) stopped.push(message.text());
  });
  return stopped;
}

/** What a thumb presses: all but ticks, whose label is the target, and links inside a sentence. */
async function findSmallTargets(page: Page): Promise<string[]> {
  const pressed = "button, input:not([type=radio], [type=checkbox], [type=hidden]), select, textarea, summary, a";
  return page.locator(pressed).evaluateAll((elements) =>
    elements.flatMap((element) => {
      const inline = element.tagName === "A" && getComputedStyle(element).display === "inline";
      // What is off the page until it has the focus, and what cannot be pressed, is no target.
      const target = element.checkVisibility() && !inline && !element.matches("[href='#main'], fieldset:disabled *");
      // A fraction of a pixel is lost in rounding.
      return target && element.getBoundingClientRect().height < 43.9 ? [element.outerHTML.slice(0, 120)] : [];
    }),
  );
}

/** Of the page as it stands now; `where` is what a fault is told under. */
export async function expectWhole(
  page: Page,
  where: string,
  { targets }: { readonly targets: boolean },
): Promise<void> {
  expect.soft(await page.locator("h1").count(), `${where}: one h1`).toBe(1);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${where}: sideways scroll`).toBeLessThanOrEqual(0);
  if (targets) expect.soft(await findSmallTargets(page), `${where}: targets under 44 px`).toEqual([]);
  // Without frames there is nothing to gather from elsewhere: it need not open a page for that. And what is in order is
  // not told node by node, which takes longer than to look.
  const looked = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await looked.analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`),
      `${where}: axe`,
    )
    .toEqual([]);
}
