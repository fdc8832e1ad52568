// What never reaches a door, and what every answer carries. The numbers are those of the open catalogue.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(portal.origin + path, { redirect: "manual", headers });

/** A request line and headers as text; the server closes afterwards. */
const head = (line: string, ...headers: string[]): string =>
  [line, `Host: 127.0.0.1:${portal.port}`, "Connection: close", ...headers, "", ""].join("\r\n");

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

function expectGuarded(headers: Headers): void {
  const policy = headers.get("content-security-policy") ?? "";
  for (const rule of [
    "default-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self' https://",
  ]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toContain("unsafe");
  expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("permissions-policy")).toContain("camera=()");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(headers.get("server")).toBeNull();
  expect(headers.get("x-powered-by")).toBeNull();
  expect(headers.get("access-control-allow-origin")).toBeNull();
}

function headersOf(answer: string): Headers {
  const lines = (answer.split("\r\n\r\n")[0] ?? "").split("\r\n").slice(1);
  return new Headers(
    lines.map((line): [string, string] => [line.split(": ")[0] ?? "", line.split(": ").slice(1).join(": ")]),
  );
}

describe("headers", () => {
  test("catalogue 21: all of them on 200, 3xx, 4xx, 5xx and static files", async () => {
    const page = await get("/help");
    const script = /\/assets\/entry\.client-[\w-]+\.js/.exec(JSON.stringify(await listAssets()))?.[0] ?? "";
    const answers = {
      page,
      moved: await fetch(`http://localhost:${portal.port}/help`, { redirect: "manual" }),
      missing: await get("/no-such-page"),
      refused: await portal.post("/start", "", { Origin: "https://elsewhere.example" }),
      unreadable: await get("/%E0%A4%A"),
      file: await get(script),
      health: await get("/healthz"),
    };
    expect(Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))).toEqual({
      page: 200,
      moved: 302,
      missing: 404,
      refused: 403,
      unreadable: 400,
      file: 200,
      health: 200,
    });
    for (const { headers } of Object.values(answers)) expectGuarded(headers);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(answers.missing.headers.get("cache-control")).toBe("no-store");
    expect(answers.file.headers.get("cache-control")).toContain("immutable");
    expectGuarded(headersOf(await portal.send("NONSENSE / HTTP/1.1\r\n\r\n")));
  });

  test("catalogue 22: the nonce is a fresh one each time and the page's only style carries it", async () => {
    const seen = new Set<string>();
    for (let visit = 0; visit < 3; visit += 1) {
      const page = await get("/help");
      const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1] ?? "";
      expect(Buffer.from(nonce, "base64").byteLength).toBe(16);
      const html = await page.text();
      expect([...html.matchAll(/<style[^>]*nonce="([^"]*)"/g)].map((match) => match[1])).toEqual([nonce]);
      expect(html).not.toMatch(/<script|\sstyle="/);
      seen.add(nonce);
    }
    expect(seen.size).toBe(3);
  });

  test("catalogue 23: another origin is never named in an answer", async () => {
    const { headers } = await get("/help", { Origin: "https://elsewhere.example" });
    expect(
      [...headers].filter(([name, value]) => name.startsWith("access-control") || value.includes("elsewhere")),
    ).toEqual([]);
  });

  test("catalogue 24: TRACE, CONNECT and methods that nobody knows are 405 and say what is taken", async () => {
    for (const method of ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "NONSENSE", "CONNECT"]) {
      const answer = await portal.send(head(`${method} /help HTTP/1.1`));
      expect([method, statusOf(answer)]).toEqual([method, 405]);
      expect(headersOf(answer).get("allow")).toBe("GET, HEAD, POST");
    }
  });

  test("catalogue 25: a forged Host, or one forwarded, never appears in an answer", async () => {
    for (const path of ["/", "/help", "/start", "/my", "/no-such-page"]) {
      const answer = await portal.send(
        `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(statusOf(answer)).toBeLessThan(500);
      expect(answer).not.toContain("evil.example");
    }
  });

  test("catalogue 70: no page tells another site where the visitor came from", async () => {
    expect((await get("/help")).headers.get("referrer-policy")).toBe("no-referrer");
  });
});

describe("who may send a form", () => {
  const origin = (value: string | undefined, site?: string): Promise<string> =>
    portal.send(
      head(
        "POST /sign-out HTTP/1.1",
        "Content-Length: 0",
        ...(value === undefined ? [] : [`Origin: ${value}`]),
        ...(site === undefined ? [] : [`Sec-Fetch-Site: ${site}`]),
      ),
    );

  test("only our own origin, and only where the browser agrees", async () => {
    const foreign = ["https://elsewhere.example", "null", undefined, `https://127.0.0.1:${portal.port}`, ""];
    for (const value of foreign) expect([value, statusOf(await origin(value))]).toEqual([value, 403]);
    for (const site of ["cross-site", "same-site", "none"]) {
      expect([site, statusOf(await origin(portal.origin, site))]).toEqual([site, 403]);
    }
    for (const site of ["same-origin", undefined]) {
      expect(statusOf(await origin(portal.origin, site))).not.toBe(403);
    }
  });

  test("the refusal says so in both languages and repeats nothing of the request", async () => {
    const answer = await portal.post("/start?x=SECRET", "reference=SECRET", { Origin: "https://elsewhere.example" });
    const text = await answer.text();
    expect(text).toContain("请从本网站的页面提交");
    expect(text).toContain("Please send the form from our own page");
    expect(text).not.toMatch(/SECRET|elsewhere/);
  });

  test("the provider's hook needs no origin, but only at its own address", async () => {
    const hook = (path: string): Promise<string> =>
      portal.send(head(`POST ${path} HTTP/1.1`, "Content-Length: 2"), "{}");
    expect(statusOf(await hook("/hooks/stripe"))).not.toBe(403);
    for (const path of ["/HOOKS/stripe", "/hooks/stripe/", "/hooks/%73tripe", "/hooks/stripe/../../start"]) {
      expect([path, statusOf(await hook(path))]).toEqual([path, 403]);
    }
  });

  test("JSON and other types are no forms", async () => {
    const answer = await portal.post("/start", '{"reference":{"not":""}}', { "Content-Type": "application/json" });
    expect(answer.status).toBe(415);
  });
});

