// What the page about papers posts beside the files.
import { z } from "zod";
import { evidenceKinds } from "./evidence.ts";

export const EvidenceFields = z.object({
  kind: z.enum(evidenceKinds, "no-kind"),
  consent: z.literal("yes").optional(),
});

export const RemoveField = z.object({ remove: z.uuid("unknown") });
