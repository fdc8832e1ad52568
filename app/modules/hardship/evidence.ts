// Papers that a borrower adds to a proposal. Pure: which kinds there are, how much is taken, what a file is by its first
// bytes, and what becomes of it. It refuses to trust a file's name: the name is kept for its owner to read, sealed.
import type { Day } from "#app/kernel/calendar.ts";
import type { ProposalStatus } from "./proposals.ts";

export const evidenceKinds = ["income", "spending", "health", "other"] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** received → checking → ready or refused; removed by its owner at any time. */
export type EvidenceStatus = "received" | "checking" | "ready" | "refused" | "removed";

/** Why a file is refused once it was looked into. */
export const evidenceProblems = ["unreadable", "too_many_pixels", "encrypted", "active", "infected"] as const;
export type EvidenceProblem = (typeof evidenceProblems)[number];

const mebi = 1024 * 1024;
export const evidenceLimits = {
  files: 10,
  fileBytes: 10 * mebi,
  /** All files that are sent at once, with the form around them. */
  requestBytes: 25 * mebi,
  pixels: 40_000_000,
  /** With those that were refused or removed: nobody fills the place by sending and removing. */
  filesEver: 60,
} as const;

export type EvidenceMediaType = "image/jpeg" | "image/png" | "application/pdf";

const signs: readonly (readonly [EvidenceMediaType, readonly number[]])[] = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** What the first bytes say; undefined for whatever we do not take. */
export function readMediaType(bytes: Uint8Array): EvidenceMediaType | undefined {
  return signs.find(([, sign]) => sign.every((byte, index) => bytes[index] === byte))?.[0];
}

/** By which ending a device knows what to open it with. */
export const fileEndings: Readonly<Record<EvidenceMediaType, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "application/pdf": "pdf",
};

const longestName = 80;

/** A name as its owner can read it again: no folders, nothing unseen that turns or hides what stands beside it. */
export function tidyFileName(name: string): string {
  const last = name.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const seen = last.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, "").trim();
  const signsOf = Array.from(seen);
  if (signsOf.length <= longestName) return seen;
  // The ending stays, because it tells one file from another.
  return `${signsOf.slice(0, longestName - 9).join("")}…${signsOf.slice(-8).join("")}`;
}

export interface EvidenceUpload {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: EvidenceKind;
}

/** What can be said at once, before anything is kept; `name` as its owner called it. */
export type EvidenceRefusal =
  | { readonly kind: "nothing-sent" }
  | { readonly kind: "closed" }
  | { readonly kind: "too-many"; readonly most: number }
  | { readonly kind: "too-large" | "empty" | "other-type"; readonly name: string }
  | { readonly kind: "consent-needed" };

/** Files can be added while what is written may still change what is answered. */
export function takesEvidence(status: ProposalStatus): boolean {
  return status === "draft" || status === "submitted" || status === "in_review" || status === "info_requested";
}

export type FileRefusal = Extract<EvidenceRefusal, { kind: "too-many" | "too-large" | "empty" | "other-type" }>;

/** What can be said of files by their number, their sizes and their first bytes, whatever they are sent for. */
export function judgeFiles(files: readonly Pick<EvidenceUpload, "name" | "bytes">[]): FileRefusal | undefined {
  if (files.length > evidenceLimits.files) return { kind: "too-many", most: evidenceLimits.files };
  for (const { name, bytes } of files) {
    if (bytes.byteLength === 0) return { kind: "empty", name };
    if (bytes.byteLength > evidenceLimits.fileBytes) return { kind: "too-large", name };
    if (!readMediaType(bytes)) return { kind: "other-type", name };
  }
  return undefined;
}

/** Judges what was sent as a whole: one file that we cannot take, and none is kept. */
export function judgeUploads(
  uploads: readonly EvidenceUpload[],
  given: { readonly healthConsent: boolean },
): EvidenceRefusal | undefined {
  if (uploads.length === 0) return { kind: "nothing-sent" };
  const wrong = judgeFiles(uploads);
  if (wrong) return wrong;
  if (uploads.some(({ kind }) => kind === "health") && !given.healthConsent) return { kind: "consent-needed" };
  return undefined;
}

/** A paper as its owner sees it. */
export interface EvidenceView {
  readonly id: string;
  /** As its owner called it; may be empty. */
  readonly name: string;
  readonly kind: EvidenceKind;
  readonly status: Exclude<EvidenceStatus, "removed">;
  readonly problem: EvidenceProblem | undefined;
  readonly size: number;
  readonly addedOn: Day;
}
