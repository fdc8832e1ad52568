// The only reader of process.env. Everything is checked at the start and every fault is named at once; a
// secret may also come from a file (NAME_FILE). Without configuration this is a demo that needs nothing.
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Keyring } from "./crypto.server.ts";
import { loadSettings, type Settings } from "./settings.server.ts";

export interface Env {
  readonly mode: "demo" | "production";
  readonly host: string;
  readonly port: number;
  readonly publicOrigin: string;
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  /** Undefined: the embedded server in the data folder. */
  readonly databaseUrl: string | undefined;
  /** The owner of the tables, for migrations; the same as databaseUrl where not set. */
  readonly ownerDatabaseUrl: string | undefined;
  readonly poolSize: number;
  readonly keys: Keyring;
  readonly stripe: {
    readonly secretKey: string;
    /** New first; the old one is still accepted during a rotation. */
    readonly webhookSecrets: readonly string[];
    /** Where the stand-in listens; undefined: Stripe itself. */
    readonly apiBase: string | undefined;
    /** Whose page takes the payment, for form-action. */
    readonly checkoutOrigin: string;
  };
  readonly smtpUrl: string | undefined;
  readonly smsUrl: string | undefined;
  readonly smsToken: string | undefined;
  /** Where files that people send are scanned; undefined: our own checks alone decide. */
  readonly scannerAddress: { readonly host: string; readonly port: number } | undefined;
  readonly logLevel: string;
  readonly metricsToken: string | undefined;
  readonly settings: Settings;
  /** A folder of the operator's own policy packs. */
  readonly policyDir: string | undefined;
}

export class ConfigurationError extends Error {
  override name = "ConfigurationError";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    "is not an origin such as https://pay.example.com",
  );
const url = z.string().refine((text) => URL.canParse(text), "is not a URL");
const key = z.string().refine((text) => Buffer.from(text, "base64").byteLength === 32, "is not 32 bytes in base64");

const shape = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number("is not a port").int().min(0).max(65_535).default(3000),
  PUBLIC_ORIGIN: origin.optional(),
  TRUSTED_PROXIES: z.string().optional(),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: url.optional(),
  OWNER_DATABASE_URL: url.optional(),
  ALLOW_EMBEDDED_DATABASE: z.enum(["yes", "no"]).default("no"),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  DATA_KEYS: z
    .string()
    .regex(/^\d+:[A-Za-z0-9+/=]+(,\d+:[A-Za-z0-9+/=]+)*$/, "is not a list such as 2:BASE64,1:BASE64")
    .optional(),
  INDEX_KEY: key.optional(),
  AUDIT_KEY: key.optional(),
  CODE_KEY: key.optional(),
  STRIPE_SECRET_KEY: z.string().min(8).optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^[^\s,]{8,}(,[^\s,]{8,})*$/, "is not one secret, or two with a comma between")
    .optional(),
  STRIPE_API_BASE: url.optional(),
  SMTP_URL: url.regex(/^smtps?:/, "does not begin with smtp: or smtps:").optional(),
  SMS_URL: url.regex(/^https?:/, "does not begin with http: or https:").optional(),
  SMS_TOKEN: z.string().optional(),
  SCANNER_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d{1,5}$/, "is not host:port")
    .optional(),
  SETTINGS_FILE: z.string().optional(),
  POLICY_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  METRICS_TOKEN: z.string().min(16).optional(),
});

/** What production cannot run without: nothing here has a default that would be safe. */
const neededInProduction = [
  "PUBLIC_ORIGIN",
  "DATA_KEYS",
  "INDEX_KEY",
  "AUDIT_KEY",
  "CODE_KEY",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "SETTINGS_FILE",
  "SMTP_URL",
  "METRICS_TOKEN",
] as const;

type Source = Readonly<Record<string, string | undefined>>;

function parseAddress(text: string): { host: string; port: number } {
  const [host = "", port] = text.split(":");
  return { host, port: Number(port) };
}

/** Values of NAME, or of the file that NAME_FILE names. */
function readValues(source: Source, faults: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(shape.shape)) {
    const file = name === "SETTINGS_FILE" || name === "POLICY_DIR" ? undefined : source[`${name}_FILE`];
    if (source[name]) values[name] = source[name];
    else if (file) {
      try {
        values[name] = readFileSync(file, "utf8").trim();
      } catch {
        faults.push(`${name}_FILE: cannot be read`);
      }
    }
  }
  return values;
}

type DemoSecrets = Record<"data" | "index" | "audit" | "code" | "webhook", string>;

/** Keys of a demo, made once and kept in its data folder, so that its data opens again at the next start. */
function demoSecrets(dataDir: string): DemoSecrets {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, "demo-keys.json");
  const make = (): string => randomBytes(32).toString("base64");
  const fresh: DemoSecrets = {
    data: make(),
    index: make(),
    audit: make(),
    code: make(),
    webhook: `whsec_${randomBytes(24).toString("hex")}`,
  };
  try {
    // "wx" lets one of several processes that start at once win; the others read what it wrote.
    writeFileSync(file, JSON.stringify(fresh), { flag: "wx", mode: 0o600 });
    return fresh;
  } catch {
    return JSON.parse(readFileSync(file, "utf8")) as DemoSecrets;
  }
}

