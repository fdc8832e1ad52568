// What the pages of messages say of a refusal.
import type { T } from "#app/i18n/i18n.ts";
import { sayRefusal } from "#app/modules/hardship/evidence-words.ts";
import type { MessageRefusal } from "./conversation.ts";

/** As the page hears it: three more that never reach the room. */
export type ShownRefusal =
  | Exclude<MessageRefusal, { kind: "not-found" }>
  | { readonly kind: "too-much" }
  | { readonly kind: "unreadable" | "account" };

/** At the control where it is mended. */
export function sayMessageRefusal(t: T, refusal: ShownRefusal): { readonly field: string; readonly message: string } {
  switch (refusal.kind) {
    case "too-many":
      return { field: "files", message: t("conversation.refusal.too-many", { most: refusal.most }) };
    case "files-ever":
      return { field: "files", message: t("conversation.refusal.files-ever", { most: refusal.most }) };
    case "too-much":
    case "too-large":
    case "empty":
    case "other-type":
      return sayRefusal(t, refusal);
    case "closed":
      return { field: "", message: t("conversation.refusal.closed") };
    case "account":
      return { field: "account", message: t("conversation.refusal.account") };
    case "nothing-written":
    case "too-long":
    case "unreadable":
    case "too-many-today":
      return { field: "text", message: t(`conversation.refusal.${refusal.kind}`) };
    default:
      return refusal satisfies never;
  }
}
