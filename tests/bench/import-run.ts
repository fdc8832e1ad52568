// One import in a process of its own, so that its memory can be told from everything else's.
import { systemActor } from "#app/kernel/actor.ts";
import { importPlacements } from "#app/modules/placements/placements.server.ts";
import { openApp } from "#app/platform/app.server.ts";
import { readEnv } from "#app/platform/env.server.ts";

const app = await openApp(readEnv(), { migrate: false });
const start = performance.now();
const cpuBefore = process.cpuUsage();
const outcome = await importPlacements(app, systemActor("bench"), { file: process.argv[2] ?? "" });
const ms = performance.now() - start;
const { user, system } = process.cpuUsage(cpuBefore);
await app.close();
if (!outcome.ok) throw new Error(outcome.refusal.kind);
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({ ms, cpuMs: (user + system) / 1000, peakMb: maxRSS / 1024, accepted: outcome.value.accepted }),
);
