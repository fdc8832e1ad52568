// What the pages of messages send. Messages are the last part of a key: conversation.refusal.… and conversation.desk.error.…
import { z } from "zod";
import { languages } from "#app/i18n/languages.ts";
import { newId } from "#app/kernel/ids.ts";
import { deskTemplates, paperCodes } from "./templates.ts";

/** What broken bytes become on their way into text. */
const isReadable = (text: string): boolean => !text.includes("\ufffd");

/** How long it may be is told after its line ends were counted as one sign each. */
const text = z.string().max(5000, "too-long").refine(isReadable, "unreadable").default("");
/** The form's own id; a form without one is taken as often as it is sent. */
const once = z.uuid("once").default(() => newId());

export const MessageForm = z.object({ intent: z.enum(["write", "language"], "intent").default("write"), text, once });

export const QuestionForm = z.object({
  text,
  once,
  account: z.union([z.uuid("account"), z.literal("none")], "account").optional(),
});

export const DeskMessageForm = z.object({
  intent: z.enum(["send", "preview"], "intent").default("send"),
  template: z.enum([...deskTemplates, "own", ""], "choose").default(""),
  day: z.string().max(40, "day").default(""),
  amount: z.string().max(40, "amount").default(""),
  papers: z.array(z.enum(paperCodes, "papers")).default([]),
  text,
  language: z.enum(languages, "language").optional(),
  close: z.literal("yes").optional(),
  once,
});

export type DeskMessageFields = z.output<typeof DeskMessageForm>;
