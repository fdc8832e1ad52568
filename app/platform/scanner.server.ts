// The virus scanner of the operator, where there is one: clamd, or whatever speaks its INSTREAM over TCP. What it did
// not say is not known: silence, a broken connection or an answer of another kind never counts as clean.
import { connect } from "node:net";

export interface ScannerAddress {
  readonly host: string;
  readonly port: number;
}

export type ScanAnswer = "clean" | "found" | "unknown";

const chunkBytes = 64 * 1024;
const longestAnswer = 4096;

function readAnswer(text: string): ScanAnswer {
  if (/^stream: OK\0?\s*$/.test(text)) return "clean";
  return /^stream: .+ FOUND\0?\s*$/.test(text) ? "found" : "unknown";
}

/** The bytes as pieces, each with its length before it, and an empty one as the end. */
function* framesOf(bytes: Uint8Array): Generator<Uint8Array> {
  yield Buffer.from("zINSTREAM\0");
  for (let start = 0; start < bytes.byteLength; start += chunkBytes) {
    const piece = bytes.subarray(start, start + chunkBytes);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.byteLength);
    yield length;
    yield piece;
  }
  yield Buffer.alloc(4);
}

export function scanBytes({ host, port }: ScannerAddress, bytes: Uint8Array, timeoutMs = 30_000): Promise<ScanAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    let said = "";
    const end = (answer: ScanAnswer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    // One limit for all of it: a scanner that sends a byte now and then is as silent as one that sends none.
    const timer = setTimeout(() => end("unknown"), timeoutMs);
    socket.on("connect", () => {
      for (const frame of framesOf(bytes)) socket.write(frame);
    });
    socket.on("data", (chunk: Buffer) => {
      said += chunk.toString("latin1");
      if (said.length > longestAnswer) end("unknown");
      else if (said.includes("\0")) end(readAnswer(said));
    });
    socket.on("end", () => end(readAnswer(said)));
    socket.on("error", () => end("unknown"));
    socket.on("close", () => end("unknown"));
  });
}
