// Forgets what has served its purpose, and takes up again what was lost on the way. Nothing here is part of the books,
// the audit or the contact log, and nothing goes before the last rule that counts with it has stopped counting.
import { sweepThreadFiles } from "#app/modules/conversation/check-thread-file.server.ts";
import { sweepEvidence } from "#app/modules/hardship/evidence-check.server.ts";
import { resumeUnansweredCases } from "#app/modules/identity/case-edges.server.ts";
import type { App } from "#app/platform/app.server.ts";

const dayMs = 86_400_000;

/** Codes in letters live ten days, and failures in a row are remembered as long; a day more for good measure. */
const wayInMs = 11 * dayMs;
/** A session that has ended is the mark of a known device for half a year. */
const deviceMs = 181 * dayMs;

export interface Tidied {
  readonly challenges: number;
  readonly codes: number;
  readonly counters: number;
  readonly sessions: number;
}

export async function tidyUp(app: App): Promise<Tidied> {
  const { db, clock, log } = app;
  const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);
  const { prisma } = db;
  const codes = await prisma.oneTimeCode.deleteMany({ where: { expiresAt: { lt: ago(wayInMs) } } });
  const challenges = await prisma.signInChallenge.deleteMany({
    where: { expiresAt: { lt: ago(wayInMs) }, codes: { none: {} } },
  });
  const begun = await prisma.staffChallenge.deleteMany({ where: { expiresAt: { lt: ago(dayMs) } } });
  const counters = await prisma.signInCounter.deleteMany({ where: { updatedAt: { lt: ago(wayInMs) } } });
  const sessions = await prisma.session.deleteMany({ where: { createdAt: { lt: ago(deviceMs) } } });
  await sweepEvidence(app);
  await sweepThreadFiles(app);
  await resumeUnansweredCases(app);
  const tidied = {
    challenges: challenges.count + begun.count,
    codes: codes.count,
    counters: counters.count,
    sessions: sessions.count,
  };
  const count = Object.values(tidied).reduce((sum, part) => sum + part, 0);
  if (count > 0) log.info({ event: "tidied", count });
  return tidied;
}
