// A stand-in of the operator's scanner: listens as clamd does, hears a file in pieces, and says what it was told to say.
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import type { ScannerAddress } from "#app/platform/scanner.server.ts";

export interface ScannerStandin {
  readonly address: ScannerAddress;
  /** Every file that was heard to its end. */
  readonly heard: readonly Buffer[];
  /** What it answers from now on; "stream: OK" and its zero byte until told. */
  say(answer: string): void;
  close(): void;
}

const command = "zINSTREAM\0";

/** The file, once its end has come. */
function readPieces(all: Buffer): Buffer | undefined {
  const pieces: Buffer[] = [];
  for (let at = command.length; at + 4 <= all.length;) {
    const length = all.readUInt32BE(at);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(all.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

export async function openScanner(): Promise<ScannerStandin> {
  const heard: Buffer[] = [];
  let answer = "stream: OK\0";
  const server = createServer((socket) => {
    let all = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      all = Buffer.concat([all, chunk]);
      const file = readPieces(all);
      if (!file) return;
      heard.push(file);
      socket.end(answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: { host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    heard,
    say: (to) => {
      answer = to;
    },
    close: () => void server.close(),
  };
}
