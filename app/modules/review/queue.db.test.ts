// What the queue shows to whom, page by page.
import { afterAll, beforeAll, expect, test } from "vitest";
import { day, toDbDate } from "#app/kernel/calendar.ts";
import { blindId } from "#app/modules/identity/borrowers.server.ts";
import { seedDesk } from "#tests/bench/desk-rows.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { readProposalsInQueue } from "./queue-proposals.server.ts";
import { readQueue } from "./queue.server.ts";
import { queueViews, readWish, writeWish, type QueueMark } from "./queue.ts";

let app: TestApp;
let me: TestStaff;
let colleague: TestStaff;
let narrow: TestStaff;
/** Of two creditors, one after the other. */
let ids: readonly string[];
beforeAll(async () => {
  app = await createTestApp();
  me = await addStaff(app, "senior_agent", { creditors: ["RIVER", "HXCARD"] });
  colleague = await addStaff(app, "agent", { creditors: ["RIVER", "HXCARD"], name: "Wen Rui" });
  narrow = await addStaff(app, "agent", { creditors: ["HXCARD"] });
  ids = await seedDesk(app, { count: 240, creditors: ["RIVER", "HXCARD"], holders: [colleague.actor.staffId] });
});
afterAll(() => app.close());

function read(asked: string, who = me, take?: number) {
  const wish = readWish(new URLSearchParams(asked));
  return readQueue(app, who.actor, { kinds: ["proposal"], wish, take }, (tx, rows) =>
    readProposalsInQueue(tx, app, rows),
  );
}

const items = () => app.db.prisma.workItem.findMany({ where: { creditorCode: { in: ["RIVER", "HXCARD"] } } });

test("each view holds what its name says, and its count is how many those are", async () => {
  const all = await items();
  const today = toDbDate(day("2026-11-23"));
  const expected = {
    mine: 0,
    unassigned: all.filter((item) => item.stage === "desk" && item.assigneeId === null).length,
    today: all.filter((item) => item.stage === "desk" && item.dueOn <= today).length,
    borrower: all.filter((item) => item.stage === "borrower").length,
    second: all.filter((item) => item.stage === "second").length,
    snoozed: 0,
    all: all.length,
  };
  expect(Object.values(expected).filter((count) => count > 0)).toHaveLength(5);
  expect((await read("")).counts).toEqual(expected);
  for (const view of queueViews) expect((await read(`view=${view}`, me, 1000)).rows).toHaveLength(expected[view]);
});

test("without a word the queue opens on what is one's own, and where that is nothing, on what nobody has", async () => {
  expect((await read("")).view).toBe("unassigned");
  expect((await read("", colleague)).view).toBe("mine");
  expect((await read("view=all", colleague)).view).toBe("all");
});

test("what sleeps is out of sight until its day", async () => {
  const mine = (await read("view=mine", colleague)).counts.mine;
  const [asleep] = (await read("view=mine", colleague)).rows;
  const where = { id: asleep?.id ?? "" };
  await app.db.prisma.workItem.update({ where, data: { snoozedUntil: toDbDate(day("2026-11-24")) } });
  expect((await read("", colleague)).counts).toMatchObject({ mine: mine - 1, snoozed: 1 });
  expect((await read("view=snoozed", colleague)).rows.map(({ id }) => id)).toEqual([where.id]);
  await app.db.prisma.workItem.update({ where, data: { snoozedUntil: toDbDate(day("2026-11-23")) } });
  expect((await read("", colleague)).counts).toMatchObject({ mine, snoozed: 0 });
  await app.db.prisma.workItem.update({ where, data: { snoozedUntil: null } });
});

/** Every page from the first to the last, and back again. */
async function turnAll(asked: string, take: number) {
  const pages: string[][] = [];
  let mark: QueueMark | undefined;
  const wish = readWish(new URLSearchParams(asked));
  const turn = async () => read(writeWish({ ...wish, mark }).slice(1), me, take);
  let page = await turn();
  for (;;) {
    pages.push(page.rows.map(({ id }) => id));
    if (!page.after) break;
    mark = page.after;
    page = await turn();
  }
  const back: string[][] = [page.rows.map(({ id }) => id)];
  while (page.before) {
    mark = page.before;
    page = await turn();
    back.unshift(page.rows.map(({ id }) => id));
  }
  return { pages, back };
}

