// What every command does with its configuration and its faults: all faults of configuration at once and exit 78
// (the sysexits number for it), anything else in one line and exit 1. A stack says nothing to an operator.
import { loadPolicies, recordPolicies } from "#app/modules/policy/policy.server.ts";
import { openApp, type RunningApp } from "#app/platform/app.server.ts";
import { ConfigurationError, readEnv, type Env } from "#app/platform/env.server.ts";

class CommandFault extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ends the command with this line; what it opened is closed on the way out. */
export function fail(message: string, exitCode = 1): never {
  throw new CommandFault(message, exitCode);
}

/** `defaults` hold where the environment says nothing. */
export function readCommandEnv(defaults: Readonly<Record<string, string>> = {}): Env {
  try {
    return readEnv({ ...defaults, ...process.env });
  } catch (error) {
    if (error instanceof ConfigurationError) return fail(error.message, 78);
    throw error;
  }
}

/**
 * The application for a command that only looks. An upgrade is the business of whoever starts the portal; the data
 * folder's own server alone may be brand new.
 */
export async function openForReading(env: Env): Promise<RunningApp> {
  return prepare(await openApp(env, { migrate: env.databaseUrl === undefined }), loadPolicies);
}

/** The application for what serves people or does jobs: brought up to date, and its rules are on record. */
export async function openForWork(env: Env): Promise<RunningApp> {
  return prepare(await openApp(env), recordPolicies);
}

async function prepare(app: RunningApp, step: (app: RunningApp) => Promise<void>): Promise<RunningApp> {
  try {
    await step(app);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

function endWith(error: unknown): never {
  console.error(error instanceof Error ? error.message : "the command did not succeed");
  process.exit(error instanceof CommandFault ? error.exitCode : error instanceof ConfigurationError ? 78 : 1);
}

/** Runs a command to its end. What libraries keep open for a while (idle sockets, timers) does not hold it. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  await work().catch(endWith);
  process.exit(0);
}

/** Starts what then runs until it is told to stop. */
export async function startProcess(work: () => Promise<void>): Promise<void> {
  await work().catch(endWith);
}
