import { benchOptions } from "./options.bench.ts";
for (const r of await benchOptions()) console.log(r);
