// The way in as a browser, or somebody who is no browser, meets it: every door, through the real server.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fictionalAccount } from "#tests/world/people.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { newestCode, placePeople, wrongCode } from "#tests/world/way-in.ts";

const people = [0, 1, 2, 3, 4].map((index) => fictionalAccount(index));
let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
  await placePeople(portal.app, people);
});
afterAll(() => portal.close());

const personAt = (index: number) => people[index] ?? fictionalAccount(index);

/** A browser of its own address that keeps its cookies. */
class Visitor {
  readonly cookies = new Map<string, string>();
  readonly headers: Readonly<Record<string, string>>;

  constructor(ip: string, headers: Readonly<Record<string, string>> = {}) {
    this.headers = { "X-Forwarded-For": ip, ...headers };
  }

  private keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  private all(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return { ...this.headers, ...(cookie === "" ? {} : { Cookie: cookie }) };
  }

  async get(path: string): Promise<Response> {
    return this.keep(await fetch(portal.origin + path, { redirect: "manual", headers: this.all() }));
  }

  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.keep(await portal.post(path, new URLSearchParams(fields).toString(), this.all()));
  }

  async claim(person: (typeof people)[number]): Promise<void> {
    await this.post("/start", { reference: person.accountNumber });
    await this.post("/verify", { fullName: person.fullName, idLast6: person.idLast6 });
  }

  async signIn(person: (typeof people)[number]): Promise<Response> {
    await this.claim(person);
    return this.post("/verify/code", { code: await newestCode(portal.app, person.mobile) });
  }
}

const where = (response: Response): string | null => response.headers.get("location");

