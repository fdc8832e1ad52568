// Who does something. Every domain call takes an actor and puts it into its WHERE: a guard at the door is
// not ownership.
import { may, type StaffAction, type StaffRole } from "./permissions.ts";

export interface BorrowerActor {
  readonly kind: "borrower";
  readonly borrowerId: string;
  readonly sessionId: string;
}

export interface StaffActor {
  readonly kind: "staff";
  readonly staffId: string;
  readonly sessionId: string;
  readonly role: StaffRole;
  /** The portfolio: codes of the creditors whose accounts this person may see. */
  readonly creditors: readonly string[];
}

export interface SystemActor {
  readonly kind: "system";
  /** What acts: "import", "worker", "provider", "command". */
  readonly name: string;
}

export type Actor = BorrowerActor | StaffActor | SystemActor;

export function systemActor(name: string): SystemActor {
  return { kind: "system", name };
}

/** A door asks first and answers politely; whoever comes past it without the permission is a fault of ours, and loud. */
export function requirePermission(actor: StaffActor, action: StaffAction): void {
  if (!may(actor.role, action)) throw new TypeError(`the role ${actor.role} may not ${action}`);
}
