// A device that makes and uses passkeys (ES256, no maker's statement), as a browser would hand its answers over. A test
// may make it lie about where it is, or leave out that it verified anybody.
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";

type Cbor = number | string | Buffer | ReadonlyMap<number | string, Cbor>;

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.of((major << 5) | count);
  if (count < 256) return Buffer.of((major << 5) | 24, count);
  return Buffer.of((major << 5) | 25, count >> 8, count & 0xff);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([name, inner]) => [cbor(name), cbor(inner)])]);
}

const sha256 = (bytes: string | Buffer): Buffer => createHash("sha256").update(bytes).digest();
const text = (bytes: Buffer): string => bytes.toString("base64url");

interface Lies {
  readonly origin?: string;
  /** Present, but nobody was verified. */
  readonly unverified?: boolean;
  readonly counter?: number;
}

interface Asked {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
  readonly user?: { readonly id: string };
}

export class Authenticator {
  readonly id = randomBytes(32);
  private readonly privateKey: KeyObject;
  private readonly cose: Buffer;
  private readonly origin: string;
  private handle = "";
  counter = 0;

  constructor(origin: string) {
    this.origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.privateKey = privateKey;
    const point = (side: string): Buffer => Buffer.from(side, "base64url");
    this.cose = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, point(x)],
        [-3, point(y)],
      ]),
    );
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: Lies): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private data(rpId: string, { unverified, counter = this.counter }: Lies, attested = Buffer.alloc(0)): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flags = 1 | (unverified ? 0 : 4) | (attested.length > 0 ? 64 : 0);
    return Buffer.concat([sha256(rpId), Buffer.of(flags), count, attested]);
  }

  /** What a browser sends after `navigator.credentials.create`. */
  make(options: string, lies: Lies = {}): string {
    const { challenge, rp, user } = JSON.parse(options) as Asked;
    this.handle = user?.id ?? "";
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, this.id.length), this.id, this.cose]);
    const authData = this.data(rp?.id ?? "", lies, attested);
    const attestationObject = cbor(
      new Map<string, Cbor>([
        ["fmt", "none"],
        ["attStmt", new Map<string, Cbor>()],
        ["authData", authData],
      ]),
    );
    return JSON.stringify({
      id: text(this.id),
      rawId: text(this.id),
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: { credProps: { rk: true } },
      response: {
        clientDataJSON: text(this.clientData("webauthn.create", challenge, lies)),
        attestationObject: text(attestationObject),
        transports: ["internal"],
      },
    });
  }

  /** What a browser sends after `navigator.credentials.get`. */
  sign(options: string, lies: Lies = {}): string {
    const { challenge, rpId = "" } = JSON.parse(options) as Asked;
    this.counter += 1;
    const clientData = this.clientData("webauthn.get", challenge, lies);
    const authData = this.data(rpId, lies);
    const signed = Buffer.concat([authData, sha256(clientData)]);
    return JSON.stringify({
      id: text(this.id),
      rawId: text(this.id),
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(clientData),
        authenticatorData: text(authData),
        signature: text(createSign("sha256").update(signed).sign(this.privateKey)),
        ...(this.handle === "" ? {} : { userHandle: this.handle }),
      },
    });
  }
}
