// What somebody typed as names in the chain, where it can be told without looking anything up. Apart from the rest of
// the search, which pages use as well: this knows ids. Pure.
import { isId } from "#app/kernel/ids.ts";
import { subjectKinds } from "./audit-search.ts";

const named = /^[a-z_]+:\S+$/;

/** Names in the chain that this may mean, without looking anything up; undefined where it has to be looked up. */
export function subjectsNamed(about: string): readonly string[] | undefined {
  const id = about.toLowerCase();
  if (isId(id)) return subjectKinds.map((kind) => `${kind}:${id}`);
  return named.test(id) ? [id] : undefined;
}

export function actorsNamed(who: string): readonly string[] | undefined {
  const id = who.toLowerCase();
  if (isId(id)) return [`staff:${id}`, `borrower:${id}`];
  return named.test(id) ? [id] : undefined;
}
