import { describe, expect, it } from "vitest";
import { accountCells, booksOf, fileOf, tellImport, withApp } from "#tests/world/placement-import.ts";
import { placementCsv } from "#tests/world/placement-rows.ts";
import { verifyAudit } from "../audit/audit.server.ts";
import { openContact, openFullName, openIdNumber } from "../identity/borrowers.server.ts";
import { verifyLedger } from "../ledger/ledger.server.ts";

describe("importing a file", () => {
  it("makes people, accounts and opening balances, sealed, and proves the books", async () => {
    await withApp(async (app) => {
      // The second account is of the first person, at another creditor.
      const second = accountCells(1, { creditor_code: "RIVER", account_number: "RIVER-1", lender_type: "bank" });
      const file = await fileOf(placementCsv([accountCells(1), accountCells(2), second]));
      expect(await tellImport(app, { file })).toEqual([
        "2 accepted",
        "3 accepted",
        "4 accepted",
        "3 accepted 0 refused 0 unchanged 0 updated CNY 1131963",
      ]);
      expect(await booksOf(app)).toBe("people 2, contacts 4, accounts 3, journals 3, owed 1131963");
      const stored = await app.db.prisma.debtAccount.findFirstOrThrow({
        where: { accountNumber: "BJCF-1" },
        include: { borrower: true, mobile: true },
      });
      expect(openFullName(app.vault, stored.borrower)).toBe("王芳");
      expect(openIdNumber(app.vault, stored.borrower)).toBe(accountCells(1).id_number);
      expect(stored.mobile && openContact(app.vault, stored.mobile)).toBe("+8615400000011");
      expect([stored.policyPackId, stored.annualRatePpm, stored.accruedThrough.toISOString().slice(0, 10)]).toEqual([
        app.settings.policyPack,
        120_000,
        "2026-11-01",
      ]);
      expect(await verifyLedger(app.db)).toEqual([]);
      const events = await app.db.prisma.auditEvent.findMany();
      expect(events.map(({ action, actor }) => `${actor} ${action}`)).toEqual(["system:import placement.imported"]);
      expect(await verifyAudit(app)).toBeUndefined();
    });
  });

  it("leaves no name, ID, birth date or contact readable in any table", async () => {
    await withApp(async (app) => {
      await tellImport(app, {
        file: await fileOf(placementCsv([accountCells(1), accountCells(2, { principal: "-1" })])),
      });
      const { rows: tables } = await app.db.pool.query<{ name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
      );
      for (const { name } of tables) {
        const { rows } = await app.db.pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
        for (const secret of [
          "王芳",
          accountCells(1).id_number,
          accountCells(1).birth_date,
          "15400000011",
          "p1@example.com",
        ]) {
          expect(
            rows.some(({ row }) => row.includes(secret) || row.includes(Buffer.from(secret).toString("hex"))),
          ).toBe(false);
        }
      }
    });
  });

  it("catalogue 34, 75: whatever a name holds is stored literally and read back", async () => {
    await withApp(async (app) => {
      const names = [
        '=HYPERLINK("http://e.test","x")',
        "'; DROP TABLE borrower; --",
        "\\N",
        "a\\tb\\\\",
        "陈𠮷",
        "陳偉",
        "阿卜杜拉·买买提",
        "﨑本",
      ];
      const rows = names.map((full_name, index) =>
        accountCells(index, { full_name, account_number: `A'\\${index}`, region: "\\N", borrower_ref: 'a,"b' }),
      );
      await tellImport(app, { file: await fileOf(placementCsv(rows)) });
      const stored = await app.db.prisma.debtAccount.findMany({
        include: { borrower: true },
        orderBy: { accountNumber: "asc" },
      });
      expect(stored.map(({ borrower }) => openFullName(app.vault, borrower))).toEqual(names);
      expect(
        stored.map(({ accountNumber, borrowerRef, borrower }) => [accountNumber, borrowerRef, borrower.region]),
      ).toEqual(names.map((_, index) => [`A'\\${index}`, 'a,"b', "\\N"]));
    });
  });

  it("reads UTF-8 with and without a mark, and GB18030, to the same accounts", async () => {
    const cells = [accountCells(1), accountCells(3)];
    const expected = ["2 accepted", "3 accepted", "2 accepted 0 refused 0 unchanged 0 updated CNY 754642"];
    // 李华 王芳 欧阳娜 成都 in GB18030, as an old system would write it.
    const gb = new Map([
      ["王芳", "cdf5b7bc"],
      ["欧阳娜", "c5b7d1f4c4c8"],
      ["成都", "b3c9b6bc"],
    ]);
    const utf8 = placementCsv(cells);
    let latin = utf8;
    for (const [word, hex] of gb) latin = latin.replaceAll(word, Buffer.from(hex, "hex").toString("latin1"));
    for (const content of [
      utf8,
      `\ufeff${utf8}`,
      Buffer.from(latin, "latin1"),
      utf8.replaceAll("\r\n", "\n").trimEnd(),
      `${utf8}\r\n${",".repeat(26)}\r\n\r\n`,
    ]) {
      await withApp(async (app) => {
        expect(await tellImport(app, { file: await fileOf(content) })).toEqual(expected);
        const stored = await app.db.prisma.borrower.findMany({ orderBy: { createdAt: "asc" } });
        expect(stored.map((row) => openFullName(app.vault, row)).toSorted()).toEqual(["欧阳娜", "王芳"].toSorted());
      });
    }
  });
});

