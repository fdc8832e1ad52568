// People with accounts and a history on them, for tests of what is read: made straight in the database and the books.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, day, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { blindId, blindName, sealBorrower } from "#app/modules/identity/borrowers.server.ts";
import {
  interestLines,
  noAmounts,
  paymentLines,
  placementLines,
  waiverLines,
  type ClaimPart,
  type ComponentAmounts,
} from "#app/modules/ledger/ledger.ts";
import { postJournal, postJournals } from "#app/modules/ledger/ledger.server.ts";
import type { TestApp } from "./database.ts";
import { fictionalAccount } from "./people.ts";

export const itemizedOn = day("2026-09-01");

let people = 0;

/** Somebody who is signed in. */
export async function placePerson(app: TestApp, fullName?: string): Promise<BorrowerActor> {
  const person = fictionalAccount((people += 1));
  const borrowerId = newId();
  const name = fullName ?? person.fullName;
  const secrets = { idNumber: person.idNumber, fullName: name, birthDate: undefined };
  const { idNumberEnc, fullNameEnc } = sealBorrower(app.vault, borrowerId, secrets);
  await app.db.prisma.borrower.create({
    data: {
      id: borrowerId,
      idType: "cn_resident_id",
      idNumberEnc,
      fullNameEnc,
      idBlind: blindId(app.vault, "cn_resident_id", person.idNumber),
      nameBlind: blindName(app.vault, name),
      language: "zh-CN",
      region: "成都",
      timeZone: "Asia/Shanghai",
      createdAt: app.clock.now(),
    },
  });
  return { kind: "borrower", borrowerId, sessionId: newId() };
}

export interface PlacedDebt {
  readonly accountId: string;
  /** One posting of interest for each of the days after the itemization date. */
  accrue(days: number, amountMinor: bigint): Promise<void>;
  /** A payment that is spread as told; answers its journal. */
  pay(on: Day, spread: Partial<ComponentAmounts>): Promise<string>;
  waive(on: Day, spread: Partial<ComponentAmounts>): Promise<void>;
}

let debts = 0;

/** A consumer loan of that person, itemized on 1 September 2026 unless told. */
export async function placeDebt(
  app: TestApp,
  { borrowerId }: BorrowerActor,
  opening: Partial<ComponentAmounts>,
  from: Day = itemizedOn,
): Promise<PlacedDebt> {
  const accountId = newId();
  const accountNumber = `BJCF-0800${String((debts += 1)).padStart(4, "0")}`;
  await app.db.prisma.debtAccount.create({
    data: {
      id: accountId,
      borrowerId,
      creditorCode: "BJCF",
      accountNumber,
      referenceKey: accountNumber,
      productType: "consumer_loan",
      lenderType: "consumer_finance",
      currency: "CNY",
      borrowerRef: `C${debts}`,
      contractDate: toDbDate(day("2012-02-02")),
      itemizationDate: toDbDate(from),
      firstUnpaidDueDate: toDbDate(addDays(from, -9)),
      annualRatePpm: 154_000,
      secured: false,
      policyPackId: app.settings.policyPack,
      placementId: newId(),
      accruedThrough: toDbDate(day("2026-11-22")),
      createdAt: app.clock.now(),
    },
  });
  const debt = { debtId: accountId, creditorCode: "BJCF", currency: "CNY" } as const;
  const { pool } = app.db;
  const idemKey = (kind: string): string => `${kind}:${newId()}`;
  const lines = placementLines(debt, { ...noAmounts, ...opening });
  await postJournal(pool, { idemKey: idemKey("placement"), kind: "placement", effectiveOn: from, lines });
  return {
    accountId,
    accrue: async (days, amountMinor) => {
      const postings = Array.from({ length: days }, (_, index) => ({
        idemKey: idemKey("interest"),
        kind: "interest" as const,
        effectiveOn: addDays(from, index + 1),
        lines: interestLines(debt, amountMinor),
      }));
      for (let start = 0; start < days; start += 1000) await postJournals(pool, postings.slice(start, start + 1000));
    },
    pay: async (effectiveOn, spread) => {
      const parts = Object.entries(spread).map(([component, amountMinor]): ClaimPart => ({
        ...debt,
        component: component as ClaimPart["component"],
        amountMinor,
      }));
      const grossMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0n);
      const paid = paymentLines({ provider: "stripe", currency: "CNY", grossMinor, borrowerId, parts });
      return (await postJournal(pool, { idemKey: idemKey("payment"), kind: "payment", effectiveOn, lines: paid }))
        .journalId;
    },
    waive: async (effectiveOn, spread) => {
      await postJournal(pool, {
        idemKey: idemKey("waiver"),
        kind: "waiver",
        effectiveOn,
        lines: waiverLines(debt, spread),
      });
    },
  };
}
