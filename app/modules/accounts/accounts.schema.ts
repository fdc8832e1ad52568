// What the forms of an account may hold. Messages are keys of the catalogues.
import { z } from "zod";
import { dataRequests, disputeReasons } from "./requests.ts";

/** What broken bytes become on their way into text. */
const isReadable = (text: string): boolean => !text.includes("\ufffd");

const details = z
  .string()
  .max(2000, "accounts.error.tooLong")
  .refine(isReadable, "accounts.error.unreadable")
  .transform((text) => text.trim())
  .default("");

export const DisputeForm = z.object({ reason: z.enum(disputeReasons, "accounts.error.reason"), details });

export const DataForm = z.object({ request: z.enum(dataRequests, "accounts.error.request"), details });
