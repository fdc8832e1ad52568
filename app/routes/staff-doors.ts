// What each door of the staff's realm asks of whoever knocks: an action of kernel/permissions.ts for looking and one
// for changing. The guard reads it and refuses what is not in it; a test compares it with app/routes.ts.
import type { StaffAction } from "#app/kernel/permissions.ts";

export interface StaffDoor {
  /** "own": everybody who is signed in, about themselves. */
  readonly get: StaffAction | "own";
  /** Without one, nothing can be sent here. */
  readonly post?: StaffAction | "own";
}

export const staffDoors: Readonly<Record<string, StaffDoor>> = {
  "/staff": { get: "own", post: "own" },
  "/desk": { get: "desk.read", post: "case.claim" },
  "/desk/cases/:proposalId": { get: "desk.read", post: "case.claim" },
  "/desk/cases/:proposalId/counter": { get: "case.answer", post: "case.answer" },
  "/desk/cases/:proposalId/decide": { get: "case.answer", post: "case.answer" },
  "/desk/cases/:proposalId/second": { get: "desk.read", post: "case.answer" },
  "/desk/cases/:proposalId/evidence/:evidenceId": { get: "desk.read" },
  "/desk/borrowers/:borrowerId": { get: "desk.read", post: "borrower.unmask" },
  "/desk/borrowers/:borrowerId/notes": { get: "desk.read", post: "note.write" },
  "/desk/borrowers/:borrowerId/care": { get: "desk.read", post: "care.write" },
  "/desk/messages/:threadId": { get: "desk.read", post: "message.write" },
  "/desk/messages/:threadId/files/:fileId": { get: "desk.read" },
  "/desk/disputes": { get: "desk.read", post: "case.claim" },
  "/desk/disputes/:disputeId": { get: "desk.read", post: "request.answer" },
  "/desk/exports": { get: "export.make", post: "export.make" },
  "/desk/exports/:exportId": { get: "export.make" },
  "/desk/supervision": { get: "supervision.read" },
  "/desk/supervision/quality/:eventId": { get: "supervision.read", post: "quality.score" },
  "/ops": { get: "own" },
  "/ops/staff": { get: "staff.read", post: "staff.manage" },
  "/ops/staff/:staffId": { get: "staff.read", post: "staff.manage" },
  "/ops/audit": { get: "audit.read" },
  "/ops/policies/:packId": { get: "policy.read" },
};
