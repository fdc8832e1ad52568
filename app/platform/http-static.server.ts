// The files of the build, all of them known by name before the first request: a path that is not in the list is no
// file, so there is nothing to climb out of. Each is compressed once, when it is first asked for.
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { compressFile, isCompressible, type Encoding } from "./http-compression.server.ts";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

export interface StaticFile {
  readonly contentType: string;
  readonly etag: string;
  /** Names under assets/ carry a hash of what they hold, so a browser may keep them for good. */
  readonly cacheControl: string;
  readonly compressible: boolean;
  bytes(encoding: Encoding | undefined): Buffer;
}

function makeFile(name: string, plain: Buffer): StaticFile {
  const contentType = types[path.extname(name)] ?? "application/octet-stream";
  const compressed = new Map<Encoding, Buffer>();
  return {
    contentType,
    etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    cacheControl: name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
    compressible: isCompressible(contentType) && plain.byteLength > 512,
    bytes: (encoding) => {
      if (!encoding) return plain;
      const made = compressed.get(encoding) ?? compressFile(plain, encoding);
      compressed.set(encoding, made);
      return made;
    },
  };
}

/** Files by the path that asks for them. */
export async function openStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
  const files = await Promise.all(
    names.map(async (name): Promise<[string, StaticFile]> => [
      `/${name}`,
      makeFile(name, await readFile(path.join(folder, name))),
    ]),
  );
  return new Map(files);
}
