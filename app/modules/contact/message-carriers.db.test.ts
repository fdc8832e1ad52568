import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { openMailServer, type MailServer } from "#tests/world/mail-server.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { placePeople } from "#tests/world/way-in.ts";
import { deliverMessage, queueMessage, type NewMessage } from "./contact.server.ts";

const liHua = fictionalAccount(0);
let app: TestApp;
let production: App;
let mail: MailServer;
let borrowerId = "";
let mobileId = "";
let emailId = "";

/** An SMS provider as far as we talk to one. */
const provider = { status: 200, heard: [] as { headers: IncomingMessage["headers"]; body: unknown }[] };
const providerServer = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    provider.heard.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as unknown });
    // Status 0: the line goes dead after the provider has taken the message.
    if (provider.status === 0) request.socket.destroy();
    else response.writeHead(provider.status).end();
  });
});

beforeAll(async () => {
  app = await createTestApp();
  await placePeople(app, [liHua]);
  const account = await app.db.prisma.debtAccount.findFirstOrThrow();
  borrowerId = account.borrowerId;
  mobileId = account.mobileId ?? "";
  emailId = account.emailId ?? "";
  providerServer.listen(0, "127.0.0.1");
  await once(providerServer, "listening");
  mail = await openMailServer();
  const { port } = providerServer.address() as AddressInfo;
  production = {
    ...app,
    env: {
      ...app.env,
      mode: "production",
      smsUrl: `http://127.0.0.1:${port}/send`,
      smsToken: "secret-token",
      smtpUrl: mail.url,
    },
  };
});
afterAll(async () => {
  providerServer.close();
  await mail.close();
  await app.close();
});
beforeEach(() => {
  provider.status = 200;
  provider.heard.length = 0;
});

let made = 0;
async function queue(changes: Partial<NewMessage> = {}): Promise<string> {
  made += 1;
  const message: NewMessage = {
    borrowerId,
    contactPointId: mobileId,
    channel: "sms",
    purpose: "notice",
    language: "zh-CN",
    letter: { template: "notice" },
    idemKey: `message-${made}`,
    ...changes,
  };
  return inTransaction(app.db, (tx) => queueMessage(tx, app, message));
}

const rowOf = (id: string) => app.db.prisma.message.findUniqueOrThrow({ where: { id } });

describe("sending for real", () => {
  test("a text goes to the provider with the token and the message's own id", async () => {
    const id = await queue();
    await deliverMessage(production, id);
    expect(provider.heard).toEqual([
      {
        headers: expect.objectContaining({ authorization: "Bearer secret-token", "idempotency-key": id }) as unknown,
        body: { to: liHua.mobile, text: "【安还演示】您有一条服务通知，请从官网自行登录查看。" },
      },
    ]);
    expect((await rowOf(id)).status).toBe("sent");
  });

  test("a line that goes dead means unknown: the same message is tried again under the same id, later each time", async () => {
    provider.status = 0;
    const id = await queue();
    for (const wait of [2, 4, 8]) {
      const now = app.clock.now().getTime();
      await deliverMessage(production, id);
      expect(await rowOf(id)).toMatchObject({ status: "queued", notBefore: new Date(now + wait * 1000) });
      await deliverMessage(production, id);
      app.clock.advance(wait * 1000);
    }
    provider.status = 200;
    await deliverMessage(production, id);
    expect((await rowOf(id)).status).toBe("sent");
    expect(provider.heard.map(({ headers }) => headers["idempotency-key"])).toEqual([id, id, id, id]);
  });

  test("a retry that falls into the night waits as well", async () => {
    app.clock.set("2026-11-25T21:59:59+08:00");
    provider.status = 503;
    const id = await queue();
    await deliverMessage(production, id);
    app.clock.set("2026-11-25T22:00:05+08:00");
    provider.status = 200;
    await deliverMessage(production, id);
    expect(provider.heard).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ status: "queued", notBefore: new Date("2026-11-26T08:00:00+08:00") });
    app.clock.set("2026-11-26T12:00:00+08:00");
    await deliverMessage(production, id);
    expect((await rowOf(id)).status).toBe("sent");
  });

  test("a refused number is not tried again", async () => {
    provider.status = 400;
    const id = await queue();
    await deliverMessage(production, id);
    await deliverMessage(production, id);
    expect(await rowOf(id)).toMatchObject({ status: "undeliverable", statusReason: "refused" });
    expect(provider.heard).toHaveLength(1);
  });

  test("trying ends after ten times", async () => {
    provider.status = 503;
    const id = await queue();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await deliverMessage(production, id);
      app.clock.set(new Date(Math.max((await rowOf(id)).notBefore.getTime(), app.clock.now().getTime())));
    }
    expect(await rowOf(id)).toMatchObject({ status: "undeliverable", attempts: 10 });
    expect(provider.heard).toHaveLength(10);
  });

  test("a code whose time is over is not sent late", async () => {
    provider.status = 503;
    const id = await queue({ purpose: "code", letter: { template: "code", code: "161803" } });
    await deliverMessage(production, id);
    app.clock.advance(600_000);
    provider.status = 200;
    await deliverMessage(production, id);
    expect(await rowOf(id)).toMatchObject({ status: "withheld", statusReason: "expired", bodyEnc: null });
    expect(provider.heard).toHaveLength(1);
  });

  test("an e-mail is handed to the mail server; one that is refused is not tried again", async () => {
    const first = await queue({
      channel: "email",
      contactPointId: emailId,
      purpose: "code",
      language: "en",
      letter: { template: "code", code: "141421" },
    });
    await deliverMessage(production, first);
    expect((await rowOf(first)).status).toBe("sent");
    expect(mail.mails[0]).toContain("Subject: Your code");
    expect(mail.mails[0]).toContain("141421");
    expect(mail.mails[0]).toContain(`Message-ID: <${first}@`);
    mail.answer = "550 no such mailbox";
    const second = await queue({ channel: "email", contactPointId: emailId, purpose: "receipt" });
    await deliverMessage(production, second);
    expect((await rowOf(second)).status).toBe("undeliverable");
    mail.answer = "451 later";
    const third = await queue({ channel: "email", contactPointId: emailId, purpose: "receipt" });
    await deliverMessage(production, third);
    expect((await rowOf(third)).status).toBe("queued");
  });
});
