// What the form of a note may hold. Messages are the last part of a key: cases.error.….
import { z } from "zod";
import { isId } from "#app/kernel/ids.ts";
import { noteLimit } from "./notes.ts";

export const NoteForm = z.object({
  once: z.string().refine(isId, "stale"),
  note: z
    .string("note")
    .transform((typed) => typed.replaceAll("\r\n", "\n").trim())
    .pipe(z.string().min(1, "note").max(noteLimit, "noteLong")),
  /** The case to go back to. */
  case: z.string().refine(isId, "stale").optional(),
});
