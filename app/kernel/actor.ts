// Who does something. Every domain call takes an actor and puts it into its WHERE: a guard at the door is
// not ownership.

export interface BorrowerActor {
  readonly kind: "borrower";
  readonly borrowerId: string;
  readonly sessionId: string;
}

export interface SystemActor {
  readonly kind: "system";
  /** What acts: "import", "worker", "provider", "command". */
  readonly name: string;
}

export type Actor = BorrowerActor | SystemActor;

export function systemActor(name: string): SystemActor {
  return { kind: "system", name };
}
