// Passwords of staff at rest: argon2id with a salt of its own, kept as PHC text together with what it was made with.
// Nobody on file costs as much as somebody, so that time tells nothing.
import { argon2, randomBytes, type Argon2Parameters } from "node:crypto";
import { promisify } from "node:util";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { toTypedForm } from "./passwords.ts";

interface Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The least that OWASP's password storage sheet names for argon2id, with one lane. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

const derive = promisify((parameters: Argon2Parameters, done: (error: Error | null, tag: Buffer) => void) =>
  argon2("argon2id", parameters, done),
);

const toText = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

function writePhc({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toText(salt)}$${toText(tag)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function readPhc(text: string): { cost: Cost; salt: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, salt = "", tag = ""] = phc.exec(text) ?? [];
  if (tag === "") throw new TypeError("a password hash is not PHC text of argon2id");
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive({ ...cost, message: toTypedForm(password), nonce: salt, tagLength });
  return writePhc(cost, salt, tag);
}

/** Of a password that nobody has: compared where there is none on file. */
const nobodys = writePhc(cost, randomBytes(16), randomBytes(tagLength));

export interface PasswordCheck {
  readonly right: boolean;
  /** Made with other costs than today's: to be made anew while the password is at hand. */
  readonly stale: boolean;
}

export async function checkPassword(password: string, stored: string | null | undefined): Promise<PasswordCheck> {
  const known = readPhc(stored ?? nobodys);
  const tag = await derive({
    ...known.cost,
    message: toTypedForm(password),
    nonce: known.salt,
    tagLength: known.tag.byteLength,
  });
  const right = equalBytes(tag, known.tag) && typeof stored === "string";
  const { memory, passes, parallelism } = known.cost;
  const stale = memory !== cost.memory || passes !== cost.passes || parallelism !== cost.parallelism;
  return { right, stale };
}