test.each([
  ["by the day of the answer", "view=all"],
  ["the latest first", "view=all&order=desc"],
  ["by when it came", "view=all&sort=opened"],
  ["by when it came, the latest first", "view=all&sort=opened&order=desc"],
])(
  "%s every row is on one page and on no other, though many share a day, and the way back is the same",
  async (_, asked) => {
    // Many on the same day and in the same moment.
    await app.db.prisma.workItem.updateMany({
      where: { id: { in: ids.slice(0, 90).slice() } },
      data: { dueOn: toDbDate(day("2026-11-25")), openedAt: new Date("2026-11-20T03:00:00Z") },
    });
    const { pages, back } = await turnAll(asked, 13);
    const seen = pages.flat();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted()).toEqual((await items()).map(({ id }) => id).toSorted());
    expect(back.flat()).toEqual(seen);
    const column = asked.includes("opened") ? "openedAt" : "dueOn";
    const rows = new Map((await items()).map((item) => [item.id, item[column].getTime()]));
    const times = seen.map((id) => rows.get(id) ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => (asked.includes("desc") ? b - a : a - b)));
  },
);

test("a page goes on after its row, though that row has gone in the meantime", async () => {
  const first = await read("view=all", me, 10);
  const next = await read("view=all", me, 20);
  const last = first.rows.at(-1);
  await app.db.prisma.workItem.update({
    where: { id: last?.id ?? "" },
    data: { stage: "borrower", dueOn: toDbDate(day("2027-01-01")) },
  });
  const wish = readWish(new URLSearchParams("view=all"));
  const second = await read(writeWish({ ...wish, mark: first.after }).slice(1), me, 10);
  expect(second.rows.map(({ id }) => id)).toEqual(next.rows.slice(10).map(({ id }) => id));
});

test("a filter narrows the rows and the counts alike", async () => {
  const all = await items();
  const english = all.filter(({ language }) => language === "en");
  const river = english.filter(({ creditorCode }) => creditorCode === "RIVER");
  expect(river.length).toBeGreaterThan(0);
  const page = await read("view=all&language=en&creditor=RIVER", me, 1000);
  expect(page.counts.all).toBe(river.length);
  expect(page.rows.map(({ id }) => id).toSorted()).toEqual(river.map(({ id }) => id).toSorted());
  const [one = ""] = ids;
  await app.db.prisma.workItem.update({ where: { id: one }, data: { level: "senior" } });
  expect((await read("view=all&level=senior")).rows.map(({ id }) => id)).toEqual([one]);
  expect((await read("view=all&level=agent")).counts.all).toBe(all.length - 1);
});

test("catalogue 15: the rows and counts of another portfolio are not there, whatever the address asks for", async () => {
  const own = (await items()).filter(({ creditorCode }) => creditorCode === "HXCARD");
  const page = await read("view=all", narrow, 1000);
  expect(page.rows.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted());
  expect(page.counts.all).toBe(own.length);
  const other = await read("view=all&creditor=RIVER", narrow);
  expect(other.rows).toEqual([]);
  expect(Object.values(other.counts).every((count) => count === 0)).toBe(true);
  // What was one's own before the portfolio changed is not either.
  const moved = { ...colleague, actor: { ...colleague.actor, creditors: ["LANTERN"] } };
  expect((await read("view=mine", moved)).counts).toMatchObject({ mine: 0, all: 0 });
});

test("catalogue 79: nobody finds their own debt in the list or its counts", async () => {
  const [id = ""] = ids;
  const { borrowerId } = await app.db.prisma.proposal.findUniqueOrThrow({ where: { id } });
  const idBlind = blindId(app.vault, "cn_resident_id", "990001199003078888");
  await app.db.prisma.borrower.update({ where: { id: borrowerId }, data: { idBlind } });
  const before = await read("view=all", me, 1000);
  await app.db.prisma.staff.update({ where: { id: me.actor.staffId }, data: { idBlind } });
  const after = await read("view=all", me, 1000);
  await app.db.prisma.staff.update({ where: { id: me.actor.staffId }, data: { idBlind: null } });
  expect(before.rows.some((row) => row.id === id)).toBe(true);
  expect(after.rows.map((row) => row.id)).toEqual(before.rows.map((row) => row.id).filter((each) => each !== id));
  expect(after.counts.all).toBe(before.counts.all - 1);
});

test("a row names nobody whole, and says what is proposed", async () => {
  const [row] = (await read("view=all", me, 1)).rows;
  expect(row?.detail?.maskedName).toMatch(/\*/);
  expect(row?.detail?.quote?.instalments).toHaveLength(48);
  expect(row?.detail).toMatchObject({ productType: "consumer_loan", accountCount: 1, currency: "CNY" });
});

test("a page of one row and a page of fifty, of any view, cost the same eight statements", async () => {
  const texts: string[][] = [];
  for (const asked of ["view=all", "view=mine&sort=opened", "view=second&language=en", ""]) {
    for (const take of [1, 50]) {
      const statements = recordStatements(app);
      try {
        await read(asked, me, take);
      } finally {
        statements.stop();
      }
      texts.push(statements.texts);
    }
  }
  // Who the reader is themselves; then, with the reader's eyes: the counts, the rows, and what they say of themselves.
  expect(texts.map(({ length }) => length)).toEqual(texts.map(() => 8));
});
