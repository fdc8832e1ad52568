import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { placePeople } from "#tests/world/way-in.ts";
import {
  deliverMessage,
  queueMessage,
  readInbox,
  sweepMessages,
  withholdMessages,
  type NewMessage,
} from "./contact.server.ts";

const liHua = fictionalAccount(0);
const email = "p0@example.com";
let app: TestApp;
let borrowerId = "";
let mobileId = "";
let emailId = "";

beforeAll(async () => {
  app = await createTestApp();
  await placePeople(app, [liHua]);
  const account = await app.db.prisma.debtAccount.findFirstOrThrow();
  borrowerId = account.borrowerId;
  mobileId = account.mobileId ?? "";
  emailId = account.emailId ?? "";
});
afterAll(() => app.close());

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
const linesOf = async (id: string) => (await readInbox(app)).filter((line) => line.id === id);

describe("queueing", () => {
  test("a message is there with its job or not at all", async () => {
    const jobs = async () =>
      Number(
        (await app.db.pool.query("SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'deliver-message'")).rows[0]
          ?.n,
      );
    const before = await jobs();
    await expect(
      inTransaction(app.db, async (tx) => {
        await queueMessage(tx, app, {
          channel: "sms",
          purpose: "notice",
          language: "en",
          letter: { template: "notice" },
          idemKey: "undone",
        });
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await jobs()).toBe(before);
    expect(await app.db.prisma.message.count({ where: { idemKey: "undone" } })).toBe(0);
    await queue();
    expect(await jobs()).toBe(before + 1);
  });

  test("one key is one message", async () => {
    const first = await queue({ idemKey: "same" });
    expect(await queue({ idemKey: "same" })).toBe(first);
    expect(await app.db.prisma.message.count({ where: { idemKey: "same" } })).toBe(1);
  });

  test("the words are sealed while they wait", async () => {
    const id = await queue({ purpose: "code", letter: { template: "code", code: "271828" } });
    const { rows } = await app.db.pool.query<{ kept: string }>(
      "SELECT to_jsonb(m)::text AS kept FROM message m WHERE id = $1",
      [id],
    );
    expect(rows[0]?.kept).not.toContain("271828");
    expect(rows[0]?.kept).not.toContain(Buffer.from("271828").toString("hex"));
  });
});

describe("sending in the demo", () => {
  test("a text is one line of the inbox, and a second run of the job adds none", async () => {
    const id = await queue();
    await deliverMessage(app, id);
    await deliverMessage(app, id);
    expect(await linesOf(id)).toEqual([
      {
        id,
        to: liHua.mobile,
        channel: "sms",
        body: "【安还演示】您有一条服务通知，请从官网自行登录查看。",
        at: app.clock.now().toISOString(),
      },
    ]);
    expect(await rowOf(id)).toMatchObject({ status: "sent", attempts: 1, sentAt: app.clock.now() });
  });

  test("catalogue 60: two workers at once send one message", async () => {
    const id = await queue();
    await Promise.all([deliverMessage(app, id), deliverMessage(app, id), deliverMessage(app, id)]);
    expect(await linesOf(id)).toHaveLength(1);
  });

  test("a worker killed between sending and recording sends nothing twice, and its message is taken up again", async () => {
    const id = await queue();
    await deliverMessage(app, id);
    await app.db.prisma.message.update({
      where: { id },
      data: { status: "sending", sentAt: null, notBefore: new Date(app.clock.now().getTime() + 120_000) },
    });
    await deliverMessage(app, id);
    expect((await rowOf(id)).status).toBe("sending");
    app.clock.advance(121_000);
    await deliverMessage(app, id);
    expect((await rowOf(id)).status).toBe("sent");
    expect(await linesOf(id)).toHaveLength(1);
  });

  test("an e-mail has a subject that says nothing and the words below", async () => {
    const id = await queue({
      channel: "email",
      contactPointId: emailId,
      language: "en",
      purpose: "receipt",
      letter: { template: "receipt" },
    });
    await deliverMessage(app, id);
    const [line] = await linesOf(id);
    expect(line?.to).toBe(email);
    expect(line?.body.startsWith("Service notice\n\nYour receipt is ready.")).toBe(true);
  });
});

describe("hours, caps and stops", () => {
  test("a notice queued at night leaves at eight in the morning, not earlier", async () => {
    app.clock.set("2026-11-24T23:30:00+08:00");
    const id = await queue();
    await deliverMessage(app, id);
    expect(await rowOf(id)).toMatchObject({
      status: "queued",
      attempts: 0,
      notBefore: new Date("2026-11-25T08:00:00+08:00"),
    });
    app.clock.set("2026-11-25T07:59:00+08:00");
    await deliverMessage(app, id);
    expect((await rowOf(id)).status).toBe("queued");
    app.clock.set("2026-11-25T08:00:00+08:00");
    await deliverMessage(app, id);
    expect((await rowOf(id)).status).toBe("sent");
  });

  test("one reminder a day and three in seven days leave, the others never", async () => {
    const reminder = async (): Promise<string | null> => {
      const id = await queue({ purpose: "reminder" });
      await deliverMessage(app, id);
      const { status, statusReason } = await rowOf(id);
      return statusReason ?? status;
    };
    const days: (string | null)[][] = [];
    for (let day = 0; day < 5; day += 1) {
      days.push([await reminder(), await reminder()]);
      app.clock.advance(86_400_000);
    }
    expect(days).toEqual([
      ["sent", "cap"],
      ["sent", "cap"],
      ["sent", "cap"],
      ["cap", "cap"],
      ["cap", "cap"],
    ]);
  });

  test("a message is withheld where its contact was stopped while it waited", async () => {
    const id = await queue({ channel: "email", contactPointId: emailId });
    await app.db.prisma.contactPoint.update({
      where: { id: emailId },
      data: { stoppedAt: app.clock.now(), stoppedReason: "not_me" },
    });
    await deliverMessage(app, id);
    expect(await rowOf(id)).toMatchObject({ status: "withheld", statusReason: "stopped" });
    await app.db.prisma.contactPoint.update({ where: { id: emailId }, data: { stoppedAt: null, stoppedReason: null } });
  });

  test("what waits for a contact can be withheld at once", async () => {
    const id = await queue();
    await inTransaction(app.db, (tx) => withholdMessages(tx, [mobileId], "stopped"));
    await deliverMessage(app, id);
    expect(await linesOf(id)).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ status: "withheld", bodyEnc: null });
  });

  test("a message to nobody is withheld and forgotten after a day", async () => {
    const id = await queue({
      borrowerId: undefined,
      contactPointId: undefined,
      purpose: "code",
      letter: { template: "code", code: "000000" },
    });
    await deliverMessage(app, id);
    expect(await rowOf(id)).toMatchObject({ status: "withheld", statusReason: "no_contact", bodyEnc: null });
    app.clock.advance(86_400_001);
    await sweepMessages(app);
    expect(await app.db.prisma.message.findUnique({ where: { id } })).toBeNull();
  });
});

test("the sweeper puts a forgotten message back into the queue", async () => {
  const id = await queue();
  await app.db.pool.query("DELETE FROM pgboss.job WHERE name = 'deliver-message'");
  app.clock.advance(61_000);
  await sweepMessages(app);
  const { rows } = await app.db.pool.query<{ data: { messageId: string } }>(
    "SELECT data FROM pgboss.job WHERE name = 'deliver-message'",
  );
  expect(rows.map(({ data }) => data.messageId)).toContain(id);
});
