// What every command does with its configuration and its faults: all faults of configuration at once and exit 78
// (the sysexits number for it), anything else in one line and exit 1. Nothing here prints a value.
import { ConfigurationError, readEnv, type Env } from "#app/platform/env.server.ts";

const exitConfiguration = 78;

export function fail(message: string, code = 1): never {
  console.error(message);
  process.exit(code);
}

/** `defaults` hold where the environment says nothing. */
export function readEnvOrExit(defaults: Readonly<Record<string, string>> = {}): Env {
  try {
    return readEnv({ ...defaults, ...process.env });
  } catch (error) {
    if (error instanceof ConfigurationError) fail(error.message, exitConfiguration);
    throw error;
  }
}

/** Runs a command to its end; an error becomes one line, because a stack says nothing to an operator. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}
