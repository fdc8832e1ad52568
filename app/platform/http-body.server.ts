// Reads the body of a POST into memory up to a limit, and looks at the bytes of a form before anybody decodes them:
// after decoding, a broken character has become a harmless-looking one. Over the limit nothing is kept. Two doors take
// files: there more may come, for longer, and parts need not be text.
import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";

export const formLimit = 64 * 1024;
export const hookLimit = 256 * 1024;

/** Photos and PDFs together, with the form around them: 25 MB. */
export const uploadLimit = 25 * 1024 * 1024;
/** A photo over a weak connection takes minutes; a form does not. */
export const uploadTimeoutMs = 300_000;

/** Exactly this spelling: the router would also accept others, and those get no exception. */
const uploadPath = /^\/my\/(?:hardship\/[0-9a-f-]{36}\/evidence|messages\/[0-9a-f-]{36})$/;

export function takesFiles(pathname: string): boolean {
  return uploadPath.test(pathname);
}

/** A file that somebody wants compared with ours: those are small, and anybody may send one. */
export const compareLimit = 2 * 1024 * 1024;

const comparePath = /^\/certificates\/[^/]+$/;

export function comparesFile(pathname: string): boolean {
  return comparePath.test(pathname);
}

export interface RoomLimits {
  readonly inAll: number;
  /** Of one sender, so that nobody's slow line keeps everybody else out. */
  readonly ofOne: number;
}

/** Runs `work` with so many bytes set aside for `sender`; undefined where there is no room at the moment. */
export type BodyRoom = <Result>(
  sender: string,
  bytes: number,
  work: () => Promise<Result>,
) => Promise<Result | undefined>;

/** What bodies of one kind may hold in memory at one time; whoever comes on top is asked to wait. */
export function createBodyRoom({ inAll, ofOne }: RoomLimits): BodyRoom {
  const held = new Map<string, number>();
  let sum = 0;
  return async (sender, bytes, work) => {
    const own = held.get(sender) ?? 0;
    if (sum + bytes > inAll || own + bytes > ofOne) return undefined;
    held.set(sender, own + bytes);
    sum += bytes;
    try {
      return await work();
    } finally {
      sum -= bytes;
      const left = (held.get(sender) ?? bytes) - bytes;
      if (left > 0) held.set(sender, left);
      else held.delete(sender);
    }
  };
}

export const uploadRoom = createBodyRoom({ inAll: 8 * uploadLimit, ofOne: 2 * uploadLimit });
/** Anybody may compare a file, so there is less of it. */
export const compareRoom = createBodyRoom({ inAll: 32 * compareLimit, ofOne: 4 * compareLimit });

export type BodyReading = Buffer | "too-large" | "too-slow" | "broken-off";

export interface BodyLimits {
  readonly bytes: number;
  readonly timeoutMs: number;
}

export function readBody(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { bytes: limit, timeoutMs }: BodyLimits,
): Promise<BodyReading> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) return Promise.resolve("too-large");
  if (incoming.headers.expect !== undefined) outgoing.writeContinue();
  return new Promise((settle) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const resolve = (reading: BodyReading): void => {
      clearTimeout(timer);
      settle(reading);
    };
    const timer = setTimeout(() => {
      incoming.off("data", onData).pause();
      chunks.length = 0;
      resolve("too-slow");
    }, timeoutMs);
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

export interface Linger {
  readonly bytes: number;
  readonly ms: number;
}

const formLinger: Linger = { bytes: 4 * 1024 * 1024, ms: 1000 };
/** Browsers read no answer before they have sent everything, and pictures are many bytes. */
export const uploadLinger: Linger = { bytes: 128 * 1024 * 1024, ms: 120_000 };

/**
 * Ends an answer that was given before the body had come. Closing at once would reset the connection and the sender
 * would see that instead of the answer, so what still comes is dropped for a moment first.
 */
export function endUnread(incoming: IncomingMessage, outgoing: ServerResponse, linger = formLinger): void {
  let length = 0;
  const finish = (): void => {
    clearTimeout(timer);
    outgoing.end();
  };
  const timer = setTimeout(finish, linger.ms);
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.byteLength;
    if (length > linger.bytes) incoming.destroy();
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
export function judgeFormBytes(
  body: Buffer,
  contentType: string | undefined,
  { files }: { readonly files: boolean },
): 400 | 422 | undefined {
  if (contentType === undefined || /^application\/x-www-form-urlencoded/i.test(contentType))
    return judgeUrlencoded(body);
  // Multipart: where a door takes files, it looks at the parts of text itself; elsewhere every part is text.
  if (files) return undefined;
  return isUtf8(body) && !controls.test(body.toString()) ? undefined : 422;
}