/** All that can be seen of an answer, without what is made anew each time. */
async function seen(response: Response) {
  const headers = [...response.headers].filter(
    ([name]) => !["date", "content-security-policy", "x-trace-id"].includes(name),
  );
  const text = await response.text();
  return { status: response.status, headers, body: text.replace(/nonce="[^"]*"/g, "") };
}

describe("three steps", () => {
  test("a person comes in, is led to the page that was asked for, and goes out again", async () => {
    const visitor = new Visitor("192.0.2.1");
    const turned = await visitor.get("/my/data");
    expect([turned.status, where(turned)]).toEqual([303, "/start"]);
    const start = await visitor.post("/start", { reference: ` ${personAt(0).accountNumber.toLowerCase()} ` });
    expect([start.status, where(start)]).toEqual([303, "/verify"]);
    const { fullName, idLast6, mobile } = personAt(0);
    const verify = await visitor.post("/verify", { fullName, idLast6 });
    expect([verify.status, where(verify)]).toEqual([303, "/verify/code"]);
    const before = visitor.cookies.get("__Host-anhuan");
    const code = await newestCode(portal.app, mobile);
    const spaced = await visitor.post("/verify/code", { code: `${code.slice(0, 3)}　${code.slice(3)}` });
    expect([spaced.status, where(spaced)]).toEqual([303, "/my/data"]);
    expect(visitor.cookies.get("__Host-anhuan")).not.toBe(before);
    expect((await visitor.get("/my")).status).toBe(200);
    for (const path of ["/start", "/verify", "/verify/code"]) expect(where(await visitor.get(path))).toBe("/my");
    const session = visitor.cookies.get("__Host-anhuan") ?? "";
    const out = await visitor.post("/sign-out", {});
    expect([out.status, where(out)]).toEqual([303, "/"]);
    visitor.cookies.set("__Host-anhuan", session);
    expect(where(await visitor.get("/my"))).toBe("/start");
  });

  test("catalogue 9: a later step leads back to the first, for reading and for writing", async () => {
    const visitor = new Visitor("192.0.2.2");
    for (const path of ["/verify", "/verify/code"]) expect(where(await visitor.get(path))).toBe("/start");
    expect(where(await visitor.post("/verify", { fullName: "李华", idLast6: "00123X" }))).toBe("/start");
    expect(where(await visitor.post("/verify/code", { code: "123456" }))).toBe("/start");
    expect(where(await visitor.post("/verify/code", { intent: "resend", channel: "sms" }))).toBe("/start");
    await visitor.post("/start", { reference: "RIVER-09000000" });
    expect((await visitor.get("/verify")).status).toBe(200);
    expect(where(await visitor.get("/verify/code"))).toBe("/start");
  });

  test("catalogue 8: a GET of /sign-out ends nothing", async () => {
    const visitor = new Visitor("192.0.2.3");
    await visitor.signIn(personAt(1));
    await visitor.get("/sign-out");
    expect((await visitor.get("/my")).status).toBe(200);
  });

  test("cookies are set where something changes and nowhere else, and there are two of them", async () => {
    const visitor = new Visitor("192.0.2.4");
    for (const path of ["/", "/start", "/genuine", "/verify/help", "/not-me"])
      expect((await visitor.get(path)).headers.getSetCookie()).toEqual([]);
    await visitor.signIn(personAt(1));
    for (const path of ["/my", "/my/data"]) expect((await visitor.get(path)).headers.getSetCookie()).toEqual([]);
    await visitor.get("/my?lang=zh-CN");
    expect([...visitor.cookies.keys()].toSorted()).toEqual(["__Host-anhuan", "lang"]);
  });
});

test("no oracle: status, headers, cookies and page are those of a true claim, whatever was wrong", async () => {
  const truth = personAt(2);
  const claims = [
    truth,
    { ...truth, fullName: "不是我" },
    { ...truth, idLast6: wrongCode("000000") },
    { ...truth, accountNumber: "RIVER-00000000" },
  ];
  const traces = [];
  for (const [index, claim] of claims.entries()) {
    // Uncompressed, because the nonce makes every compressed length a little different.
    const visitor = new Visitor(`198.51.100.${index + 1}`, { "Accept-Encoding": "identity" });
    const trace = [];
    // The token in the cookie is new for everybody; that there is one, and how long it is, is seen by all.
    const start = await seen(await visitor.post("/start", { reference: claim.accountNumber }));
    trace.push({
      ...start,
      headers: start.headers.map(([name, value]) => [name, name === "set-cookie" ? value.length : value]),
    });
    trace.push(await seen(await visitor.post("/verify", { fullName: claim.fullName, idLast6: claim.idLast6 })));
    trace.push(await seen(await visitor.get("/verify/code")));
    for (let turn = 0; turn < 7; turn += 1)
      trace.push(await seen(await visitor.post("/verify/code", { code: "314159" })));
    for (let sent = 0; sent < 6; sent += 1) {
      trace.push(
        await seen(await visitor.post("/verify/code", { intent: "resend", channel: sent % 2 ? "sms" : "email" })),
      );
      trace.push(await seen(await visitor.get("/verify/code")));
    }
    traces.push(trace);
  }
  expect(traces[0]?.map(({ status }) => status)).toContain(422);
  for (const trace of traces.slice(1)) expect(trace).toEqual(traces[0]);
});

describe("what was typed", () => {
  test("what a person forgot is 422 with the form, the cause and what was typed", async () => {
    const visitor = new Visitor("192.0.2.20");
    await visitor.post("/start", { reference: "RIVER-09000000" });
    const answer = await visitor.post("/verify", { fullName: "欧阳小云", idLast6: "12" });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain("<title>错误：");
    expect(page).toContain('value="欧阳小云"');
    expect(page).toContain('href="#idLast6"');
    expect(page).toContain('aria-invalid="true"');
  });

  test("catalogue 26, 27, 33: a NUL, half of a surrogate pair and a field twice are 422 on every door", async () => {
    const fields: Record<string, string> = {
      "/start": "reference",
      "/verify": "fullName",
      "/verify/code": "code",
      "/not-me": "contact",
      "/verify/help": "reach",
    };
    for (const [path, field] of Object.entries(fields)) {
      for (const body of [`${field}=a%00b`, `${field}=%ED%A0%80`, `${field}=1&${field}=2`]) {
        expect([path, body, (await portal.post(path, body)).status]).toEqual([path, body, 422]);
      }
    }
  });

  test("catalogue 34: SQL characters are text", async () => {
    const visitor = new Visitor("192.0.2.21");
    const start = await visitor.post("/start", { reference: "'; DROP TABLE borrower; --" });
    expect(where(start)).toBe("/verify");
    expect(where(await visitor.post("/verify", { fullName: "Robert'); --", idLast6: "12345X" }))).toBe("/verify/code");
    const help = await visitor.post("/verify/help", { fullName: "O'Brien", reach: "%'; SELECT 1" });
    expect(where(help)).toMatch(/^\/verify\/help\?case=H-/);
  });

  test("before anybody is verified no page holds a word of money, a creditor or a debt", async () => {
    const visitor = new Visitor("192.0.2.22");
    await visitor.claim(personAt(3));
    const pages = await Promise.all(
      ["/start", "/verify", "/verify/code", "/verify/help", "/not-me"].map(async (path) =>
        (await visitor.get(path)).text(),
      ),
    );
    for (const page of pages) {
      const main = /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? "";
      expect(main).toContain("核验");
      expect(main).not.toMatch(/欠|逾期|债|借款|还款|¥|\d元/);
      for (const { shortName } of portal.app.settings.creditors) expect(main).not.toContain(shortName["zh-CN"]);
    }
  });
});

describe("language", () => {
  test("it follows the person, then the cookie, then the browser, and a switch always wins", async () => {
    const languageOf = async (response: Response) => /<html lang="([^"]+)"/.exec(await response.text())?.[1];
    const english = new Visitor("192.0.2.30", { "Accept-Language": "en-GB,en;q=0.8" });
    expect(await languageOf(await english.get("/start"))).toBe("en");
    expect(await languageOf(await english.get("/start?lang=zh-CN"))).toBe("zh-CN");
    expect(await languageOf(await english.get("/start"))).toBe("zh-CN");
    english.cookies.set("lang", "en");
    await english.signIn(personAt(4));
    expect(await languageOf(await english.get("/my"))).toBe("zh-CN");
    expect(await languageOf(await english.get("/my?lang=en"))).toBe("en");
    expect(await languageOf(await english.get("/my"))).toBe("en");
    const elsewhere = new Visitor("192.0.2.31", { "Accept-Language": "zh" });
    await elsewhere.signIn(personAt(4));
    expect(await languageOf(await elsewhere.get("/my"))).toBe("en");
  });
});

test("whoever cannot get a code leaves a request and sees when it is answered; sending it twice is one request", async () => {
  const visitor = new Visitor("192.0.2.40");
  const form = await (await visitor.get("/verify/help")).text();
  const once = /name="once" value="([^"]+)"/.exec(form)?.[1] ?? "";
  const fields = { once, fullName: "李华", reach: "somewhere@example.com", details: "第一行\r\n第二行" };
  const first = where(await visitor.post("/verify/help", fields));
  expect(where(await visitor.post("/verify/help", fields))).toBe(first);
  const done = await (await visitor.get(first ?? "")).text();
  expect(done).toContain(first?.split("=")[1]);
  expect(done).toContain("2026年11月25日");
});
