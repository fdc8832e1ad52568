// What every command does with its configuration and its faults: all faults of configuration at once and exit 78
// (the sysexits number for it), anything else in one line and exit 1. A stack says nothing to an operator.
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

export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : "the command did not succeed");
    process.exit(error instanceof CommandFault ? error.exitCode : 1);
  }
}
