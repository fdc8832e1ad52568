// Files over HTTP: how many bytes are taken, from whom, where, and how they are given back.
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkEvidence } from "#app/modules/hardship/evidence-check.server.ts";
import { listEvidence } from "#app/modules/hardship/evidence.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { uploadLimit } from "#app/platform/http-body.server.ts";
import { paper, photo, placeProposal } from "#tests/world/papers.ts";
import { placePayer, type Payer } from "#tests/world/paying.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
let liHua: Payer;
let cookie: string;
beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  app.clock.set(new Date());
  liHua = await placePayer(app, { principal: 100_000n });
  const token = await app.db.prisma.$transaction((tx) => openSession(tx, app, liHua.actor.borrowerId));
  cookie = `__Host-anhuan=s.${token}`;
});
afterAll(() => portal.close());

const propose = (): Promise<string> => placeProposal(portal.app, liHua.actor);

const pathOf = (id: string): string => `/my/hardship/${id}/evidence`;

function formOf(fields: Readonly<Record<string, string>>, files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, bytes] of Object.entries(files)) form.append("files", new Blob([bytes]), name);
  return form;
}

function send(path: string, body: FormData | string, headers: Readonly<Record<string, string>> = { Cookie: cookie }) {
  const init = { method: "POST", redirect: "manual", body } as const;
  return fetch(portal.origin + path, { ...init, headers: { Origin: portal.origin, ...headers } });
}

async function page(path: string, language = "zh-CN"): Promise<string> {
  const answer = await fetch(`${portal.origin}${path}?lang=${language}`, { headers: { Cookie: cookie } });
  expect(answer.status).toBe(200);
  return answer.text();
}

const zeros = (length: number) => new Uint8Array(length);
const statesIn = (html: string) => [...html.matchAll(/data-status="(\w+)"/g)].map(([, status]) => status);

