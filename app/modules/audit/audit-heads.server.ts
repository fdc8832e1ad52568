// The head of the audit chain, kept outside of the database: a chain says nothing of its own end, so whoever cuts its
// tail is found only by what was written elsewhere. One line for each head in a file to which lines are only added,
// by as many processes as like; each line is sealed with the audit key and names the chain that it belongs to. This
// file refuses to take a line of another chain, of a database that was reset, for a fault of this one.
import { appendFile, open, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes, type Vault } from "#app/platform/crypto.server.ts";
import type { Db } from "#app/platform/db.server.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const lineShape = z.object({
  /** `restored`: the chain was brought back to this row, and goes on from it. */
  kind: z.enum(["head", "restored"]),
  /** The seal of the chain's first row: which chain this is. */
  chain: hex,
  seq: z.string().regex(/^\d+$/),
  hmac: hex,
  at: z.iso.datetime(),
  seal: hex,
});
type HeadLine = z.infer<typeof lineShape>;

export interface AuditHead {
  readonly seq: bigint;
  readonly hmac: string;
  readonly at: Date;
}

type Place = Pick<App, "vault" | "env">;

const headsFile = ({ env }: Place): string => path.join(env.dataDir, "audit-heads.jsonl");
const checkedFile = ({ env }: Place): string => path.join(env.dataDir, "audit-checked.json");

function sealOf(vault: Vault, { kind, chain, seq, hmac, at }: Omit<HeadLine, "seal">): Buffer {
  return vault.auditHmac(Buffer.from(["audit-head", kind, chain, seq, hmac, at].join("|")));
}

function isSealed(vault: Vault, line: HeadLine): boolean {
  return equalBytes(Buffer.from(line.seal, "hex"), sealOf(vault, line));
}

function readLine(text: string): HeadLine | undefined {
  try {
    return lineShape.safeParse(JSON.parse(text)).data;
  } catch {
    // Half a line is what a full disk or a crash leaves; the next head stands below it.
    return undefined;
  }
}

const asHead = ({ seq, hmac, at }: HeadLine): AuditHead => ({ seq: BigInt(seq), hmac, at: new Date(at) });

interface ChainEnds {
  readonly chain: string;
  readonly seq: bigint;
  readonly hmac: string;
}

async function readEnds({ prisma }: Db): Promise<ChainEnds | undefined> {
  const [ends] = await prisma.$queryRaw<ChainEnds[]>`
    SELECT encode(first.hmac, 'hex') AS chain, last.seq, encode(last.hmac, 'hex') AS hmac
      FROM (SELECT hmac FROM audit_event ORDER BY seq LIMIT 1) first,
           (SELECT seq, hmac FROM audit_event ORDER BY seq DESC LIMIT 1) last`;
  return ends;
}

/** Long enough for a few lines. */
const endBytes = 4096;

async function readLastLine(app: Place): Promise<HeadLine | undefined> {
  const file = await open(headsFile(app)).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const from = Math.max(size - endBytes, 0);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(endBytes), 0, endBytes, from);
    const lines = buffer
      .toString("utf8", 0, bytesRead)
      .split("\n")
      .flatMap((text) => readLine(text) ?? []);
    return lines.findLast((line) => isSealed(app.vault, line));
  } finally {
    await file.close();
  }
}

