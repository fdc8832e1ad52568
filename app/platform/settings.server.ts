// What an operator says about itself: names, numbers, texts, creditors. One JSON file, checked at the start.
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const bothLanguages = z.object({ "zh-CN": z.string().min(1), en: z.string().min(1) });
const links = z.array(
  z.object({
    name: bothLanguages,
    url: z.url({ protocol: /^https$/ }).optional(),
    phone: z.string().optional(),
    hours: bothLanguages.optional(),
  }),
);

const settingsShape = z.strictObject({
  /** Shown in the header; the product's own name is Anhuan 安还. */
  name: bothLanguages,
  operator: z.strictObject({
    legalName: bothLanguages,
    registration: bothLanguages,
    address: bothLanguages,
    /** The number published elsewhere, where a person can check that this portal is genuine. */
    phone: z.string().min(3),
    phoneHours: bothLanguages,
    email: z.email(),
    website: z.url(),
    privacyContact: z.email(),
    smsSignature: bothLanguages,
  }),
  timeZone: z.string().refine((zone) => Intl.supportedValuesOf("timeZone").includes(zone), "is not an IANA time zone"),
  freeAdvice: links.min(1),
  policyPack: z.string(),
  /** Minor units, by currency: the provider takes nothing below. */
  minimumPayment: z.record(z.string(), z.coerce.bigint().positive()),
  /** From where on a second person looks, and what is unusual enough to be told. */
  desk: z
    .strictObject({
      /** Minor units, by currency: an answer that gives up more than this waits for a second person. Not said: any does. */
      waiverLimit: z.record(z.string(), z.coerce.bigint().nonnegative()).default({}),
      /** An export of more rows than this waits for a second person. */
      exportRows: z.int().min(1).default(500),
      /** People opened in a day by somebody whose cases they are not. */
      unassignedPerDay: z.int().min(1).default(5),
    })
    .prefault({}),
  /** Accept the unassigned region code 990001 and mobile prefix 154 of fictional people. */
  fictionalPeople: z.boolean(),
  creditors: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Z0-9]{2,16}$/),
        legalName: bothLanguages,
        shortName: bothLanguages,
        kind: z.enum(["bank", "consumer_finance", "small_loan_company", "other"]),
        phone: z.string().min(3),
        email: z.email(),
        address: bothLanguages,
        /** What this creditor lets happen under a plan. What is not said is left to the contract and to people. */
        arrangement: z
          .strictObject({
            interest: z.enum(["running", "reduced", "frozen"]).default("running"),
            /** Parts per million a year; only where interest is reduced. */
            reducedRatePpm: z.int().min(0).max(1_000_000).optional(),
            /** A lump sum of at least this share of the balance may be proposed as settling the rest. */
            settlementFloorPercent: z.int().min(1).max(99).optional(),
          })
          .refine(
            ({ interest, reducedRatePpm }) => (interest === "reduced") === (reducedRatePpm !== undefined),
            "a reduced rate goes with reduced interest",
          )
          .default({ interest: "running" }),
      }),
    )
    .min(1),
});

export type Settings = z.infer<typeof settingsShape>;
export type CreditorSettings = Settings["creditors"][number];

const demoFile = path.resolve(import.meta.dirname, "settings.demo.json");

/** The checked settings; undefined, with the faults added, where something is wrong. */
export function loadSettings(file: string | undefined, faults: string[]): Settings | undefined {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file ?? demoFile, "utf8"));
  } catch {
    faults.push("SETTINGS_FILE: cannot be read as JSON");
    return undefined;
  }
  const parsed = settingsShape.safeParse(json);
  if (parsed.success) return parsed.data;
  faults.push(...parsed.error.issues.map((issue) => `SETTINGS_FILE ${issue.path.join(".")}: ${issue.message}`));
  return undefined;
}

export function creditorByCode(settings: Settings, code: string): CreditorSettings | undefined {
  return settings.creditors.find((creditor) => creditor.code === code);
}
