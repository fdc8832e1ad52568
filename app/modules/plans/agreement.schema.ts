// What the forms of the agreement may hold.
import { z } from "zod";

/** Which text was shown, and what is wanted with it. */
export const AgreementForm = z.object({
  intent: z.enum(["code", "sign"]).catch("sign"),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .catch(""),
});
