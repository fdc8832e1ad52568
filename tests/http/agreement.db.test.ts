// The agreement in a browser without scripts: read, signed with a code, kept as a file, and checked by anybody.
import { createHash } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { postJournal } from "#app/modules/ledger/ledger.server.ts";
import { waiverLines } from "#app/modules/ledger/ledger.ts";
import { openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { issueCertificate, withdrawCertificate } from "#app/modules/plans/certificates.server.ts";
import { readDocument } from "#app/modules/plans/documents.server.ts";
import { addressOf, agreeProposal } from "#tests/world/agreed.ts";
import { placePayer, type Payer } from "#tests/world/paying.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { newestCode, wrongCode } from "#tests/world/way-in.ts";

let portal: Portal;
let owner: Payer;
let other: Payer;
beforeAll(async () => {
  portal = await openPortal();
  owner = await placePayer(portal.app, { principal: 2_000_000n, interest: 34_567n });
  other = await placePayer(portal.app, { principal: 1_000n });
});
afterAll(() => portal.close());

async function cookieOf({ actor }: Payer): Promise<{ Cookie: string }> {
  const { prisma } = portal.app.db;
  return {
    Cookie: `__Host-anhuan=s.${await prisma.$transaction((tx) => openSession(tx, portal.app, actor.borrowerId))}`,
  };
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(portal.origin + path, { headers, redirect: "manual" });
const hashIn = (html: string): string => /name="hash" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? "";
const plain = (html: string): string => html.replaceAll(/<style[^]*?<\/style>|<[^>]+>/g, " ");

const edge = "----edgeOfAPartOfTheForm";

/** As a browser sends the form; without bytes, as one in which no file was chosen. */
function upload(path: string, bytes?: Uint8Array): Promise<Response> {
  const name = bytes ? "agreement.pdf" : "";
  const type = bytes ? "application/pdf" : "application/octet-stream";
  const head = `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  return fetch(portal.origin + path, {
    method: "POST",
    body: Buffer.concat([Buffer.from(head), bytes ?? Buffer.alloc(0), Buffer.from(`\r\n--${edge}--\r\n`)]),
    headers: { Origin: portal.app.env.publicOrigin, "Content-Type": `multipart/form-data; boundary=${edge}` },
  });
}

test("a borrower reads the cost table first, asks for a code, signs with it and keeps the file", async () => {
  const headers = await cookieOf(owner);
  const planId = await agreeProposal(portal.app, owner.actor, { accountIds: [owner.accountId] });
  const here = `/my/plans/${planId}/agreement`;
  const page = await get(here, headers);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).not.toContain("<script");
  expect(html.indexOf('data-name="total"')).toBeLessThan(html.indexOf("<h3"));
  expect(html).toContain('data-amount="2034567" data-currency="CNY" data-name="total"');
  expect(html).toContain('data-status="unsigned"');
  // Words.md allows 10 kB for all bytes of a page.
  expect(brotliCompressSync(html).byteLength).toBeLessThan(10_000);
  const english = await (await get(`${here}?lang=en`, headers)).text();
  expect(english).toContain("All costs in one table");
  expect(hashIn(english)).toBe(hashIn(html));
  await get(`${here}?lang=zh-CN`, headers);

  const asked = await portal.post(here, `intent=code&hash=${hashIn(html)}`, headers);
  expect([asked.status, asked.headers.get("Location")]).toEqual([303, `${here}?step=code`]);
  const step = await (await get(`${here}?step=code`, headers)).text();
  expect(step).toContain('autoComplete="one-time-code"');
  expect(hashIn(step)).toBe(hashIn(html));
  const code = await newestCode(portal.app, await addressOf(portal.app, owner.actor));
  const wrong = await portal.post(here, `hash=${hashIn(step)}&code=${wrongCode(code)}`, headers);
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain("<title>错误：");
  const signed = await portal.post(here, `hash=${hashIn(step)}&code=${code}`, headers);
  expect([signed.status, signed.headers.get("Location")]).toEqual([303, `/my/plans/${planId}`]);
  const again = await portal.post(here, `hash=${hashIn(step)}&code=${code}`, headers);
  expect([again.status, again.headers.get("Location")]).toEqual([303, `/my/plans/${planId}`]);

  const kept = await (await get(here, headers)).text();
  expect(kept).toContain('data-status="signed"');
  const file = /href="(\/my\/documents\/[0-9a-f-]+)"/.exec(kept)?.[1] ?? "";
  const download = await get(file, headers);
  const bytes = Buffer.from(await download.arrayBuffer());
  expect(download.headers.get("Content-Disposition")).toBe('attachment; filename="anhuan-agreement-zh-CN.pdf"');
  expect(download.headers.get("Cache-Control")).toBe("no-store");
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const twice = Buffer.from(await (await get(file, headers)).arrayBuffer());
  expect(createHash("sha256").update(twice).digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));

  const stranger = await cookieOf(other);
  expect((await get(here, stranger)).status).toBe(404);
  expect((await get(file, stranger)).status).toBe(404);
  expect((await portal.post(here, `hash=${hashIn(step)}&code=${code}`, stranger)).status).toBe(404);
  expect((await portal.post(here, `intent=code&hash=${hashIn(step)}`, stranger)).status).toBe(404);

  const check = /href="(\/certificates\/[^"]+)"/.exec(kept)?.[1] ?? "";
  const found = await get(check);
  const said = plain(await found.text());
  expect([found.status, found.headers.get("Cache-Control"), found.headers.get("X-Robots-Tag")]).toEqual([
    200,
    "no-store",
    "noindex, nofollow",
  ]);
  const account = await portal.app.db.prisma.debtAccount.findUniqueOrThrow({
    where: { id: owner.accountId },
    include: { borrower: true },
  });
  const idNumber = openIdNumber(portal.app.vault, account.borrower);
  const plan = await portal.app.db.prisma.plan.findUniqueOrThrow({ where: { id: planId } });
  const secrets = [
    openFullName(portal.app.vault, account.borrower),
    idNumber,
    idNumber.slice(-4),
    account.accountNumber,
    plan.reference,
  ];
  for (const secret of [...secrets, "¥", "20,345.67", "2034567", "河畔"]) expect(said).not.toContain(secret);

  const same = await (await upload(check, new Uint8Array(bytes))).text();
  expect(same).toContain("逐字节相同");
  const bent = new Uint8Array(bytes);
  bent[bytes.length - 20] = (bent[bytes.length - 20] ?? 0) ^ 1;
  const altered = await upload(check, bent);
  expect(altered.status).toBe(200);
  expect(await altered.text()).toContain('data-status="altered"');
});

test("a text that has become another one is shown anew, and says so", async () => {
  const payer = await placePayer(portal.app, { principal: 500_000n });
  const headers = await cookieOf(payer);
  const planId = await agreeProposal(portal.app, payer.actor, { accountIds: [payer.accountId] });
  const here = `/my/plans/${planId}/agreement`;
  await get(here, headers);
  const answer = await portal.post(here, `intent=code&hash=${"0".repeat(64)}`, headers);
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, `${here}?changed`]);
  expect(await (await get(`${here}?changed&lang=zh-CN`, headers)).text()).toContain("请再看一遍");
  expect((await portal.post(here, "intent=sign&hash=x", headers)).status).toBe(422);
});

test("a settled certificate says whose it is not, and that it was withdrawn once it was", async () => {
  const { app } = portal;
  const payer = await placePayer(app, { principal: 10_000n });
  const lines = await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: payer.accountId } });
  const debt = { debtId: lines.id, creditorCode: "RIVER", currency: "CNY" } as const;
  await postJournal(app.db.pool, {
    idemKey: `waiver:${lines.id}`,
    kind: "waiver",
    effectiveOn: day("2026-11-22"),
    lines: waiverLines(debt, { principal: 10_000n }),
  });
  const id = await app.db.prisma.$transaction((tx) => issueCertificate(tx, app, undefined, payer.accountId));
  const { code, enFileId } = await app.db.prisma.certificate.findUniqueOrThrow({ where: { id: id ?? "" } });
  const valid = await (await get(`/certificates/${code.toLowerCase()}`)).text();
  expect(valid).toContain('data-status="valid"');
  expect(plain(valid)).not.toContain("100.00");
  const file = await readDocument(app, payer.actor, enFileId);
  await app.db.prisma.$transaction((tx) => withdrawCertificate(tx, app, payer.accountId, "payment_reversed"));
  expect(await (await get(`/certificates/${code}`)).text()).toContain('data-status="withdrawn"');
  const compared = await (await upload(`/certificates/${code}`, new Uint8Array(file?.bytes ?? Buffer.alloc(0)))).text();
  expect(compared).toContain("但已经收回");
});

test("an unknown code is told as what it is, a missing file is asked for, and a huge one is refused", async () => {
  const nobodys = await get("/certificates/2222-2222-2222-2222-2222-2222-2222");
  expect(nobodys.status).toBe(404);
  expect(await nobodys.text()).toContain('data-status="unknown"');
  expect((await get("/certificates/x")).status).toBe(404);
  const { code } = await portal.app.db.prisma.agreement.findFirstOrThrow({ where: { signedAt: { not: null } } });
  const nothing = await upload(`/certificates/${code}`, undefined);
  expect(nothing.status).toBe(422);
  expect(await nothing.text()).toContain("请选择一个PDF文件");
  expect((await upload(`/certificates/${code}`, new Uint8Array(2_200_000))).status).toBe(413);
  expect((await upload("/certificates/x", new Uint8Array(100))).status).toBe(404);
});

test("what was agreed and cannot be signed now, because an account is objected to, leads on and is nobody else's", async () => {
  const { prisma } = portal.app.db;
  const payer = await placePayer(portal.app, { principal: 300_000n });
  const planId = await agreeProposal(portal.app, payer.actor, { accountIds: [payer.accountId] });
  await prisma.debtAccount.update({ where: { id: payer.accountId }, data: { disputedAt: portal.app.clock.now() } });
  const here = `/my/plans/${planId}/agreement`;
  const page = await get(here, await cookieOf(payer));
  const html = await page.text();
  expect([page.status, html.includes('data-status="closed"')]).toEqual([200, true]);
  expect(html).toContain(`href="/my/hardship/${planId}"`);
  expect((await get(here, await cookieOf(other))).status).toBe(404);
});
