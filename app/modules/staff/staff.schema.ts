// What the forms of the staff's sign-in may hold. Messages are keys of the catalogues; what a form says wrong depends
// on what was typed alone, never on whether anybody is known to us.
import { z } from "zod";
import { isLanguage } from "#app/i18n/languages.ts";
import { readEmail, readIdNumber, tidyName } from "../identity/person.ts";
import { readTypedCode } from "./staff-codes.ts";

const unreadable = "staff.error.unreadable";
const isReadable = (text: string): boolean => !text.includes("\ufffd");

const email = z
  .string("staff.error.email")
  .max(300, "staff.error.email")
  .transform((text, context) => {
    const read = readEmail(text);
    if (read !== undefined) return read;
    context.addIssue("staff.error.email");
    return z.NEVER;
  });

/** As it was typed: what a password may be is judged where one is chosen. */
const password = (missing: string) =>
  z.string(missing).min(1, missing).max(1000, "staff.error.passwordLong").refine(isReadable, unreadable);

const code = z
  .string("staff.error.code")
  .max(60, "staff.error.codeForm")
  .transform((text, context) => {
    if (text.trim() === "") {
      context.addIssue("staff.error.code");
      return z.NEVER;
    }
    const read = readTypedCode(text);
    if (read) return read;
    context.addIssue("staff.error.codeForm");
    return z.NEVER;
  });

export const PasswordForm = z.object({ email, password: password("staff.error.password") });
export const CodeForm = z.object({ code });

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,8000}$/);
const credentialHead = { id: base64url, rawId: base64url, type: z.literal("public-key") };

const signedShape = z.object({
  ...credentialHead,
  response: z
    .object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.nullish(),
    })
    .transform(({ userHandle, ...rest }) => (typeof userHandle === "string" ? { ...rest, userHandle } : rest)),
  clientExtensionResults: z.object({}).default({}),
});

const madeShape = z.object({
  ...credentialHead,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .catch([])
      .default([]),
  }),
  clientExtensionResults: z.object({}).default({}),
});

export type SignedCredential = z.output<typeof signedShape> & { response: { userHandle?: string } };
export type MadeCredential = z.output<typeof madeShape>;

/** The hidden box that a script fills; without the script it stays empty. */
function credentialIn<Shape extends z.ZodType>(shape: Shape) {
  const missing = "staff.error.passkey";
  return z
    .string(missing)
    .max(20_000, missing)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue(missing);
        return z.NEVER;
      }
    })
    .pipe(shape);
}

export const SignedForm = z.object({ credential: credentialIn(signedShape) });

const deviceName = z
  .string()
  .max(60, "staff.error.tooLong")
  .refine(isReadable, unreadable)
  .transform(tidyName)
  .default("");

export const MadeForm = z.object({ credential: credentialIn(madeShape), device: deviceName });

const language = z.string("staff.error.language").refine(isLanguage, "staff.error.language");

export const LanguageForm = z.object({ language });
export const RemoveForm = z.object({ passkey: z.uuid("staff.error.passkeyGone") });
export const NewPasswordForm = z.object({
  password: password("staff.error.oldPassword"),
  newPassword: password("staff.error.newPassword"),
});

const name = z
  .string("staff.error.name")
  .max(100, "staff.error.tooLong")
  .refine(isReadable, unreadable)
  .transform(tidyName)
  .pipe(z.string().min(1, "staff.error.name"));

/** First step of a set-up. Whoever was invited has an address already: it is not asked for. */
export function aboutForm(fiction: { readonly fictionalPeople: boolean }, invited: boolean) {
  const idNumber = z
    .string()
    .max(60, "staff.error.idNumber")
    .default("")
    .transform((text, context) => {
      if (text.trim() === "") return undefined;
      const read = readIdNumber("cn_resident_id", text, fiction);
      if (read.ok) return read.value;
      context.addIssue("staff.error.idNumber");
      return z.NEVER;
    });
  return z.object({
    name,
    email: invited ? email.optional().catch(undefined) : email,
    language,
    way: z.enum(["password", "passkey"], "staff.error.way"),
    /** Asked for only where it is the way. */
    newPassword: z.string().max(1000, "staff.error.passwordLong").refine(isReadable, unreadable).default(""),
    idNumber,
  });
}

export const KeptForm = z.object({ kept: z.literal("yes", "staff.error.kept") });

/** Which of the forms of a page was sent. */
export const IntentForm = z.object({ intent: z.string().max(40).catch("") });
