// Commands as an operator starts them: processes of their own, told everything through the environment.
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import type { TestApp } from "./database.ts";

const root = path.resolve(import.meta.dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has said so far, on both channels. */
  said(): string;
  /** Until it says this; throws where it ends first. */
  until(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** The database and the keys of a test, for a command that works beside it. */
export function environmentOf(app: TestApp): Record<string, string> {
  return { NODE_ENV: "test", DATABASE_URL: app.ownerUrl, DATA_DIR: app.env.dataDir, LOG_LEVEL: "info" };
}

export function startCommand(name: string, args: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, ["--no-warnings", `app/commands/${name}.ts`, ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  const said = (): string => stdout + stderr;
  return {
    child,
    said,
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said().includes(text)) resolve();
        };
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.once("close", () => reject(new Error(`it ended before it said "${text}": ${said()}`)));
        look();
      }),
  };
}

export function runCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return startCommand(name, args, env).ended;
}
