// Pages of the desk, asked for as a browser does, in turns: what the machine is doing beside falls on all of them alike.
import setUpTemplate from "../world/global-setup.ts";
import { serverUrlVariable } from "../world/database.ts";
import { openPortal, type Portal } from "../world/portal.ts";
import type { TestStaff } from "../world/staff.ts";
import { median } from "./bench-row.ts";

export interface MeasuredPage {
  readonly portal: Portal;
  readonly path: string;
  readonly who: TestStaff;
  /** What the page has on it when it is the right one. */
  readonly shows: RegExp;
}

async function ask({ portal, path, who, shows }: MeasuredPage): Promise<number> {
  const start = performance.now();
  const response = await fetch(portal.origin + path, { headers: { Cookie: who.cookie }, redirect: "manual" });
  const html = await response.text();
  const took = performance.now() - start;
  if (response.status !== 200 || !shows.test(html)) throw new Error(`${path} answered ${response.status}`);
  return took;
}

/** The median of each page in milliseconds. */
export async function measureInTurns(pages: readonly MeasuredPage[], rounds = 60): Promise<readonly number[]> {
  const times = pages.map((): number[] => []);
  // Caches, statistics and compiled code first.
  for (let round = 0; round < 10; round += 1) for (const page of pages) await ask(page);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, page] of pages.entries()) times[index]?.push(await ask(page));
  }
  return times.map(median);
}

/** Portals on this server, each with a database of its own, for as long as the work takes. */
export async function withPortals<Result>(
  serverUrl: string,
  count: number,
  work: (portals: readonly Portal[]) => Promise<Result>,
): Promise<Result> {
  process.env[serverUrlVariable] = serverUrl;
  const tearDown = await setUpTemplate();
  const portals: Portal[] = [];
  try {
    for (let index = 0; index < count; index += 1) portals.push(await openPortal());
    for (const { app } of portals) app.clock.set(new Date());
    return await work(portals);
  } finally {
    for (const portal of portals) await portal.close();
    await tearDown();
  }
}