/** Writes where the chain ends now, and says it in the log. A chain that has not moved gives no second line. */
export async function writeAuditHead(
  app: Pick<App, "vault" | "env" | "db" | "clock" | "log">,
  kind: HeadLine["kind"] = "head",
): Promise<AuditHead | undefined> {
  const ends = await readEnds(app.db);
  if (!ends) return undefined;
  const last = await readLastLine(app);
  if (kind === "head" && last?.chain === ends.chain && last.hmac === ends.hmac) return asHead(last);
  const unsealed = { kind, ...ends, seq: ends.seq.toString(), at: app.clock.now().toISOString() };
  const line: HeadLine = { ...unsealed, seal: sealOf(app.vault, unsealed).toString("hex") };
  await appendFile(headsFile(app), `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
  app.log.info({ event: "audit-head", seq: line.seq, seal: line.hmac });
  return asHead(line);
}

interface KeptHeads {
  readonly heads: readonly AuditHead[];
  /** The first line of this chain whose seal is wrong. */
  readonly altered: bigint | undefined;
}

/** What was kept of this chain, the oldest first; none where nothing was kept. */
async function readKept(app: Place, chain: string): Promise<KeptHeads> {
  const text = await readFile(headsFile(app), "utf8").catch(() => "");
  let heads: AuditHead[] = [];
  let altered: bigint | undefined;
  for (const line of text.split("\n").flatMap((each) => readLine(each) ?? [])) {
    if (line.chain !== chain) continue;
    const head = asHead(line);
    if (!isSealed(app.vault, line)) altered ??= head.seq;
    // What came after the row that a backup ends with is not in the chain any more, and everybody knows why.
    else if (line.kind === "restored") heads = [...heads.filter(({ seq }) => seq < head.seq), head];
    else heads.push(head);
  }
  return { heads, altered };
}

export interface HeadFault {
  readonly seq: bigint;
  readonly problem: "tail_cut" | "head_differs" | "head_altered";
}

const batchSize = 1000;

/** Whether every kept head is still a row of the chain; else the first place that is not what it was. */
export async function findHeadFault(app: Pick<App, "vault" | "env" | "db">): Promise<HeadFault | undefined> {
  const ends = await readEnds(app.db);
  if (!ends) return undefined;
  const { heads, altered } = await readKept(app, ends.chain);
  for (let from = 0; from < heads.length; from += batchSize) {
    const some = heads.slice(from, from + batchSize);
    const rows = await app.db.prisma.auditEvent.findMany({
      where: { seq: { in: some.map(({ seq }) => seq) } },
      select: { seq: true, hmac: true },
    });
    const seals = new Map(rows.map(({ seq, hmac }) => [seq, Buffer.from(hmac).toString("hex")]));
    const wrong = some.find(({ seq, hmac }) => seals.get(seq) !== hmac);
    if (!wrong) continue;
    if (seals.has(wrong.seq)) return { seq: wrong.seq, problem: "head_differs" };
    // The row that was the head is gone, and with it perhaps others before it.
    const { _max: before } = await app.db.prisma.auditEvent.aggregate({
      where: { seq: { lt: wrong.seq } },
      _max: { seq: true },
    });
    return { seq: (before.seq ?? 0n) + 1n, problem: "tail_cut" };
  }
  return altered === undefined ? undefined : { seq: altered, problem: "head_altered" };
}

/** Remembers that the chain was found whole, for the page that shows it. Whoever cannot write there loses only that. */
export async function noteAuditChecked(app: Pick<App, "vault" | "env" | "db" | "clock">): Promise<void> {
  const ends = await readEnds(app.db);
  if (!ends) return;
  const unsealed = { kind: "head", ...ends, seq: ends.seq.toString(), at: app.clock.now().toISOString() } as const;
  const line: HeadLine = { ...unsealed, seal: sealOf(app.vault, unsealed).toString("hex") };
  const file = checkedFile(app);
  try {
    await writeFile(`${file}.new`, JSON.stringify(line), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch {
    // A data folder that only the worker may write to.
  }
}

export interface AuditStanding {
  readonly head: AuditHead | undefined;
  readonly checked: AuditHead | undefined;
}

/** The newest head that was written elsewhere, and how far and when the chain was last found whole. */
export async function readAuditStanding(app: Place): Promise<AuditStanding> {
  const head = await readLastLine(app);
  const checked = readLine(await readFile(checkedFile(app), "utf8").catch(() => ""));
  return {
    head: head && asHead(head),
    checked: checked && isSealed(app.vault, checked) ? asHead(checked) : undefined,
  };
}
