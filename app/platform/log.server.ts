// Structured logs by allow-list: a field that is not named here is not written, so that no name, number,
// contact or token can slip into a log with a new call.
import pino from "pino";

const allowed = [
  "event",
  "traceId",
  "method",
  "route",
  "status",
  "durationMs",
  "command",
  "count",
  "line",
  "code",
  "kind",
  "job",
  "attempt",
  "errorName",
  "errorCode",
  "address",
  "migrations",
  "signal",
  "eventId",
  "eventType",
  "subject",
  "seq",
  "seal",
] as const;

export type LogFields = Partial<Record<(typeof allowed)[number], string | number | boolean | readonly string[]>>;

export interface Log {
  info(fields: LogFields): void;
  warn(fields: LogFields): void;
  error(fields: LogFields, cause?: unknown): void;
}

function pick(fields: LogFields): LogFields {
  return Object.fromEntries(allowed.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

/** What is safe to say of an error: its kind and the code places in our own files, never its message. */
function describe(cause: unknown): LogFields {
  if (!(cause instanceof Error)) return {};
  const code = (cause as Error & { code?: unknown }).code;
  return { errorName: cause.name, ...(typeof code === "string" ? { errorCode: code } : {}) };
}

function ownFrames(cause: unknown): string[] {
  if (!(cause instanceof Error)) return [];
  return (cause.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}

export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination(2),
  );
  return {
    info: (fields) => logger.info(pick(fields)),
    warn: (fields) => logger.warn(pick(fields)),
    error: (fields, cause) => logger.error({ ...pick(fields), ...describe(cause), frames: ownFrames(cause) }),
  };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
