// Tells an outage that passes by itself (the database is away, or busier than it can answer) from a fault of ours.
// A visitor is asked to come back in a moment for the first, and given a trace id for the second.
import { databaseErrorCode } from "./db.server.ts";

export type Fault = "busy" | "broken";

const passing = new Set([
  // Network: nobody listens, or the connection broke.
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  // PostgreSQL: too many connections, shutting down, starting, statement or lock time-out.
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "55P03",
  "25P03",
  // Prisma: cannot reach, time-out, connection closed, no connection left, no transaction in time, too many.
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
  // Tried again and still in each other's way.
  "40001",
  "40P01",
  "P2034",
]);

/** pg and its pool give these no code. */
const passingMessages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/;

const passingKinds = new Set([
  "DatabaseNotReachable",
  "SocketTimeout",
  "TooManyConnections",
  "ConnectionClosed",
  "TransactionAlreadyClosed",
]);

function isPassing(error: object): boolean {
  const { message, kind } = error as { message?: unknown; kind?: unknown };
  const code = databaseErrorCode(error);
  return (
    (typeof code === "string" && (passing.has(code) || code.startsWith("08"))) ||
    (typeof message === "string" && passingMessages.test(message)) ||
    (typeof kind === "string" && passingKinds.has(kind))
  );
}

interface Layers {
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
  readonly errors?: readonly unknown[];
}

/** Drivers wrap what they hear; the reason may lie a few layers in. */
export function faultOf(error: unknown): Fault {
  let layer = error;
  for (let depth = 0; depth < 5 && typeof layer === "object" && layer !== null; depth += 1) {
    if (isPassing(layer)) return "busy";
    const { cause, errors, meta } = layer as Layers;
    layer = cause ?? meta?.driverAdapterError ?? errors?.[0];
  }
  return "broken";
}
