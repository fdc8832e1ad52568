// The stand-in as a process of its own: `node tests/world/stripe/main.ts --port 4242 …`.
// One JSON line on standard output says when and where it listens.

import { parseArgs } from "node:util";
import { startStandin, type StandinOptions } from "./standin.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    host: { type: "string" },
    "webhook-url": { type: "string" },
    "webhook-secret": { type: "string" },
    state: { type: "string" },
    "public-origin": { type: "string" },
  },
});

function given<K extends keyof StandinOptions>(key: K, value: StandinOptions[K] | undefined) {
  return value === undefined ? {} : { [key]: value };
}

const port = values.port === undefined ? undefined : Number(values.port);
if (port !== undefined && !Number.isInteger(port)) throw new Error(`not a port: ${values.port}`);

const standin = await startStandin({
  ...given("port", port),
  ...given("host", values.host),
  ...given("webhookUrl", values["webhook-url"]),
  ...given("webhookSecret", values["webhook-secret"]),
  ...given("stateFile", values.state),
  ...given("publicOrigin", values["public-origin"]),
});

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void standin.close().then(() => process.exit(0));
  });
}

const { url, host, secretKey, webhookSecret } = standin;
console.log(JSON.stringify({ ready: true, url, host, port: standin.port, secretKey, webhookSecret }));