describe("importing again", () => {
  it("the same file changes nothing, and refuses the same rows", async () => {
    await withApp(async (app) => {
      const rows = [
        accountCells(1),
        accountCells(2, { currency: "XYZ" }),
        accountCells(3),
        accountCells(1),
        accountCells(4),
      ];
      const file = await fileOf(placementCsv(rows));
      const first = await tellImport(app, { file });
      expect(first).toEqual([
        "2 accepted",
        "3 refused currency currency_unknown",
        "4 accepted",
        "5 refused account_number account_duplicate",
        "6 accepted",
        "3 accepted 2 refused 0 unchanged 0 updated CNY 1131963",
      ]);
      const before = await booksOf(app);
      for (const rowsPerBatch of [4000, 1]) {
        expect(await tellImport(app, { file, rowsPerBatch })).toEqual([
          "2 unchanged",
          "3 refused currency currency_unknown",
          "4 unchanged",
          "5 refused account_number account_duplicate",
          "6 unchanged",
          "0 accepted 2 refused 3 unchanged 0 updated CNY 0",
        ]);
      }
      expect(await booksOf(app)).toBe(before);
      expect(
        await app.db.prisma.placementRefusal.findMany({ orderBy: { line: "asc" }, select: { line: true, code: true } }),
      ).toEqual([
        { line: 3, code: "currency_unknown" },
        { line: 5, code: "account_duplicate" },
      ]);
      expect(
        await app.db.prisma.placement.findMany({ select: { accepted: true, refused: true, unchanged: true } }),
      ).toEqual([{ accepted: 3, refused: 2, unchanged: 3 }]);
    });
  });

  it("a later file changes contact data and never money", async () => {
    await withApp(async (app) => {
      await tellImport(app, { file: await fileOf(placementCsv([accountCells(1), accountCells(2), accountCells(3)])) });
      const stopped = await app.db.prisma.debtAccount.findFirstOrThrow({ where: { accountNumber: "BJCF-3" } });
      await app.db.prisma.contactPoint.update({
        where: { id: stopped.mobileId ?? "" },
        data: { stoppedAt: app.clock.now(), stoppedReason: "not_me" },
      });
      const later = await fileOf(
        placementCsv([
          accountCells(1, { mobile: "+8615499999999", principal: "99999.99", annual_rate_percent: "24.00" }),
          // An empty cell says nothing and takes nothing away.
          accountCells(2, { mobile: "", email: "", principal: "1.00" }),
          accountCells(3, { language: "en", region: "乌鲁木齐", time_zone: "Asia/Urumqi" }),
        ]),
      );
      expect(await tellImport(app, { file: later })).toEqual([
        "2 updated",
        "3 unchanged",
        "4 updated",
        "0 accepted 0 refused 1 unchanged 2 updated CNY 0",
      ]);
      expect(await booksOf(app)).toBe("people 3, contacts 7, accounts 3, journals 3, owed 1131963");
      const stored = await app.db.prisma.debtAccount.findMany({
        include: { borrower: true, mobile: true },
        orderBy: { accountNumber: "asc" },
      });
      expect(stored.map(({ annualRatePpm }) => annualRatePpm)).toEqual([120_000, 120_000, 120_000]);
      expect(stored.map(({ mobile }) => mobile && openContact(app.vault, mobile))).toEqual([
        "+8615499999999",
        "+8615400000012",
        "+8615400000013",
      ]);
      expect(stored[2]?.mobile?.stoppedAt).not.toBeNull();
      expect([stored[2]?.borrower.language, stored[2]?.borrower.region, stored[2]?.borrower.timeZone]).toEqual([
        "en",
        "乌鲁木齐",
        "Asia/Urumqi",
      ]);
    });
  });

  it("an older file, imported once more, does not bring an old contact back", async () => {
    await withApp(async (app) => {
      const old = await fileOf(placementCsv([accountCells(1)]));
      await tellImport(app, { file: old });
      await tellImport(app, { file: await fileOf(placementCsv([accountCells(1, { mobile: "+8615499999999" })])) });
      expect(await tellImport(app, { file: old })).toEqual([
        "2 unchanged",
        "0 accepted 0 refused 1 unchanged 0 updated CNY 0",
      ]);
      const stored = await app.db.prisma.debtAccount.findFirstOrThrow({ include: { mobile: true } });
      expect(stored.mobile && openContact(app.vault, stored.mobile)).toBe("+8615499999999");
    });
  });

  it("a known account under another ID stays whose it is", async () => {
    await withApp(async (app) => {
      await tellImport(app, { file: await fileOf(placementCsv([accountCells(1)])) });
      const file = await fileOf(
        placementCsv([accountCells(2, { account_number: "BJCF-1" }), accountCells(1, { region: "昆明" })]),
      );
      expect(await tellImport(app, { file })).toEqual([
        "2 refused id_number account_person_mismatch",
        "3 updated",
        "0 accepted 1 refused 0 unchanged 1 updated CNY 0",
      ]);
    });
  });
});

