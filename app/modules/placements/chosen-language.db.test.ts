import { expect, it } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { accountCells, fileOf, tellImport, withApp } from "#tests/world/placement-import.ts";
import { placementCsv } from "#tests/world/placement-rows.ts";
import { changeLanguage } from "../identity/sessions.server.ts";

it("leaves the language that a person chose, whatever a later file says of it", async () => {
  await withApp(async (app) => {
    await tellImport(app, { file: await fileOf(placementCsv([accountCells(1), accountCells(2)])) });
    const [chosen] = await app.db.prisma.debtAccount.findMany({ orderBy: { accountNumber: "asc" } });
    const actor = { kind: "borrower", borrowerId: chosen?.borrowerId ?? "", sessionId: newId() } as const;
    await changeLanguage(app, actor, "en");
    const second = { creditor_code: "RIVER", account_number: "RIVER-1", lender_type: "bank" };
    const later = placementCsv([
      accountCells(1, { mobile: "+8615499999999" }),
      accountCells(2, { language: "en" }),
      accountCells(1, second),
    ]);
    expect(await tellImport(app, { file: await fileOf(later) })).toEqual([
      "2 updated",
      "3 updated",
      "4 accepted",
      "1 accepted 0 refused 0 unchanged 2 updated CNY 377321",
    ]);
    const people = await app.db.prisma.borrower.findMany();
    expect(people.map(({ language }) => language)).toEqual(["en", "en"]);
  });
});
