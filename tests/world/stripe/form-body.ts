// Stripe's wire format for parameters: `a[b][0][c]=v`, in bodies and in query strings.

import { badParam } from "./api-error.ts";

export type FormValue = string | FormTree;
export interface FormTree {
  [key: string]: FormValue;
}

/** Arrays stay as trees with the keys "0", "1"…; `spec.ts` knows which trees are arrays. */
export function parseForm(text: string): FormTree {
  const root: FormTree = Object.create(null) as FormTree;
  for (const [name, value] of new URLSearchParams(text)) {
    const path = splitName(name);
    if (path === null) throw badParam(`Invalid parameter name: ${name}`, name);
    plant(root, path, value, name);
  }
  return root;
}

function splitName(name: string): string[] | null {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) return null;
  const inner = [...(match[2] ?? "").matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? "");
  return [match[1] ?? "", ...inner];
}

function plant(root: FormTree, path: string[], value: string, name: string): void {
  let tree = root;
  for (const [depth, part] of path.entries()) {
    // `expand[]=x` appends; the SDK writes indexes, curl users write empty brackets.
    const key = part === "" ? String(Object.keys(tree).length) : part;
    if (depth === path.length - 1) {
      tree[key] = value;
      return;
    }
    const next = tree[key] ?? (Object.create(null) as FormTree);
    if (typeof next === "string") throw badParam(`Invalid parameter nesting: ${name}`, name);
    tree[key] = next;
    tree = next;
  }
}

/** One text for one set of parameters, whatever their order: what idempotency compares. */
export function canonical(tree: FormValue): string {
  if (typeof tree === "string") return JSON.stringify(tree);
  const parts = Object.keys(tree)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(tree[key] ?? "")}`);
  return `{${parts.join(",")}}`;
}
