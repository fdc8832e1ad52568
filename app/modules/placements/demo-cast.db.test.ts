import path from "node:path";
import { expect, it } from "vitest";
import { tellImport, withApp } from "#tests/world/placement-import.ts";
import { demoCast } from "../../../prisma/seed/demo-cast.ts";
import { openFullName, openIdNumber } from "../identity/borrowers.server.ts";

it("everybody in the demo can be found by what the demo prints", async () => {
  await withApp(async (app) => {
    const told = await tellImport(app, { file: path.resolve("prisma/seed/demo-placements.csv") });
    expect(told.at(-1)).toContain("16 accepted 0 refused");
    for (const { accountNumber, fullName, idLast6, language } of demoCast) {
      const { borrower } = await app.db.prisma.debtAccount.findFirstOrThrow({
        where: { referenceKey: accountNumber },
        include: { borrower: true },
      });
      expect([
        openFullName(app.vault, borrower),
        openIdNumber(app.vault, borrower).slice(-6),
        borrower.language,
      ]).toEqual([fullName, idLast6, language]);
    }
  });
});
