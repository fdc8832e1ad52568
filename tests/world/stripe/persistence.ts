// `--state FILE`: the whole state as JSON, written beside the file and renamed over it, so that a
// crash leaves the old state or the new one and never half of either.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { emptyState, type State } from "./world.ts";

const QUIET_MS = 25;

export interface Keeper {
  changed(): void;
  flush(): void;
}

export function loadState(file: string | undefined): State | null {
  if (file === undefined || !existsSync(file)) return null;
  const saved = JSON.parse(readFileSync(file, "utf8")) as Partial<State>;
  // A file from before a field existed gets the field's empty value.
  return { ...emptyState(null), ...saved };
}

export function createKeeper(file: string | undefined, getState: () => State): Keeper {
  if (file === undefined) return { changed: () => undefined, flush: () => undefined };
  mkdirSync(dirname(file), { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  let written = "";
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    // Most requests only read, and the clock ticks every second.
    const text = JSON.stringify(getState());
    if (text === written) return;
    written = text;
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  };
  return { changed: () => (timer ??= setTimeout(flush, QUIET_MS)), flush };
}
