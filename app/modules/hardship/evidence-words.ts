// What the page about papers says of a refusal and of a size.
import type { T } from "#app/i18n/i18n.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import type { EvidenceRefusal } from "./evidence.ts";

/** As the page hears it: two more that never reach the room. */
export type UploadRefusal = EvidenceRefusal | { readonly kind: "no-kind" | "too-much" };

const mebi = 1024 * 1024;

export function saySize(t: T, bytes: number): string {
  return bytes < mebi
    ? t("evidence.size.kilobytes", { count: Math.max(1, Math.round(bytes / 1024)) })
    : t("evidence.size.megabytes", { count: Math.round((bytes / mebi) * 10) / 10 });
}

/** At the control where it is mended. */
export function sayRefusal(t: T, refusal: UploadRefusal): { readonly field: string; readonly message: string } {
  switch (refusal.kind) {
    case "no-kind":
      return { field: "kind", message: t("evidence.refusal.no-kind") };
    case "consent-needed":
      return { field: "consent", message: t("evidence.refusal.consent-needed") };
    case "too-many":
      return { field: "files", message: t("evidence.refusal.too-many", { most: refusal.most }) };
    case "closed":
      return { field: "", message: t("evidence.refusal.closed") };
    case "nothing-sent":
    case "too-much":
      return { field: "files", message: t(`evidence.refusal.${refusal.kind}`) };
    case "too-large":
    case "empty":
    case "other-type": {
      const name = refusal.name === "" ? t("evidence.unnamed") : refusal.name;
      return { field: "files", message: t(`evidence.refusal.${refusal.kind}`, { name }) };
    }
    default:
      return unreachable(refusal);
  }
}
