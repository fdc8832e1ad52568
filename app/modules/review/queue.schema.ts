// The forms of the queue: what to do with one piece of work.
import { z } from "zod";
import { isId } from "#app/kernel/ids.ts";
import { readDay } from "#app/kernel/calendar.ts";

export const itemIntents = ["claim", "release", "snooze", "wake", "assign"] as const;

export const QueueForm = z.object({
  intent: z.enum([...itemIntents, "next"]),
  item: z.string().refine(isId).optional(),
  /** The day until which it sleeps. */
  until: z
    .string()
    .transform((text) => (text.trim() === "" ? undefined : readDay(text)))
    .optional(),
  staff: z.string().refine(isId).optional(),
});

export type QueueForm = z.output<typeof QueueForm>;
