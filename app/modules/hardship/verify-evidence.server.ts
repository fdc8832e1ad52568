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

/** What a row says of the file that it keeps. */
interface KeepingRow {
  readonly status: string;
  readonly fileId: string | null;
  readonly size: number;
  readonly mediaType: string;
}

/** Looks twice: a file may be checked or taken back while this runs, and it is another one then, or none. */
export async function judgeKept(
  app: Checking,
  readRow: () => Promise<KeepingRow | null>,
): Promise<PaperFault["problem"] | undefined> {
  const { prisma } = app.db;
  for (let look = 1; ; look += 1) {
    const row = await readRow();
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
      const problem = await judgeKept(app, () => app.db.prisma.evidence.findUnique({ where: { id } }));
      if (problem) return { problem, subject: `evidence ${id}` };
    }
    if (rows.length < pageSize) return undefined;
    after = rows.at(-1)?.id;
  }
}
