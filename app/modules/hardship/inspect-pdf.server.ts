// Looks into a PDF that somebody sent: whether it can be read, and whether it would do anything but show pages. It
// renders nothing and mends nothing. Every object that the parser meets is looked at, also those that a later part of
// the file replaces, because programs differ in which of two they show. It runs in a thread of its own, one file a
// thread: a hostile file may keep any parser busy, and a thread can be ended.
import { constants, inflateSync } from "node:zlib";
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  PDFObjectStreamParser,
  PDFParser,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFXRefStreamParser,
} from "pdf-lib";
import type { EvidenceProblem } from "./evidence.ts";

export type PdfVerdict = "fine" | Extract<EvidenceProblem, "unreadable" | "encrypted" | "active">;

/** Names of what runs, opens, sends or carries along. As a key or as a value, they stand for nothing harmless. */
const activeNames = [
  "JavaScript",
  "Launch",
  "SubmitForm",
  "ImportData",
  "EmbeddedFile",
  "EmbeddedFiles",
  "FileAttachment",
  "RichMedia",
  "RichMediaContent",
  "Rendition",
  "GoToE",
  "GoToR",
  "XFA",
  "JS",
  "AA",
] as const;
const isActive: ReadonlySet<string> = new Set(activeNames);
/** In bytes that may be compressed, only a long name cannot have come about by chance. */
const longNames = activeNames.filter((name) => name.length > 5);
const namesIn = (names: readonly string[]): RegExp => new RegExp(`/(?:${names.join("|")})(?![\\w#])`);
const activeInFile = namesIn(longNames);
const activeInObjects = namesIn(activeNames);
const encryptedInFile = namesIn(["Encrypt"]);

const inflatedLimit = 32 * 1024 * 1024;
/** Some programs leave a few bytes after the end. */
const endWithin = 2048;

/** As text, with the names that were written in escapes ("/J#61vaScript") written out. */
function readPlain(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return text.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const name = (text: string): PDFName => PDFName.of(text);

class Findings {
  active = false;
  unreadable = false;
  pages = 0;
  inflated = 0;
  readonly openActions: PDFObject[] = [];
}

function lookAtDict(found: Findings, dict: PDFDict, waiting: PDFObject[]): void {
  if (dict.get(name("Type")) === name("Page")) found.pages += 1;
  for (const [key, value] of dict.entries()) {
    if (key === name("OpenAction")) found.openActions.push(value);
    waiting.push(key, value);
  }
}

/** Walks one object as it was written; what it refers to is met on its own. */
function lookAt(found: Findings, object: PDFObject): void {
  const waiting: PDFObject[] = [object];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next instanceof PDFName) found.active ||= isActive.has(next.decodeText());
    else if (next instanceof PDFDict) lookAtDict(found, next, waiting);
    else if (next instanceof PDFArray) for (const item of next.asArray()) waiting.push(item);
    else if (next instanceof PDFInvalidObject) found.unreadable = true;
    else if (next instanceof PDFStream) {
      // Objects in a stream that the parser did not know as such: another program might.
      if (next.dict.has(name("First")) && next.dict.has(name("N"))) found.unreadable = true;
      waiting.push(next.dict);
    }
  }
}

/** Opening at a certain page is what many programs write, and does nothing else. */
function goesToPage(context: PDFContext, action: PDFObject): boolean {
  const target = action instanceof PDFRef ? context.lookup(action) : action;
  return target instanceof PDFArray || (target instanceof PDFDict && target.lookup(name("S")) === name("GoTo"));
}

/** The same stream without its compression: taken off here, where it has a limit. */
function unpack(found: Findings, stream: PDFRawStream): PDFRawStream {
  const filter = stream.dict.lookup(name("Filter"));
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (only === undefined) return stream;
  if (only !== name("FlateDecode")) throw new RangeError("a filter that such a stream has no need of");
  const bytes = inflateSync(stream.getContents(), {
    maxOutputLength: Math.max(1, inflatedLimit - found.inflated),
    // Some programs leave the end of the compressed data away.
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  found.inflated += bytes.byteLength;
  const dict = stream.dict.clone();
  dict.delete(name("Filter"));
  dict.delete(name("DecodeParms"));
  return PDFRawStream.of(dict, bytes);
}

/** Where the parser would go on without some objects, nobody has seen them: the file counts as unreadable. */
function guard<Result>(found: Findings, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    found.unreadable = true;
    throw error;
  }
}

/** Has the parser's two readers of compressed objects ask here first. */
function watchStreams(found: Findings): void {
  PDFObjectStreamParser.forStream = (stream, shouldWaitForTick) =>
    guard(found, () => {
      const plain = unpack(found, stream);
      found.active ||= activeInObjects.test(readPlain(plain.getContents()));
      const parser = new PDFObjectStreamParser(plain, shouldWaitForTick);
      const parse = parser.parseIntoContext.bind(parser);
      parser.parseIntoContext = () =>
        parse().catch((error: unknown) => {
          found.unreadable = true;
          throw error;
        });
      return parser;
    });
  PDFXRefStreamParser.forStream = (stream) => guard(found, () => new PDFXRefStreamParser(unpack(found, stream)));
}

async function readThrough(bytes: Uint8Array, found: Findings): Promise<void> {
  watchStreams(found);
  const parser = PDFParser.forBytesWithOptions(bytes, Number.POSITIVE_INFINITY);
  const { context } = parser as unknown as { context: PDFContext };
  const assign = context.assign.bind(context);
  context.assign = (ref, object) => {
    lookAt(found, object);
    assign(ref, object);
  };
  await parser.parseDocument();
  if (!found.openActions.every((action) => goesToPage(context, action))) found.active = true;
  const catalog = context.lookup(context.trailerInfo.Root);
  if (!(catalog instanceof PDFDict) || found.pages === 0) found.unreadable = true;
}

/** What the file is. That it is locked is said first, because nothing else can then be known. */
export async function inspectPdf(bytes: Uint8Array): Promise<PdfVerdict> {
  const plain = readPlain(bytes);
  if (encryptedInFile.test(plain)) return "encrypted";
  const found = new Findings();
  found.active = activeInFile.test(plain);
  // A file that was cut off on the way has no end.
  found.unreadable = !plain.slice(-endWithin).includes("%%EOF");
  try {
    await readThrough(bytes, found);
  } catch {
    found.unreadable = true;
  }
  if (found.active) return "active";
  return found.unreadable ? "unreadable" : "fine";
}
