import { afterAll, beforeAll, expect, test } from "vitest";
import { decideRequest } from "#app/modules/review/decide-request.server.ts";
import { systemClock } from "#app/platform/clock.server.ts";
import { environmentOf, runCommand } from "#tests/world/command.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { valueOf } from "#tests/world/proposals.ts";
import { answerWith, heldSince, objectTo, takeOn } from "#tests/world/requests.ts";
import { addStaff } from "#tests/world/staff.ts";

let app: TestApp;
beforeAll(async () => {
  // A command has no clock but the machine's.
  app = await createTestApp(systemClock.now().toISOString());
});
afterAll(() => app.close());

test("finance ends the hold of an account whose books are corrected, and not while an objection waits", async () => {
  const { id, accountId } = await objectTo(app);
  const { creditorCode, accountNumber } = await app.db.prisma.debtAccount.findUniqueOrThrow({
    where: { id: accountId },
  });
  const release = (number = accountNumber) =>
    runCommand("cases", ["release", creditorCode, number], environmentOf(app));
  expect(await release("NOWHERE-1")).toMatchObject({ code: 1, stderr: "no such account\n" });
  expect(await release()).toMatchObject({ code: 1, stderr: "an open case still asks for the hold\n" });
  const agent = (await addStaff(app, "agent")).actor;
  valueOf(await decideRequest(app, agent, await takeOn(app, agent, id), answerWith("upheld")));
  expect(await release()).toMatchObject({ code: 0, stdout: "the account's hold has ended\n" });
  expect(await heldSince(app, accountId)).toBeNull();
  expect(await release()).toMatchObject({ code: 1, stderr: "the account is not on hold\n" });
}, 60_000);
