// The screen of a case around which much has happened against the same screen of one around which little has: what is
// shown is as long either way, so it is to take about as long, in the very same statements.
import pg from "pg";
import { claimItem } from "#app/modules/review/work-items.server.ts";
import { crowdCase } from "../world/crowded-case.ts";
import type { Portal } from "../world/portal.ts";
import { beyondAtOnce, sendDraft, valueOf } from "../world/proposals.ts";
import { addStaff, type TestStaff } from "../world/staff.ts";
import { recordStatements } from "../world/statements.ts";
import type { BenchRow } from "./bench-row.ts";
import { measureInTurns, withPortals, type MeasuredPage } from "./desk-pages.ts";

/** At most so many times as long. */
const most = 1.5;
const [few, many] = [100, 5000];

async function placeCase(portal: Portal, who: TestStaff, count: number): Promise<MeasuredPage> {
  const { app } = portal;
  const written = await sendDraft(app, beyondAtOnce);
  valueOf(await claimItem(app, who.actor, written.proposalId));
  await crowdCase(app, { ...written, staffId: who.actor.staffId }, count);
  return { portal, who, path: `/desk/cases/${written.proposalId}`, shows: /data-entry=/ };
}

async function analyze(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query("VACUUM ANALYZE");
  await owner.end();
}

/** What a page asks of the database. */
async function statementsOf({ portal, path, who }: MeasuredPage): Promise<readonly string[]> {
  const record = recordStatements(portal.app);
  const response = await fetch(portal.origin + path, { headers: { Cookie: who.cookie } });
  await response.text();
  record.stop();
  return record.texts;
}

export async function benchCase(serverUrl: string): Promise<BenchRow[]> {
  return withPortals(serverUrl, 1, async ([portal]) => {
    if (!portal) throw new Error("the portal did not open");
    const who = await addStaff(portal.app, "agent");
    const pages = [await placeCase(portal, who, few), await placeCase(portal, who, many)] as const;
    await analyze(portal.app.ownerUrl);
    const [asked, again] = [await statementsOf(pages[0]), await statementsOf(pages[1])];
    if (asked.join("\n") !== again.join("\n")) throw new Error("the two pages ask different things of the database");
    const [short = Number.NaN, long = Number.NaN] = await measureInTurns(pages);
    return [
      {
        name: `case with ${few} entries : with ${many.toLocaleString("en")}`,
        ratio: short / long,
        aim: 1 / most,
        detail: `${(long / short).toFixed(2)} times as long (at most ${most}), ${short.toFixed(1)} ms and ${long.toFixed(1)} ms, ${asked.length} statements each`,
      },
    ];
  });
}
