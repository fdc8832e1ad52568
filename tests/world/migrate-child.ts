// Migrates a database in a process of its own, so that a test can kill it on the way.
import { migrate } from "#app/platform/migrate.server.ts";

await migrate(process.argv[2] ?? "");
