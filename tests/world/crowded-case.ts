// A case around which a great deal has happened: entries of every kind, as many as asked for, with moments of their own.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { TestApp } from "./database.ts";

interface Crowd {
  readonly actor: BorrowerActor;
  readonly proposalId: string;
  readonly accountId: string;
  readonly staffId: string;
}

const minute = 60_000;

/** `count` entries in the days before now: messages, notes, letters of a thread, and payments, by turns. */
export async function crowdCase(app: TestApp, crowd: Crowd, count: number): Promise<void> {
  const { actor, proposalId, accountId, staffId } = crowd;
  const { borrowerId } = actor;
  const now = app.clock.now().getTime();
  const { creditorCode, reference } = await app.db.prisma.proposal.findUniqueOrThrow({ where: { id: proposalId } });
  const at = (index: number): Date => new Date(now - (count - index) * minute);
  const turn = (which: number) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => index % 4 === which);
  await app.db.prisma.message.createMany({
    data: turn(0).map((index) => ({
      id: newId(),
      borrowerId,
      channel: "sms",
      purpose: "notice",
      language: "zh-CN",
      idemKey: newId(),
      status: "sent",
      createdAt: at(index),
      notBefore: at(index),
      sentAt: at(index),
    })),
  });
  await app.db.prisma.caseNote.createMany({
    data: turn(1).map((index) => {
      const id = newId();
      const place = { table: "case_note", column: "body_enc", rowId: id };
      return { id, borrowerId, staffId, bodyEnc: app.vault.seal(`note ${index}`, place), at: at(index) };
    }),
  });
  await app.db.prisma.thread.upsert({
    where: { id: proposalId },
    update: {},
    create: {
      id: proposalId,
      about: "proposal",
      reference,
      borrowerId,
      creditorCode,
      lastAt: at(count - 1),
      createdAt: at(0),
    },
  });
  await app.db.prisma.threadEntry.createMany({
    data: turn(2).map((index) => {
      const id = newId();
      const place = { table: "thread_entry", column: "body_enc", rowId: id };
      const bodyEnc = app.vault.seal(`letter ${index}`, place);
      return { id, threadId: proposalId, author: "borrower", language: "en", bodyEnc, at: at(index) };
    }),
  });
  await app.db.prisma.payment.createMany({
    data: turn(3).map((index) => {
      const id = newId();
      return {
        id,
        reference: `P-${id.slice(-12)}`,
        accountId,
        borrowerId,
        amountMinor: 100n,
        currency: "CNY",
        status: "settled",
        method: "card",
        providerIntentId: `pi_${id}`,
        receivedAt: at(index),
        effectiveOn: at(index),
        policyPackId: app.settings.policyPack,
        ruleVersion: "1",
        balanceAfter: {},
        createdAt: at(index),
      };
    }),
  });
}
