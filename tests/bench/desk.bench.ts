// The desk's pages over much against the same pages over little: what an agent sees is as long either way, so it is to
// take about as long.
import { writeMark } from "#app/modules/review/queue.ts";
import type { Portal } from "../world/portal.ts";
import { addStaff, type TestStaff } from "../world/staff.ts";
import type { BenchRow } from "./bench-row.ts";
import { measureInTurns, withPortals, type MeasuredPage } from "./desk-pages.ts";
import { seedDesk } from "./desk-rows.ts";

/** At most so many times as long. */
const most = 1.5;

interface Desk {
  readonly portal: Portal;
  readonly wide: TestStaff;
  /** Of one creditor with few proposals among many. */
  readonly narrow: TestStaff;
  /** A page in the middle of all. */
  readonly middle: string;
}

async function fill(portal: Portal, count: number): Promise<Desk> {
  const { app } = portal;
  const wide = await addStaff(app, "senior_agent");
  const narrow = await addStaff(app, "agent", { creditors: ["LANTERN"] });
  const others = await Promise.all(Array.from({ length: 20 }, () => addStaff(app, "agent")));
  const holders = others.map(({ actor }) => actor.staffId);
  const ids = await seedDesk(app, { count, creditors: ["BJCF", "HXCARD", "RIVER"], holders });
  await seedDesk(app, { count: 100, creditors: ["LANTERN"] });
  const id = ids[Math.floor(ids.length / 2)] ?? "";
  const { dueOn } = await app.db.prisma.workItem.findUniqueOrThrow({ where: { id } });
  const at = dueOn.toISOString().slice(0, 10);
  return { portal, wide, narrow, middle: `/desk?view=all&after=${writeMark({ at, id })}` };
}

const shows = /data-row="true"/;

const cases: Readonly<Record<string, (desk: Desk) => MeasuredPage>> = {
  "what nobody has": ({ portal, wide }) => ({ portal, who: wide, path: "/desk", shows }),
  "everything, the latest first by when it came": ({ portal, wide }) => ({
    portal,
    who: wide,
    path: "/desk?view=all&sort=opened&order=desc",
    shows,
  }),
  "a page in the middle": ({ portal, wide, middle }) => ({ portal, who: wide, path: middle, shows }),
  "a narrow portfolio": ({ portal, narrow }) => ({ portal, who: narrow, path: "/desk?view=all", shows }),
};

async function measureQueue(few: Desk, many: Desk, count: number): Promise<BenchRow[]> {
  const names = Object.keys(cases);
  const pages = Object.values(cases).flatMap((page) => [page(few), page(many)]);
  const times = await measureInTurns(pages);
  return names.map((name, index) => {
    const [short = Number.NaN, long = Number.NaN] = times.slice(2 * index);
    return {
      name: `queue of 100 : of ${count.toLocaleString("en")}, ${name}`,
      ratio: short / long,
      aim: 0.67,
      detail: `${(long / short).toFixed(2)} times as long (at most ${most}), ${short.toFixed(1)} ms and ${long.toFixed(1)} ms`,
    };
  });
}

export async function benchDesk(serverUrl: string, count: number): Promise<BenchRow[]> {
  return withPortals(serverUrl, 2, async ([small, large]) => {
    if (!small || !large) throw new Error("the portals did not open");
    return measureQueue(await fill(small, 100), await fill(large, count), count);
  });
}
