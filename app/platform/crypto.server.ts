// Secrets at rest. A field is sealed with AES-256-GCM under a data key; what it belongs to (table, column,
// row) is bound in, so that a value moved to another row does not open. Look-ups go through a blind index:
// an HMAC with another key over the whole normalised value.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from "node:crypto";

export interface DataKey {
  /** One byte of the envelope: 1–255. */
  readonly id: number;
  readonly key: Buffer;
}

export interface Keyring {
  /** The first seals; all open, so that keys rotate without a pause. */
  readonly data: readonly DataKey[];
  readonly index: Buffer;
  readonly audit: Buffer;
  readonly code: Buffer;
}

/** Where a sealed value lives. */
export interface SealPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

export interface Vault {
  seal(text: string, place: SealPlace): Buffer<ArrayBuffer>;
  /** Throws where the value was altered, moved, or sealed under a key that is not here. */
  open(envelope: Uint8Array, place: SealPlace): string;
  /** The same for what is no text, such as a file. */
  sealBytes(bytes: Uint8Array, place: SealPlace): Buffer<ArrayBuffer>;
  openBytes(envelope: Uint8Array, place: SealPlace): Buffer<ArrayBuffer>;
  /** Blind index of a value that the caller has normalised; `kind` keeps equal values of two kinds apart. */
  blind(kind: string, normalised: string): Buffer<ArrayBuffer>;
  /** Hash of a random token for storage. */
  tokenHash(token: string): Buffer<ArrayBuffer>;
  codeHmac(parts: readonly string[]): Buffer<ArrayBuffer>;
  auditHmac(bytes: Uint8Array): Buffer<ArrayBuffer>;
}

const nonceBytes = 12;
const tagBytes = 16;

/** Nonces are fetched many at once: a call to the system costs more than sealing a field. Each is given out once. */
const noncePool = Buffer.alloc(nonceBytes * 256);
let nonceAt = noncePool.length;

function newNonce(): Buffer {
  if (nonceAt === noncePool.length) {
    randomFillSync(noncePool);
    nonceAt = 0;
  }
  nonceAt += nonceBytes;
  return Buffer.from(noncePool.subarray(nonceAt - nonceBytes, nonceAt));
}

function placeBytes({ table, column, rowId }: SealPlace): Buffer {
  return Buffer.from(`${table}|${column}|${rowId}`);
}

function mac(key: KeyObject, parts: readonly string[]): Buffer<ArrayBuffer> {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return Buffer.from(hmac.digest());
}

export function createVault(keys: Keyring): Vault {
  const sealing = keys.data[0];
  if (!sealing) throw new TypeError("a keyring holds at least one data key");
  // Made once: a key given as bytes is prepared anew at each call, which takes longer than the sealing itself.
  const byId = new Map(keys.data.map(({ id, key }) => [id, createSecretKey(key)]));
  const sealingKey = createSecretKey(sealing.key);
  const indexKey = createSecretKey(keys.index);
  const codeKey = createSecretKey(keys.code);
  const auditKey = createSecretKey(keys.audit);
  const beginSeal = (place: SealPlace) => {
    const nonce = newNonce();
    const cipher = createCipheriv("aes-256-gcm", sealingKey, nonce).setAAD(placeBytes(place));
    return { cipher, head: Buffer.concat([Buffer.of(sealing.id), nonce]) };
  };
  const beginOpen = (envelope: Uint8Array, place: SealPlace) => {
    const bytes = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength);
    const key = byId.get(bytes[0] ?? 0);
    if (!key) throw new Error("sealed under a key that is not configured");
    const nonce = bytes.subarray(1, 1 + nonceBytes);
    const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(placeBytes(place)).setAuthTag(tag);
    return { decipher, body: bytes.subarray(1 + nonceBytes + tagBytes) };
  };
  return {
    seal(text, place) {
      const { cipher, head } = beginSeal(place);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([head, cipher.getAuthTag(), body]);
    },
    open(envelope, place) {
      const { decipher, body } = beginOpen(envelope, place);
      return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
    },
    sealBytes(plain, place) {
      const { cipher, head } = beginSeal(place);
      const body = [cipher.update(plain), cipher.final()];
      return Buffer.concat([head, cipher.getAuthTag(), ...body]);
    },
    openBytes(envelope, place) {
      const { decipher, body } = beginOpen(envelope, place);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    },
    blind: (kind, normalised) => mac(indexKey, [kind, normalised]),
    tokenHash: (token) => Buffer.from(hash("sha256", token, "buffer")),
    codeHmac: (parts) => mac(codeKey, parts),
    auditHmac: (bytes) => Buffer.from(createHmac("sha256", auditKey).update(bytes).digest()),
  };
}

/** 256 opaque bits for cookies and links. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
