// The forms of the page of exports: asking for one, and answering for somebody else.
import { z } from "zod";
import { isId } from "#app/kernel/ids.ts";

export const ExportForm = z.object({
  intent: z.enum(["ask", "approved", "returned"]),
  approval: z.string().refine(isId).optional(),
  note: z.string().max(500).default(""),
});
