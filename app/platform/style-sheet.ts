// Of the one style sheet, what a page uses: every page carries its rules inside it, and most of them are about parts that
// it does not have. Pure. It refuses to guess: a rule goes only where a class that it asks for is not on the page at all.

/** A rule with its selectors, a block of others (@layer, @media, @supports), or a line that is kept as it stands. */
type Item =
  | { readonly kind: "rule"; readonly text: string; readonly selectors: readonly (readonly string[])[] }
  | { readonly kind: "block"; readonly head: string; readonly items: readonly Item[] }
  | { readonly kind: "line"; readonly text: string };

export interface StyleSheet {
  readonly whole: string;
  readonly items: readonly Item[];
}

const grouping = /^@(?:layer|media|supports|container)\b/;

/** Where the block ends that was opened at `open`; braces in strings do not count. */
function endOfBlock(css: string, open: number): number {
  let [depth, quote] = [0, ""];
  for (let at = open; at < css.length; at += 1) {
    const sign = css[at] ?? "";
    if (quote !== "") {
      if (sign === "\\") at += 1;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{") depth += 1;
    else if (sign === "}" && (depth -= 1) === 0) return at;
  }
  throw new TypeError("a block of the style sheet is not closed");
}

/** Classes that an element has to have, or be inside of, for each selector; what stands in brackets is not looked at. */
function classesOf(head: string): string[][] {
  let flat = head;
  for (let shorter = ""; shorter !== flat;) {
    shorter = flat;
    flat = flat.replaceAll(/\([^()]*\)|\[[^\]]*\]/g, "");
  }
  return flat.split(",").map((selector) => [...selector.matchAll(/\.([\w-]+)/g)].map(([, name]) => name ?? ""));
}

function readItems(css: string): Item[] {
  const items: Item[] = [];
  for (let at = 0; at < css.length;) {
    const open = css.indexOf("{", at);
    const stop = css.indexOf(";", at);
    if (stop >= 0 && (open < 0 || stop < open)) {
      items.push({ kind: "line", text: css.slice(at, stop + 1) });
      at = stop + 1;
      continue;
    }
    if (open < 0) break;
    const end = endOfBlock(css, open);
    const head = css.slice(at, open).trim();
    const text = css.slice(at, end + 1);
    if (grouping.test(head)) items.push({ kind: "block", head, items: readItems(css.slice(open + 1, end)) });
    else if (head.startsWith("@")) items.push({ kind: "line", text });
    else items.push({ kind: "rule", text, selectors: classesOf(head) });
    at = end + 1;
  }
  return items;
}

export function readStyleSheet(css: string): StyleSheet {
  const plain = css.replaceAll(/\/\*[^]*?\*\//g, "");
  return { whole: plain, items: readItems(plain) };
}

function keep(items: readonly Item[], used: ReadonlySet<string>): string {
  let kept = "";
  for (const item of items) {
    if (item.kind === "block") {
      const inner = keep(item.items, used);
      if (inner !== "") kept += `${item.head}{${inner}}`;
    } else if (item.kind === "line" || item.selectors.some((classes) => classes.every((name) => used.has(name)))) {
      kept += item.text;
    }
  }
  return kept;
}

/** The rules that may apply on this page. */
export function styleOf({ items }: StyleSheet, html: string): string {
  const used = new Set<string>();
  for (const [, names = ""] of html.matchAll(/ class="([^"]*)"/g)) for (const name of names.split(" ")) used.add(name);
  return keep(items, used);
}
