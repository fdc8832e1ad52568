// The connections below the requests: what to say to bytes that never became a request, and how to leave without
// dropping anybody who is being served.
import { randomBytes, randomUUID } from "node:crypto";
import { STATUS_CODES, type Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Answerer } from "./http-answer.server.ts";

const statusOf: Readonly<Record<string, number>> = {
  HPE_INVALID_METHOD: 405,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what node's parser could not read or waited for in vain, with the same headers as any other refusal. */
export function answerBrokenHead(
  { code = "" }: NodeJS.ErrnoException | { code: string },
  socket: Duplex,
  answer: Pick<Answerer, "raw">,
): void {
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOf[code] ?? 400;
  const { headers, body } = answer.raw(status, randomBytes(16).toString("base64"), randomUUID());
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, `Date: ${new Date().toUTCString()}`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  lines.push(`Content-Length: ${Buffer.byteLength(body)}`, "Connection: close");
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

/** Takes no new connection, closes the idle ones, waits for the busy ones, and cuts what is left after the time. */
export function closeGently(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
    // A connection that was busy is idle after its answer, and one answered just before the draining began may
    // have been told to stay.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(sweep);
      resolve();
    });
  });
}
