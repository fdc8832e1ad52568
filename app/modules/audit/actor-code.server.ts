// Four signs for somebody of the staff: what a borrower reads in the place of a name. They stay the same for the same
// person, nobody finds the person from them but the operator, and the search of the audit takes them back.
import type { App } from "#app/platform/app.server.ts";

export const actorCodePattern = /^[0-9a-f]{4}$/i;

/** `actor`: as it stands in the chain. */
export function codeOfActor({ vault }: Pick<App, "vault">, actor: string): string {
  return vault.blind("person of the desk", actor).toString("hex", 0, 2).toUpperCase();
}
