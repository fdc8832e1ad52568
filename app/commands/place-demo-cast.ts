// Puts the demo's people in through the same door as any creditor's file. A second start finds them there.
import path from "node:path";
import { systemActor } from "#app/kernel/actor.ts";
import { importPlacements } from "#app/modules/placements/placements.server.ts";
import type { App } from "#app/platform/app.server.ts";

const castFile = path.resolve(import.meta.dirname, "../../prisma/seed/demo-placements.csv");

export async function placeDemoCast(app: App): Promise<void> {
  const placed = await importPlacements(app, systemActor("demo"), { file: castFile });
  if (!placed.ok) throw new Error(`the demo's own placement file cannot be read: ${placed.refusal.kind}`);
}
