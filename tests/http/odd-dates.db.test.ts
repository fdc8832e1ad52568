// Days that no calendar has, and days that nobody means, wherever an address or a file may name one.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { accountCells, booksOf, fileOf, tellImport, withApp } from "#tests/world/placement-import.ts";
import { placementCsv } from "#tests/world/placement-rows.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
let account: string;
let headers: Record<string, string>;
beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  const actor = await placePerson(app);
  const debt = await placeDebt(app, actor, { principal: 100_000n });
  await debt.accrue(60, 42n);
  account = `/my/accounts/${debt.accountId}`;
  headers = {
    Cookie: `__Host-anhuan=s.${await app.db.prisma.$transaction((tx) => openSession(tx, app, actor.borrowerId))}`,
  };
});
afterAll(() => portal.close());

/** Not one of them is a day. */
const noDays = [
  "2025-02-29", "2100-02-29", "2026-02-30", "2026-04-31", "2026-13-01", "2026-00-10", "2026-10-00", "2026-10-32",
  "0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "99999-01-01", "+002026-01-01", "-2026-01-01", "20261-1-1",
  "2026-1-1-1", "2026-11-23T00:00:00Z", "2026-W10-1", "2026-327", "1e3-01-01", "2026-0x1-01", "２０２６－１３－０１",
  "二〇二六年一月一日", "٢٠٢٦-٠١-٠١", "today", "NaN", "Infinity", "null", "undefined", "0", "-1", "2026", "2026-11", "--",
  "2026-11-23'; SELECT 1", "9".repeat(400),
]; // prettier-ignore

async function statusOf(address: string): Promise<number> {
  const response = await fetch(portal.origin + address, { headers, redirect: "manual" });
  await response.arrayBuffer();
  return response.status;
}

describe("catalogue 29: odd dates in an address", () => {
  test.each(["from", "until"])(
    "a statement whose %s is no day is 422 with the form, and none is a 500",
    async (field) => {
      for (const text of noDays) {
        const query = `?${field}=${encodeURIComponent(text)}`;
        expect([text, await statusOf(`${account}/statement${query}`)]).toEqual([text, 422]);
      }
      const page = await fetch(`${portal.origin}${account}/statement?${field}=2025-02-29`, { headers });
      expect(await page.text()).toContain("<title>错误：");
    },
  );

  test("a file of a period that cannot be meant is refused as its page is, not filled with another period", async () => {
    for (const text of ["2025-02-29", "99999-01-01", "０"]) {
      expect([text, await statusOf(`${account}/statement.pdf?from=${encodeURIComponent(text)}`)]).toEqual([text, 422]);
    }
    expect(await statusOf(`${account}/statement.pdf?from=2026-11-02&until=2026-11-01`)).toBe(422);
  });

  test("a period that ends before it begins is 422, one day and the edges of what is kept are fine", async () => {
    expect(await statusOf(`${account}/statement?from=2026-11-02&until=2026-11-01`)).toBe(422);
    const fine = [
      "from=2026-11-01&until=2026-11-01",
      "from=1850-01-01&until=2200-12-31",
      "from=2024-02-29&until=2026-11-01",
      "from=&until=",
      `from=${encodeURIComponent("２０２６－０９－０１")}`,
      "from=2026/9/1",
    ];
    for (const query of fine) expect([query, await statusOf(`${account}/statement?${query}`)]).toEqual([query, 200]);
  });

  test("a month or a page that is none shows the account as it is", async () => {
    const months = ["2026-13", "2026-00", "0000-00", "99999-01", "2026-1", "２０２６－１１", "2026-11-01", "x"];
    const pages = ["0", "-1", "1.5", "1e309", "NaN", "99999999999999999999", "９", "0x2", " 2", "2;3"];
    const queries = [...months.map((text) => ["month", text]), ...pages.map((text) => ["page", text])];
    for (const [name = "", text = ""] of queries) {
      const address = `${account}?${name}=${encodeURIComponent(text)}`;
      const page = await fetch(portal.origin + address, { headers });
      expect([text, page.status]).toEqual([text, 200]);
      expect(await page.text()).toContain('data-name="balance"');
    }
    expect(await statusOf(`${account}?month=2026-10&month=2026-13&page=1&page=2`)).toBe(200);
  });
});

test("catalogue 29: odd dates in a placement row are refused by name, and the rest of the file goes in", async () => {
  const columns = [
    "birth_date",
    "contract_date",
    "itemization_date",
    "first_unpaid_due_date",
    "last_payment_date",
  ] as const;
  // A spreadsheet writes a day together with its midnight; that one is meant.
  const odd = noDays.filter((text) => text !== "2026-11-23T00:00:00Z");
  const rows = columns.flatMap((column, at) =>
    odd.map((text, index) => accountCells(0, { account_number: `BJCF-${at}-${index}`, [column]: text })),
  );
  const good = accountCells(1);
  await withApp(async (app) => {
    const told = await tellImport(app, { file: await fileOf(placementCsv([...rows, good])) });
    const codes = columns.flatMap((column) => odd.map(() => `refused ${column} date_invalid`));
    expect(told).toEqual([
      ...codes.map((code, index) => `${index + 2} ${code}`),
      `${rows.length + 2} accepted`,
      expect.stringContaining(`1 accepted ${rows.length} refused`),
    ]);
    expect(await booksOf(app)).toContain("accounts 1,");
  });
});
