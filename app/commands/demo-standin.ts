// The payment stand-in of the demo, as a process of its own. It comes back on the same port with the same state, so
// that a payment page that was open when the demo stopped still works after the next start.
import { spawn, type ChildProcess } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";

export interface StandinProcess {
  readonly url: string;
  stop(): Promise<void>;
}

export interface StandinOptions {
  readonly dataDir: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
}

const program = path.resolve(import.meta.dirname, "../../tests/world/stripe/main.ts");

function launch(options: StandinOptions, port: number): ChildProcess {
  const stateFile = path.join(options.dataDir, "standin-state.json");
  const flags = {
    "--port": String(port),
    "--host": "127.0.0.1",
    "--webhook-url": options.webhookUrl,
    "--webhook-secret": options.webhookSecret,
    "--state": stateFile,
  };
  return spawn(process.execPath, ["--no-warnings", program, ...Object.entries(flags).flat()], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function readyUrl(child: ChildProcess): Promise<string | undefined> {
  if (!child.stdout) return undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { ready?: boolean; url?: string };
    if (said.ready && said.url) return said.url;
  }
  return undefined;
}

/** Starts the stand-in on the port it had before, or on a free one where that is taken. */
export async function startStandinProcess(options: StandinOptions): Promise<StandinProcess> {
  const noteFile = path.join(options.dataDir, "standin.json");
  const noted = await readFile(noteFile, "utf8").then(
    (text) => JSON.parse(text) as { port: number },
    () => ({ port: 0 }),
  );
  for (const port of noted.port === 0 ? [0] : [noted.port, 0]) {
    const child = launch(options, port);
    const url = await readyUrl(child);
    if (!url) continue;
    await writeFile(noteFile, JSON.stringify({ port: Number(new URL(url).port) }));
    child.stdout?.resume();
    return {
      url,
      stop: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        await gone;
      },
    };
  }
  throw new Error("the payment stand-in did not start");
}
