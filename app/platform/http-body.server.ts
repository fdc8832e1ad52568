// Reads the body of a POST into memory up to a limit, and looks at the bytes of a form before anybody decodes them:
// after decoding, a broken character has become a harmless-looking one. Over the limit nothing is kept.
import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";

export const formLimit = 64 * 1024;
export const hookLimit = 256 * 1024;

export type BodyReading = Buffer | "too-large" | "broken-off";

export function readBody(incoming: IncomingMessage, outgoing: ServerResponse, limit: number): Promise<BodyReading> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) return Promise.resolve("too-large");
  if (incoming.headers.expect !== undefined) outgoing.writeContinue();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.byteLength;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      incoming.off("data", onData).pause();
      chunks.length = 0;
      resolve("too-large");
    };
    incoming.on("data", onData);
    incoming.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    incoming.once("error", () => resolve("broken-off"));
    incoming.once("close", () => resolve("broken-off"));
  });
}

const lingerBytes = 4 * 1024 * 1024;
const lingerMs = 1000;

/**
 * Ends an answer that was given before the body had come. Closing at once would reset the connection and the sender
 * would see that instead of the answer, so what still comes is dropped for a moment first.
 */
export function endUnread(incoming: IncomingMessage, outgoing: ServerResponse): void {
  let length = 0;
  const finish = (): void => {
    clearTimeout(timer);
    outgoing.end();
  };
  const timer = setTimeout(finish, lingerMs);
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.byteLength;
    if (length > lingerBytes) incoming.destroy();
  });
  incoming.once("end", finish).once("close", finish).resume();
}

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const brokenEscape = /%(?![0-9a-f]{2})/i;

function judgeUrlencoded(body: Buffer): 400 | 422 | undefined {
  if (!isUtf8(body)) return 422;
  const text = body.toString();
  if (brokenEscape.test(text)) return 400;
  try {
    const plain = decodeURIComponent(text);
    if (controls.test(plain)) return 422;
  } catch {
    // Well-formed escapes of bytes that are no UTF-8, such as half of a surrogate pair.
    return 422;
  }
  return undefined;
}

/** Why the bytes of a form are refused; undefined where they can be read. */
export function judgeFormBytes(body: Buffer, contentType: string | undefined): 400 | 422 | undefined {
  if (contentType === undefined || /^application\/x-www-form-urlencoded/i.test(contentType))
    return judgeUrlencoded(body);
  // Multipart: no door takes files yet, so every part is text.
  return isUtf8(body) && !controls.test(body.toString()) ? undefined : 422;
}
