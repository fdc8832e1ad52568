// Why a password will not do, as keys of the catalogues.
import type { PasswordRefusal } from "./passwords.ts";

export const passwordErrors: Readonly<Record<PasswordRefusal, string>> = {
  "too-short": "staff.error.passwordShort",
  "too-long": "staff.error.passwordLong",
  "like-email": "staff.error.passwordLikeEmail",
  common: "staff.error.passwordCommon",
};