function parseDataKeys(text: string): Keyring["data"] {
  return text.split(",").map((item) => {
    const [id = "", value = ""] = item.split(":");
    return { id: Number(id), key: Buffer.from(value, "base64") };
  });
}

function keysFrom(values: z.infer<typeof shape>, demo: DemoSecrets | undefined, faults: string[]): Keyring {
  const data = parseDataKeys(values.DATA_KEYS ?? `1:${demo?.data ?? ""}`);
  if (values.DATA_KEYS && data.some(({ id, key: bytes }) => id < 1 || id > 255 || bytes.byteLength !== 32)) {
    faults.push("DATA_KEYS: each key has an id from 1 to 255 and 32 bytes in base64");
  }
  const bytes = (text: string | undefined, fallback: string | undefined): Buffer =>
    Buffer.from(text ?? fallback ?? "", "base64");
  return {
    data,
    index: bytes(values.INDEX_KEY, demo?.index),
    audit: bytes(values.AUDIT_KEY, demo?.audit),
    code: bytes(values.CODE_KEY, demo?.code),
  };
}

/** Of the values as they were given, so that what is missing is named beside what is malformed. */
function productionFaults(values: Readonly<Record<string, string>>): string[] {
  const faults = neededInProduction
    .filter((name) => values[name] === undefined)
    .map((name) => `${name}: is needed in production`);
  if (!values["DATABASE_URL"] && values["ALLOW_EMBEDDED_DATABASE"] !== "yes") {
    faults.push("DATABASE_URL: is needed in production (ALLOW_EMBEDDED_DATABASE=yes accepts the embedded server)");
  }
  if (values["PUBLIC_ORIGIN"] && !values["PUBLIC_ORIGIN"].startsWith("https://"))
    faults.push("PUBLIC_ORIGIN: is not https in production");
  if (values["STRIPE_SECRET_KEY"] === demoStripeKey) faults.push("STRIPE_SECRET_KEY: is the demo's key");
  if (values["STRIPE_API_BASE"]) faults.push("STRIPE_API_BASE: the stand-in is not allowed in production");
  const keys = ["INDEX_KEY", "AUDIT_KEY", "CODE_KEY"].flatMap((name) => values[name] ?? []);
  if (new Set(keys).size < keys.length) faults.push("INDEX_KEY, AUDIT_KEY, CODE_KEY: are not three different keys");
  if (!values["SMS_URL"]) faults.push("SMS_URL: is needed in production, or no code reaches a phone");
  return faults;
}

export const demoStripeKey = "sk_test_demo_standin";

/**
 * Reads and checks the whole configuration; throws a ConfigurationError that lists every fault.
 * NODE_ENV=production asks for all that real people's money and data need; anything else is the demo.
 */
export function readEnv(source: Source = process.env): Env {
  const faults: string[] = [];
  const mode = source["NODE_ENV"] === "production" ? "production" : "demo";
  const given = readValues(source, faults);
  if (mode === "production") faults.push(...productionFaults(given));
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
    loadSettings(given["SETTINGS_FILE"], faults);
    throw new ConfigurationError(faults);
  }
  const values = parsed.data;
  const dataDir = path.resolve(values.DATA_DIR);
  const demo = mode === "demo" ? demoSecrets(dataDir) : undefined;
  const keys = keysFrom(values, demo, faults);
  const settings = loadSettings(values.SETTINGS_FILE, faults);
  if (mode === "production" && values.SETTINGS_FILE && settings?.fictionalPeople) {
    faults.push("SETTINGS_FILE fictionalPeople: is not allowed in production");
  }
  if (faults.length > 0 || !settings) throw new ConfigurationError(faults);
  return {
    mode,
    host: values.HOST,
    port: values.PORT,
    publicOrigin: values.PUBLIC_ORIGIN ?? `http://${values.HOST}:${values.PORT}`,
    trustedProxies: (values.TRUSTED_PROXIES ?? (demo ? "127.0.0.1,::1" : ""))
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
    dataDir,
    databaseUrl: values.DATABASE_URL,
    ownerDatabaseUrl: values.OWNER_DATABASE_URL ?? values.DATABASE_URL,
    poolSize: values.DATABASE_POOL,
    keys,
    stripe: {
      secretKey: values.STRIPE_SECRET_KEY ?? demoStripeKey,
      webhookSecrets: (values.STRIPE_WEBHOOK_SECRET ?? demo?.webhook ?? "").split(",").filter(Boolean),
      apiBase: values.STRIPE_API_BASE,
      checkoutOrigin: values.STRIPE_API_BASE ? new URL(values.STRIPE_API_BASE).origin : "https://checkout.stripe.com",
    },
    smtpUrl: values.SMTP_URL,
    smsUrl: values.SMS_URL,
    smsToken: values.SMS_TOKEN,
    scannerAddress: values.SCANNER_ADDRESS ? parseAddress(values.SCANNER_ADDRESS) : undefined,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN,
    settings,
    policyDir: values.POLICY_DIR === undefined ? undefined : path.resolve(values.POLICY_DIR),
  };
}

/**
 * Loads what renders pages as production does, whatever NODE_ENV says of this process: React looks there once, and
 * its development build costs several times as much.
 */
export async function loadAsProduction<Module>(load: () => Promise<Module>): Promise<Module> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    return await load();
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}
