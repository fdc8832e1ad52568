// States of whoever works here, and why a change to one of them is refused.
export const memberStates = ["active", "invited", "disabled"] as const;
export type MemberState = (typeof memberStates)[number];

export function isMemberState(text: unknown): text is MemberState {
  return (memberStates as readonly unknown[]).includes(text);
}

export type MemberRefusal =
  | { readonly kind: "not-found" }
  /** Whoever asks was demoted or disabled in the meantime. */
  | { readonly kind: "not-allowed" }
  /** Nobody changes what they themselves may do. */
  | { readonly kind: "own" }
  /** Nobody would be left who can administrate. */
  | { readonly kind: "last-operator" }
  | { readonly kind: "wrong-state"; readonly state: MemberState }
  | { readonly kind: "email-taken" }
  | { readonly kind: "unknown-creditor" };