describe("a proposal's papers", () => {
  test("are sent, shown with their state, given back as a file, and removed", async () => {
    const id = await propose();
    const files = { "工资条 <b>.jpg": new Uint8Array(await photo()), "slip.pdf": new Uint8Array(await paper()) };
    const sent = await send(pathOf(id), formOf({ kind: "income" }, files));
    expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${pathOf(id)}#papers`]);
    expect(statesIn(await page(pathOf(id)))).toEqual(["received", "received"]);
    const waiting = await listEvidence(portal.app, liHua.actor, id);
    const own = (evidenceId = "", headers = { Cookie: cookie }) =>
      fetch(`${portal.origin}${pathOf(id)}/${evidenceId}`, { headers });
    expect((await own(waiting[0]?.id)).status).toBe(404);
    for (const each of waiting) await checkEvidence(portal.app, each.id);
    const html = await page(pathOf(id), "en");
    expect(statesIn(html)).toEqual(["ready", "ready"]);
    expect(html).toContain("工资条 &lt;b&gt;.jpg");
    const file = await own(waiting[0]?.id);
    const head = ["Content-Type", "X-Content-Type-Options", "Cache-Control"].map((name) => file.headers.get(name));
    expect([file.status, ...head]).toEqual([200, "image/jpeg", "nosniff", "no-store"]);
    expect(file.headers.get("Content-Disposition")).toMatch(/^attachment; filename="paper-[0-9a-f]{6}\.jpg"$/);
    expect(Buffer.from(await file.arrayBuffer()).includes("Camera of a test")).toBe(false);
    const removed = await send(pathOf(id), new URLSearchParams({ remove: waiting[0]?.id ?? "" }).toString(), {
      Cookie: cookie,
      "Content-Type": "application/x-www-form-urlencoded",
    });
    expect([removed.status, statesIn(await page(pathOf(id)))]).toEqual([303, ["ready"]]);
    expect((await own(waiting[0]?.id)).status).toBe(404);
  });

  test("what cannot be taken is said at once and in the person's language, and nothing is kept", async () => {
    const id = await propose();
    const refuse = async (fields: Record<string, string>, files: Record<string, Uint8Array<ArrayBuffer>>) => {
      const answer = await send(`${pathOf(id)}?lang=zh-CN`, formOf(fields, files));
      return [answer.status, await answer.text()];
    };
    const pdf = { "a.pdf": new Uint8Array(await paper()) };
    const cases: [Record<string, string>, Record<string, Uint8Array<ArrayBuffer>>, string][] = [
      [{ kind: "income" }, {}, "请选择至少一个文件"],
      [{}, pdf, "请选择这是什么材料"],
      [{ kind: "status" }, pdf, "请选择这是什么材料"],
      [{ kind: "income" }, { "空.jpg": zeros(0) }, "文件“空.jpg”是空的"],
      [{ kind: "income" }, { "x.jpg": new TextEncoder().encode("<svg/>") }, "文件“x.jpg”不是照片或PDF"],
      [{ kind: "income" }, { "x.pdf": zeros(10 * 1024 * 1024 + 1) }, "超过10MB"],
      [{ kind: "health" }, pdf, "请先勾选同意"],
    ];
    for (const [fields, files, words] of cases) {
      const [status, text] = await refuse(fields, files);
      expect([words, status]).toEqual([words, 422]);
      expect(text).toContain(words);
      expect(text).toContain("<title>错误：");
    }
    expect(await portal.app.db.prisma.evidence.count({ where: { proposalId: id } })).toBe(0);
  });

  test("a consent for health papers can be given and taken back on the page", async () => {
    const id = await propose();
    const files = { "病历.jpg": new Uint8Array(await photo(50, 60)) };
    expect((await send(pathOf(id), formOf({ kind: "health", consent: "yes" }, files))).status).toBe(303);
    const html = await page(pathOf(id), "en");
    expect(html).toContain("Withdraw consent");
    expect(html).not.toContain('name="consent"');
    const form = { Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" };
    expect((await send(pathOf(id), "withdraw=health", form)).status).toBe(303);
    expect(statesIn(await page(pathOf(id)))).toEqual([]);
  });

  test("the page needs no script and weighs at most 10 kB", async () => {
    const id = await propose();
    const answer = await fetch(portal.origin + pathOf(id), { headers: { Cookie: cookie, "Accept-Encoding": "br" } });
    expect(Number(answer.headers.get("Content-Length"))).toBeLessThan(10_000);
    expect(await answer.text()).not.toContain("<script");
  });
});

describe("how many bytes are taken", () => {
  test("catalogue 30: more than 25 MB is 413 on the page itself, before the rest has come", async () => {
    const id = await propose();
    const headers = (length: string): string =>
      `POST ${pathOf(id)} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: ${portal.origin}\r\nCookie: ${cookie}; lang=en\r\nContent-Type: multipart/form-data; boundary=x\r\n${length}\r\n\r\n`;
    const hear = (head: string, ...more: Buffer[]): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(portal.port, "127.0.0.1");
        let said = "";
        socket.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes("</html>")) {
            socket.destroy();
            resolve(said);
          }
        });
        socket.on("error", () => undefined);
        for (const part of [head, ...more]) socket.write(part);
      });
    const declared = await hear(headers(`Content-Length: ${uploadLimit + 1}`));
    const piece = Buffer.alloc(1024 * 1024, "a");
    const chunk = Buffer.concat([Buffer.from("100000\r\n"), piece, Buffer.from("\r\n")]);
    const streamed = await hear(headers("Transfer-Encoding: chunked"), ...Array.from({ length: 26 }, () => chunk));
    for (const said of [declared, streamed]) {
      expect(said).toMatch(/^HTTP\/1\.1 413/);
      expect(said.toLowerCase()).toContain("connection: close");
      expect(said).toContain("合计超过25MB");
    }
  });

  test("a browser that sends all of it first hears the same", async () => {
    const id = await propose();
    const files = { "a.pdf": zeros(9_000_000), "b.pdf": zeros(9_000_000), "c.pdf": zeros(9_000_000) };
    const answer = await send(pathOf(id), formOf({ kind: "income" }, files));
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain("25MB");
  });

  test("many bytes only from somebody who is signed in; everybody else is shown the way in", async () => {
    const id = await propose();
    const files = { "a.pdf": zeros(12_000_000) };
    for (const headers of [{}, { Cookie: `__Host-anhuan=s.${"A".repeat(43)}` }]) {
      const answer = await send(pathOf(id), formOf({ kind: "income" }, files), headers);
      expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/start"]);
    }
  });

  test("other doors take no files, and this one no odd spelling of its address", async () => {
    const id = await propose();
    const form = formOf({ request: "copy" }, { "a.jpg": new Uint8Array(await photo()) });
    expect((await send("/my/data", form)).status).toBe(422);
    const large = formOf({ kind: "income" }, { "a.pdf": zeros(1_000_000) });
    expect((await send(`${pathOf(id)}/`, large)).status).toBe(413);
    expect((await send(pathOf(id).toUpperCase(), large)).status).toBe(413);
  });

  test("a form that is none is 422: cut off, without its boundary, a file where text belongs", async () => {
    const id = await propose();
    const type = { Cookie: cookie, "Content-Type": "multipart/form-data; boundary=x" };
    const odd = [
      "--x\r\nContent-Disposition: form-data; name=files; filename=a",
      "hello",
      "",
      '--x\r\nContent-Disposition: form-data; name="kind"; filename="k"\r\n\r\nincome\r\n--x--\r\n',
      '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nin\u0000come\r\n--x--\r\n',
      '--x\r\nContent-Disposition: form-data; name="files"\r\n\r\ntext\r\n--x--\r\n',
    ];
    for (const body of odd) expect([body, (await send(pathOf(id), body, type)).status]).toEqual([body, 422]);
    const { "Content-Type": _, ...plain } = type;
    const bare = { ...plain, "Content-Type": "multipart/form-data" };
    expect((await send(pathOf(id), "hello", bare)).status).toBe(422);
    expect(await portal.app.db.prisma.evidence.count({ where: { proposalId: id } })).toBe(0);
  });
});
