// Proves anew that every paper that was sent, and not taken back or refused, still opens and is byte for byte what was
// stored. Names the first fault. It looks into no file, and repairs nothing.
import type { App } from "#app/platform/app.server.ts";
import { readFile } from "#app/platform/stored-files.server.ts";
import type { EvidenceStatus } from "./evidence.ts";

export interface PaperFault {
  readonly problem: "file_altered" | "file_gone";
  /** "evidence ID". */
  readonly subject: string;
}

type Checking = Pick<App, "db" | "vault">;

const pageSize = 500;
const withFile: EvidenceStatus[] = ["received", "checking", "ready"];

function readRows({ db }: Checking, after: string | undefined) {
  return db.prisma.evidence.findMany({
    where: { status: { in: withFile }, ...(after === undefined ? {} : { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: pageSize,
    select: { id: true },
  });
}

async function judgePaper(app: Checking, id: string): Promise<PaperFault["problem"] | undefined> {
  const { prisma } = app.db;
  // Read one by one: a paper may be checked or taken back while this runs, and its file is another then, or none.
  for (let look = 1; ; look += 1) {
    const row = await prisma.evidence.findUnique({ where: { id } });
    if (!row || !withFile.some((status) => status === row.status)) return undefined;
    const file = row.fileId ? await readFile(prisma, app, row.fileId).catch(() => "altered" as const) : undefined;
    if (file === "altered") return "file_altered";
    if (file && file.bytes.byteLength === row.size && file.mediaType === row.mediaType) return undefined;
    if (look === 2) return file ? "file_altered" : "file_gone";
  }
}

export async function verifyEvidence(app: Checking): Promise<PaperFault | undefined> {
  for (let after: string | undefined; ;) {
    const rows = await readRows(app, after);
    for (const { id } of rows) {
      const problem = await judgePaper(app, id);
      if (problem) return { problem, subject: `evidence ${id}` };
    }
    if (rows.length < pageSize) return undefined;
    after = rows.at(-1)?.id;
  }
}
