// `npm run NAME`: makes sure that the database client is generated from today's schema, then runs app/commands/NAME.ts.
// A fresh clone has no client yet, and everything that reaches the database imports it.
import { ensureClient } from "./ensure-build.ts";

const [name = ""] = process.argv.splice(2, 1);
if (!/^[a-z-]+$/.test(name)) throw new TypeError("run takes the name of a command");
await ensureClient();
await import(`./${name}.ts`);
