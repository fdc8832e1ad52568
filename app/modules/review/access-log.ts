// Who looked at a person's data, as that person reads it: which day, what, why, how often, and somebody of the desk by a
// code that stays the same. Pure. It refuses to name anybody: a person of the staff answers to the operator, and the
// operator answers to the borrower.
import type { Day } from "#app/kernel/calendar.ts";
import { isStaffRole, type StaffRole } from "#app/kernel/permissions.ts";
import { glassReasons, type GlassReason } from "./case-glass.ts";
import { unmaskFields, unmaskReasons, type UnmaskField, type UnmaskReason } from "./unmask.ts";

/** About a person; what is about their papers and messages is preceded by an opening. */
export const accessActions = ["access.opened", "access.glass_broken", "borrower.unmasked"] as const;

export const shownWhats = [
  "case",
  "answer",
  "evidence",
  "messages",
  "notes",
  "care",
  "request",
  "person",
  "quality",
] as const;
export type ShownWhat = (typeof shownWhats)[number];

export const shownGrounds = ["assigned", "decided", "role", "reason"] as const;
export type ShownGround = (typeof shownGrounds)[number];

/** What was done. */
export type AccessDone =
  | { readonly kind: "opened"; readonly what: ShownWhat; readonly ground: ShownGround | undefined }
  | { readonly kind: "glass"; readonly reason: GlassReason | undefined }
  | { readonly kind: "unmasked"; readonly field: UnmaskField | undefined; readonly reason: UnmaskReason | undefined };

export interface AccessLine {
  readonly day: Day;
  /** "3F2A" */
  readonly code: string;
  readonly role: StaffRole | undefined;
  readonly done: AccessDone;
  /** Of the case that it was about. */
  readonly reference: string | undefined;
  readonly times: number;
}

export interface AccessFacts {
  readonly what: string | null;
  readonly ground: string | null;
  readonly reason: string | null;
  readonly field: string | null;
}

function oneOf<Code extends string>(codes: readonly Code[], text: string | null): Code | undefined {
  return codes.find((code) => code === text);
}

export function readDone(action: string, { what, ground, reason, field }: AccessFacts): AccessDone {
  switch (action) {
    case "access.glass_broken":
      return { kind: "glass", reason: oneOf(glassReasons, reason) };
    case "borrower.unmasked":
      return { kind: "unmasked", field: oneOf(unmaskFields, field), reason: oneOf(unmaskReasons, reason) };
    default:
      return { kind: "opened", what: oneOf(shownWhats, what) ?? "person", ground: oneOf(shownGrounds, ground) };
  }
}

export function readRole(role: string | null): StaffRole | undefined {
  return role !== null && isStaffRole(role) ? role : undefined;
}
