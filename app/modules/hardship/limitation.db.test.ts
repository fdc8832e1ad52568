import { afterAll, beforeAll, expect, test } from "vitest";
import { addMonths, dayFromDbDate } from "#app/kernel/calendar.ts";
import { openPayingWorld, type Payer, type PayingWorld } from "#tests/world/paying.ts";
import { recordPartPayments } from "./limitation.server.ts";

let world: PayingWorld;
beforeAll(async () => {
  world = await openPayingWorld();
});
afterAll(() => world.close());

async function pay(payer: Payer, amountText: string): Promise<string> {
  const { paymentId, session } = await world.start(payer, amountText);
  await world.standin.control.pay({ session, method: "card" });
  await world.settle();
  await world.runEvents();
  return paymentId;
}

const eventsOf = ({ accountId }: Payer) =>
  world.app.db.prisma.limitationEvent.findMany({ where: { accountId }, orderBy: { source: "asc" } });

test("a payment that leaves something owed is on record with the day until which the period would run, once", async () => {
  const payer = await world.payer();
  const paymentId = await pay(payer, "20.00");
  expect(await recordPartPayments(world.app, payer.accountId)).toBe(1);
  expect(await Promise.all([1, 2].map(() => recordPartPayments(world.app, payer.accountId)))).toEqual([0, 0]);
  const { effectiveOn } = await world.app.db.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } });
  const [event, ...others] = await eventsOf(payer);
  expect(others).toEqual([]);
  expect(event).toMatchObject({ reason: "part_payment", source: `payment:${paymentId}`, happenedOn: effectiveOn });
  expect(event && dayFromDbDate(event.runsUntil)).toBe(addMonths(dayFromDbDate(effectiveOn), 36));
});

test("the payment that ends the debt is none, nor is money that the debt did not take", async () => {
  const payer = await world.payer();
  const first = await pay(payer, "20.00");
  await pay(payer, "100.00");
  expect(await recordPartPayments(world.app, payer.accountId)).toBe(1);
  expect((await eventsOf(payer)).map(({ source }) => source)).toEqual([`payment:${first}`]);
  const doubting = await world.payer();
  const { session } = await world.start(doubting, "20.00");
  const where = { id: doubting.accountId };
  await world.app.db.prisma.debtAccount.update({ where, data: { disputedAt: world.app.clock.now() } });
  await world.standin.control.pay({ session, method: "card" });
  await world.settle();
  await world.runEvents();
  expect(await recordPartPayments(world.app, doubting.accountId)).toBe(0);
});
