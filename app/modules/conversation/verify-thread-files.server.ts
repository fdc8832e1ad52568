// Proves anew that every file that came with a message, and was not refused, still opens and is byte for byte what was
// stored. Names the first fault. It looks into no file, and repairs nothing.
import { judgeKept, type PaperFault } from "#app/modules/hardship/verify-evidence.server.ts";
import type { App } from "#app/platform/app.server.ts";

const pageSize = 500;

export async function verifyThreadFiles(app: Pick<App, "db" | "vault">): Promise<PaperFault | undefined> {
  const { prisma } = app.db;
  for (let after: string | undefined; ;) {
    const rows = await prisma.threadFile.findMany({
      where: { status: { not: "refused" }, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: "asc" },
      take: pageSize,
      select: { id: true },
    });
    for (const { id } of rows) {
      // Read one by one: a file may be checked while this runs.
      const problem = await judgeKept(app, () => prisma.threadFile.findUnique({ where: { id } }));
      if (problem) return { problem, subject: `message file ${id}` };
    }
    if (rows.length < pageSize) return undefined;
    after = rows.at(-1)?.id;
  }
}
