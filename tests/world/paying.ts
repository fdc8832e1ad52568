// A small world in which somebody pays: a real database, the payment stand-in, and people with one debt each. The
// provider's webhooks arrive where a test says, and its jobs run when a test says.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { day, toDbDate } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { blindContact, blindId, blindName, sealBorrower, sealContact } from "#app/modules/identity/borrowers.server.ts";
import { type ComponentAmounts, noAmounts, placementLines } from "#app/modules/ledger/ledger.ts";
import { postJournal } from "#app/modules/ledger/ledger.server.ts";
import { handleWebhook, receiveWebhook, startPayment } from "#app/modules/payments/payments.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { createTestApp, type TestApp } from "./database.ts";
import { fictionalAccount } from "./people.ts";
import { startStandin, type Standin } from "./stripe/standin.ts";

export interface Payer {
  readonly actor: BorrowerActor;
  readonly accountId: string;
}

export interface Started {
  readonly paymentId: string;
  /** The provider's id of the checkout. */
  readonly session: string;
}

export interface PayingWorld {
  readonly app: TestApp;
  readonly standin: Standin;
  /** Somebody with a debt of this size; ¥100.00 of principal and ¥20.00 of interest unless told. */
  payer(amounts?: Partial<ComponentAmounts>): Promise<Payer>;
  /** Chooses another amount and gets as far as the provider's page. */
  start(payer: Payer, amountText: string, language?: "zh-CN" | "en"): Promise<Started>;
  /** Status codes that the webhook endpoint answered, in order. */
  readonly answers: readonly number[];
  /** Waits for the webhooks that are on their way. */
  settle(): Promise<void>;
  /** Runs the jobs of stored events, each once; answers how many. */
  runEvents(): Promise<number>;
  /** Moves the clocks of portal and provider together. */
  advance(minutes: number): Promise<void>;
  close(): Promise<void>;
}

async function listen(app: () => TestApp, answers: number[]): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const signature = incoming.headers["stripe-signature"];
      const answer = (status: number): void => {
        answers.push(status);
        outgoing.writeHead(status).end();
      };
      receiveWebhook(app(), Buffer.concat(chunks), typeof signature === "string" ? signature : null)
        .then((receipt) => answer(receipt === "refused" ? 400 : 200))
        .catch(() => answer(500));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

let people = 0;

export async function placePayer(app: App, amounts: Partial<ComponentAmounts>): Promise<Payer> {
  const person = fictionalAccount((people += 1));
  const [borrowerId, accountId, emailId] = [newId(), newId(), newId()];
  const now = app.clock.now();
  const { prisma } = app.db;
  const { idNumber, fullName } = person;
  const { idNumberEnc, fullNameEnc } = sealBorrower(app.vault, borrowerId, {
    idNumber,
    fullName,
    birthDate: undefined,
  });
  await prisma.borrower.create({
    data: {
      id: borrowerId,
      idType: "cn_resident_id",
      idNumberEnc,
      fullNameEnc,
      idBlind: blindId(app.vault, "cn_resident_id", person.idNumber),
      nameBlind: blindName(app.vault, person.fullName),
      language: person.language,
      region: "成都",
      timeZone: "Asia/Shanghai",
      createdAt: now,
    },
  });
  const email = `p${people}@example.com`;
  await prisma.contactPoint.create({
    data: {
      id: emailId,
      borrowerId,
      channel: "email",
      valueEnc: sealContact(app.vault, emailId, email),
      valueBlind: blindContact(app.vault, "email", email),
      createdAt: now,
    },
  });
  await prisma.debtAccount.create({
    data: {
      id: accountId,
      borrowerId,
      emailId,
      creditorCode: "RIVER",
      accountNumber: person.accountNumber,
      referenceKey: person.accountNumber,
      productType: "consumer_loan",
      lenderType: "bank",
      currency: "CNY",
      borrowerRef: `C${people}`,
      contractDate: toDbDate(day("2025-03-01")),
      itemizationDate: toDbDate(day("2026-11-01")),
      firstUnpaidDueDate: toDbDate(day("2026-10-12")),
      annualRatePpm: 154_000,
      secured: false,
      policyPackId: app.settings.policyPack,
      placementId: newId(),
      accruedThrough: toDbDate(day("2026-11-22")),
      // Figures in these tests are of payments alone, whatever day it is.
      interestFrozenFrom: toDbDate(day("2026-11-01")),
      createdAt: now,
    },
  });
  const debt = { debtId: accountId, creditorCode: "RIVER", currency: "CNY" } as const;
  await postJournal(prisma, {
    idemKey: `placement:${accountId}`,
    kind: "placement",
    effectiveOn: day("2026-11-01"),
    lines: placementLines(debt, { ...noAmounts, ...amounts }),
  });
  return { actor: { kind: "borrower", borrowerId, sessionId: newId() }, accountId };
}

export async function openPayingWorld(overrides: Readonly<Record<string, string>> = {}): Promise<PayingWorld> {
  const answers: number[] = [];
  let made: TestApp | undefined;
  const endpoint = await listen(() => {
    if (!made) throw new Error("a webhook before the portal");
    return made;
  }, answers);
  const webhookUrl = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hooks/stripe`;
  const standin = await startStandin({ webhookUrl, retryDelaysMs: [] });
  const app = await createTestApp(new Date().toISOString(), {
    STRIPE_API_BASE: standin.url,
    STRIPE_WEBHOOK_SECRET: standin.webhookSecret,
    ...overrides,
  });
  made = app;
  return {
    app,
    standin,
    answers,
    payer: (amounts = { principal: 10_000n, interest: 2_000n }) => placePayer(app, amounts),
    start: async ({ actor, accountId }, amountText, language = "zh-CN") => {
      const started = await startPayment(app, actor, accountId, { choice: "other", amountText }, language);
      if (!started.ok) throw new Error(`not started: ${started.refusal.kind}`);
      const session = new URL(started.value.url ?? "http://none/").pathname.split("/").at(-1);
      return { paymentId: started.value.paymentId, session: session ?? "" };
    },
    settle: async () => {
      await standin.control.webhooks.settled();
    },
    runEvents: async () => {
      const waiting = await app.db.prisma.webhookEvent.findMany({
        where: { processedAt: null },
        orderBy: { id: "asc" },
      });
      for (const { id } of waiting) await handleWebhook(app, id);
      return waiting.length;
    },
    advance: async (minutes) => {
      app.clock.advance(minutes * 60_000);
      await standin.control.clock.advance(minutes * 60);
    },
    close: async () => {
      endpoint.closeAllConnections();
      endpoint.close();
      await standin.close();
      await app.close();
    },
  };
}