describe("what a file says twice", () => {
  it("is told whether the two rows fall into one batch or two, and a refused row keeps nobody out", async () => {
    const rows = [
      accountCells(1, { principal: "x" }),
      accountCells(1),
      accountCells(2),
      accountCells(3),
      accountCells(2),
      accountCells(1),
    ];
    for (const rowsPerBatch of [1, 2, 3, 100]) {
      await withApp(async (app) => {
        expect(await tellImport(app, { file: await fileOf(placementCsv(rows)), rowsPerBatch })).toEqual([
          "2 refused principal amount_malformed",
          "3 accepted",
          "4 accepted",
          "5 accepted",
          "6 refused account_number account_duplicate",
          "7 refused account_number account_duplicate",
          "3 accepted 3 refused 0 unchanged 0 updated CNY 1131963",
        ]);
      });
    }
  });

  it("a person's facts change once, wherever the batches end", async () => {
    const river = { creditor_code: "RIVER", lender_type: "bank" };
    const first = [accountCells(1), accountCells(1, { ...river, account_number: "R-1" })];
    const later = [
      accountCells(1, { region: "昆明" }),
      accountCells(1, { ...river, account_number: "R-1", region: "昆明" }),
    ];
    for (const request of [{ rowsPerBatch: 1 }, { rowsPerBatch: 9 }, { rowsPerBatch: 1, dryRun: true }]) {
      await withApp(async (app) => {
        await tellImport(app, { file: await fileOf(placementCsv(first)) });
        expect(await tellImport(app, { file: await fileOf(placementCsv(later)), ...request })).toEqual([
          "2 updated",
          "3 unchanged",
          "0 accepted 0 refused 1 unchanged 1 updated CNY 0",
        ]);
      });
    }
  });
});
