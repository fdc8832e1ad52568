// What the forms of the way in may hold. A fault here depends on what was typed alone, never on whether anybody or
// anything is known to us. Messages are keys of the catalogues.
import { z } from "zod";
import { isId } from "#app/kernel/ids.ts";
import { readEmail, readMobile, referenceKey, tidyName, toPlainForm } from "./person.ts";
import { postedDigits, sentDigits } from "./sign-in-limits.ts";

const unreadable = "identity.error.unreadable";
const tooLong = "identity.error.tooLong";

/** What broken bytes become on their way into text. */
const isReadable = (text: string): boolean => !text.includes("\ufffd");

const optionalText = (max: number) => z.string().max(max, tooLong).refine(isReadable, unreadable).transform(tidyName);

const requiredText = (max: number, missing: string) =>
  z
    .string(missing)
    .max(max, tooLong)
    .refine(isReadable, unreadable)
    .transform(tidyName)
    .pipe(z.string().min(1, missing));

const noReference = "identity.error.reference";

export const StartForm = z.object({
  reference: requiredText(64, noReference).transform(referenceKey).pipe(z.string().min(1, noReference)),
});

export const ClaimForm = z.object({
  fullName: requiredText(100, "identity.error.fullName"),
  idLast6: requiredText(40, "identity.error.idLast6")
    .transform((text) =>
      toPlainForm(text)
        .replace(/[\s-]+/gu, "")
        .toUpperCase(),
    )
    .pipe(
      z
        .string()
        .length(6, "identity.error.idLast6")
        .regex(/^[A-Z0-9]*$/, "identity.error.idSigns"),
    ),
});

const noCode = "identity.error.code";

/** Blanks and full-width digits are what a paste brings along. */
const digits = z
  .string(noCode)
  .max(40, "identity.error.codeLength")
  .transform((text) => toPlainForm(text).replace(/[\s\u200b-\u200f\u2060\ufeff-]+/gu, ""))
  .pipe(z.string().min(1, noCode).regex(/^\d*$/, "identity.error.codeSigns"))
  .refine((text) => text.length === sentDigits || text.length === postedDigits, "identity.error.codeLength");

export const CodeForm = z.object({ code: digits });

export const ResendForm = z.object({
  intent: z.enum(["check", "resend"]).catch("check"),
  channel: z.enum(["sms", "email"]).catch("sms"),
});

export const HelpForm = z.object({
  /** Made anew with each page, so that sending a form twice opens one case. */
  once: z.string().refine(isId).optional().catch(undefined),
  fullName: requiredText(100, "identity.error.fullName"),
  reach: requiredText(200, "identity.error.reach"),
  reference: optionalText(64).optional(),
  when: optionalText(200).optional(),
  details: z.string().max(2000, tooLong).refine(isReadable, unreadable).optional(),
});

/** A phone or an e-mail address, in its one form. */
export function contactForm(fiction: { readonly fictionalPeople: boolean }) {
  const contact = requiredText(254, "identity.error.contact").transform((text, context) => {
    const email = readEmail(text);
    if (email) return { channel: "email" as const, value: email };
    const mobile = readMobile(text, fiction);
    if (mobile) return { channel: "sms" as const, value: mobile };
    context.addIssue("identity.error.contactForm");
    return z.NEVER;
  });
  return z.object({ contact });
}