test("the framework's data addresses do not exist", async () => {
  for (const path of ["/my.data", "/_.data", "/my.data?_routes=routes/borrower/my", "/__manifest?paths=/my"]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

test("HEAD answers as GET does, without the body", async () => {
  const [whole, headOnly] = [await get("/help"), await fetch(`${portal.origin}/help`, { method: "HEAD" })];
  expect(headOnly.status).toBe(200);
  expect(await headOnly.text()).toBe("");
  expect(headOnly.headers.get("content-type")).toBe(whole.headers.get("content-type"));
  const raw = await portal.send(head("HEAD /healthz HTTP/1.1"));
  expect(headersOf(raw).get("content-length")).toBe("3");
  expect(raw.endsWith("\r\n\r\n")).toBe(true);
});

test("pages and files travel compressed where the browser takes it, with the length of what travels", async () => {
  for (const [accept, encoding] of [
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["identity", undefined],
  ] as const) {
    const raw = await portal.send(head("GET /help HTTP/1.1", `Accept-Encoding: ${accept}`));
    expect(headersOf(raw).get("content-encoding")).toBe(encoding ?? null);
    const answer = await get("/help", { "Accept-Encoding": accept });
    expect(answer.headers.get("vary")).toContain("Accept-Encoding");
    expect(await answer.text()).toContain("</html>");
  }
});

test("a file that the browser has already is not sent again, and a path that climbs finds nothing", async () => {
  const [script = ""] = await listAssets();
  const first = await get(script);
  const again = await get(script, { "If-None-Match": first.headers.get("etag") ?? "" });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  for (const path of [
    "/assets/../../server/index.js",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/assets/no-such-file.js",
  ]) {
    expect([path, statusOf(await portal.send(head(`GET ${path} HTTP/1.1`)))]).toEqual([path, 404]);
  }
});

test("behind a proxy that ends TLS, the configured origin is ours, whatever the connection looks like", async () => {
  const origin = "https://pay.example.com";
  const behind = await openPortal({ PUBLIC_ORIGIN: origin });
  const post = async (from: string): Promise<number> =>
    (await behind.post("/sign-out", "", { Origin: from, "X-Forwarded-Proto": "http" })).status;
  expect(await post(origin)).not.toBe(403);
  expect([await post(behind.origin), await post("http://pay.example.com")]).toEqual([403, 403]);
  expect((await fetch(`${behind.origin}/help`, { redirect: "manual" })).status).toBe(200);
  await behind.close();
});

test("in a demo, another loopback name leads to the one that the links know", async () => {
  const answer = await fetch(`http://localhost:${portal.port}/help?lang=en`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, `${portal.origin}/help?lang=en`]);
  expect((await fetch(`http://localhost:${portal.port}/healthz`, { redirect: "manual" })).status).toBe(200);
});

async function listAssets(): Promise<string[]> {
  const { readdir } = await import("node:fs/promises");
  return (await readdir("build/client/assets"))
    .filter((name) => name.startsWith("entry.client"))
    .map((name) => `/assets/${name}`);
}
