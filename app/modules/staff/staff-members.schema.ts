// What the forms about somebody of the staff may hold. Messages are keys below `staff.members.error`. That a creditor
// exists is the room's to say: it knows the settings.
import { z } from "zod";
import { staffRoles } from "#app/kernel/permissions.ts";
import { languages } from "#app/i18n/languages.ts";
import { readEmail, tidyName } from "../identity/person.ts";

/** What broken bytes become on their way into text. */
const isReadable = (text: string): boolean => !text.includes("\ufffd");

const creditors = z.array(z.string().max(16, "creditors")).max(500, "creditors").default([]);
const role = z.enum(staffRoles, "role");

export const InviteForm = z.object({
  email: z
    .string("email")
    .max(254, "email")
    .transform((text, context) => {
      const email = readEmail(text);
      if (email) return email;
      context.addIssue("email");
      return z.NEVER;
    }),
  name: z
    .string("name")
    .max(100, "nameLong")
    .refine(isReadable, "name")
    .transform(tidyName)
    .pipe(z.string().min(1, "name")),
  role,
  language: z.enum(languages, "language"),
  creditors,
});

export const AccessForm = z.object({ role, creditors });

export const IntentForm = z.object({
  intent: z.enum(["access", "link", "end_sessions", "disable", "enable"], "intent"),
});
