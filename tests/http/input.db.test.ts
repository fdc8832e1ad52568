// What is sent to the portal that no page of ours would send: too long, too slow, broken. Refused early and cheaply.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const get = (target: string): Promise<string> =>
  portal.send(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${portal.port}\r\nConnection: close\r\n\r\n`);
const postHead = (path: string, ...headers: string[]): string =>
  [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${portal.port}`,
    `Origin: ${portal.origin}`,
    "Content-Type: application/x-www-form-urlencoded",
    ...headers,
    "",
    "",
  ].join("\r\n");

describe("addresses", () => {
  test("catalogue 35: malformed percent-encoding is 400, in the path and in the query", async () => {
    for (const target of ["/%", "/%zz", "/help?x=%", "/help?%E0%A4%A", "/help?x=%ff", "/%C0%AE", "/%ED%A0%80"]) {
      expect([target, statusOf(await get(target))]).toEqual([target, 400]);
    }
  });

  test("control characters and a NUL in an address are 400", async () => {
    for (const target of ["/help%00", "/help?x=%00", "/help%0d%0aSet-Cookie:x", "/help%7f"]) {
      expect([target, statusOf(await get(target))]).toEqual([target, 400]);
    }
  });

  test("an address that a browser would take for another site is 400", async () => {
    for (const target of ["//evil.example/help", "/\\evil.example", "/.//evil.example", "http://evil.example/", "*"]) {
      expect([target, statusOf(await get(target))]).toEqual([target, 400]);
    }
  });

  test("an address that is too long is 414", async () => {
    expect(statusOf(await get(`/help?x=${"a".repeat(5000)}`))).toBe(414);
  });

  test("headers without end are 431, and a GET that brings a body is 400", async () => {
    const host = `Host: 127.0.0.1:${portal.port}`;
    expect(statusOf(await portal.send(`GET /help HTTP/1.1\r\n${host}\r\nX: ${"a".repeat(20_000)}\r\n\r\n`))).toBe(431);
    expect(statusOf(await portal.send(`GET /help HTTP/1.1\r\n${host}\r\nContent-Length: 5\r\n\r\nhello`))).toBe(400);
  });
});

describe("bodies", () => {
  test("catalogue 30: one byte over the limit is 413 before the rest has come, and the connection is closed", async () => {
    const limit = 64 * 1024;
    const declared = await portal.send(postHead("/start", `Content-Length: ${limit + 1}`), "reference=");
    expect(statusOf(declared)).toBe(413);
    expect(declared.toLowerCase()).toContain("connection: close");
    const chunk = (length: number): string => `${length.toString(16)}\r\n${"a".repeat(length)}\r\n`;
    const streamed = await portal.send(postHead("/start", "Transfer-Encoding: chunked"), chunk(limit), chunk(1));
    expect(statusOf(streamed)).toBe(413);
    const fits = await portal.post("/start", `reference=${"a".repeat(limit - 10)}`);
    expect(fits.status).not.toBe(413);
  });

  test("catalogue 28: a name of 1 MB is 413, also for a sender that sends all of it first", async () => {
    const answer = await portal.post("/verify", `fullName=${"a".repeat(1024 * 1024)}`);
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain("What was sent is too long");
  });

  test("case 28: a hook over the limit is 400, and nothing is stored", async () => {
    const answer = await portal.post("/hooks/stripe", "a".repeat(256 * 1024 + 1), {
      "Content-Type": "application/json",
    });
    expect(answer.status).toBe(400);
    expect(await portal.app.db.prisma.webhookEvent.count()).toBe(0);
  });

  test("a sender that waits for leave hears the refusal instead", async () => {
    const answer = await portal.send(postHead("/start", "Content-Length: 99999999", "Expect: 100-continue"));
    expect(statusOf(answer)).toBe(413);
    const taken = await portal.send(
      postHead("/start", "Content-Length: 1", "Expect: 100-continue", "Connection: close"),
      "a",
    );
    expect(taken).toContain("HTTP/1.1 100 Continue");
  });

  test("catalogue 26: a NUL in a name is 422", async () => {
    expect((await portal.post("/verify", "fullName=a%00b&idLast6=123456")).status).toBe(422);
    expect((await portal.post("/verify", "fullName=a\u0000b&idLast6=123456")).status).toBe(422);
  });

  test("catalogue 27: half of a surrogate pair and other bytes that are no UTF-8 are 422", async () => {
    for (const name of ["%ED%A0%80", "%ED%B0%80", "%FF%FE", "%C0%80"]) {
      expect([name, (await portal.post("/verify", `fullName=${name}&idLast6=123456`)).status]).toEqual([name, 422]);
    }
  });

  test("catalogue 35: malformed percent-encoding in a form is 400", async () => {
    expect((await portal.post("/start", "reference=%zz")).status).toBe(400);
    expect((await portal.post("/start", "reference=100%")).status).toBe(400);
  });

  test("catalogue 31: deep JSON is refused and costs nothing", async () => {
    const deep = "[".repeat(60_000);
    const began = performance.now();
    const answers = [
      await portal.post("/start", deep, { "Content-Type": "application/json" }),
      await portal.post("/hooks/stripe", deep, { "Content-Type": "application/json" }),
    ];
    for (const { status } of answers) expect([400, 415]).toContain(status);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test("two lengths, or a length beside chunks, is no request", async () => {
    const both = await portal.send(postHead("/start", "Content-Length: 5", "Transfer-Encoding: chunked"), "0\r\n\r\n");
    const two = await portal.send(postHead("/start", "Content-Length: 5", "Content-Length: 6"), "aaaaaa");
    expect([statusOf(both), statusOf(two)]).toEqual([400, 400]);
  });
});
