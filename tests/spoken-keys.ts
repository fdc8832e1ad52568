// Which words of the catalogues the code asks for, and which sentences it should have asked for: read from the
// syntax tree of each file, not by guessing at its text.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parseAst } from "vite";

const root = path.resolve(import.meta.dirname, "..");

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface SpokenFile {
  readonly path: string;
  /** Every plain text in the code: a key may stand in a table and be asked for elsewhere. */
  readonly texts: ReadonlySet<string>;
  /** Keys asked for by name, as in t("room.key"). */
  readonly asked: ReadonlySet<string>;
  /** Keys asked for by pattern, as in t(`room.${kind}.title`): each gap stands for one or more characters. */
  readonly patterns: readonly RegExp[];
  /** Sentences that stand in the page itself. */
  readonly hardCoded: readonly string[];
}

const wordyAttributes = new Set(["aria-label", "alt", "caption", "hint", "label", "legend", "placeholder", "title"]);
const letters = /\p{L}/u;
const han = /\p{Script=Han}/u;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) yield* walk(child);
  }
}

function textOf(value: unknown): string | undefined {
  return isNode(value) && value.type === "Literal" && typeof value["value"] === "string" ? value["value"] : undefined;
}

function patternOf(template: Node): RegExp {
  const pieces = (template["quasis"] as { value: { raw: string } }[]).map(({ value }) =>
    value.raw.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return new RegExp(`^${pieces.join(".+")}$`);
}

/** `t(…)` or `translator(language)(…)`. */
function isAsking(call: Node): boolean {
  const callee = call["callee"] as Node;
  if (callee.type === "Identifier") return callee["name"] === "t";
  if (callee.type === "MemberExpression") return (callee["property"] as Node)["name"] === "t";
  const inner = callee["callee"];
  return callee.type === "CallExpression" && isNode(inner) && inner["name"] === "translator";
}

function hardCodedIn(node: Node): string[] {
  const plain = textOf(node);
  if (plain !== undefined) return han.test(plain) ? [plain] : [];
  if (node.type === "TemplateElement") {
    const { raw } = node["value"] as { raw: string };
    return han.test(raw) ? [raw] : [];
  }
  if (node.type === "JSXText") {
    const text = String(node["value"]).trim();
    return letters.test(text) ? [text] : [];
  }
  if (node.type === "JSXAttribute") {
    const text = textOf(node["value"]);
    const name = String((node["name"] as Node)["name"]);
    return text !== undefined && wordyAttributes.has(name) && letters.test(text) && !han.test(text) ? [text] : [];
  }
  if (node.type === "JSXExpressionContainer") {
    const text = textOf(node["expression"]);
    return text !== undefined && /\p{L}\s+\p{L}/u.test(text) && !han.test(text) ? [text] : [];
  }
  return [];
}

export function readSpokenFile(file: string, source: string): SpokenFile {
  const texts = new Set<string>();
  const asked = new Set<string>();
  const patterns: RegExp[] = [];
  const hardCoded: string[] = [];
  const tree = parseAst(source, { lang: file.endsWith("x") ? "tsx" : "ts" }) as unknown as Node;
  for (const node of walk(tree)) {
    const text = textOf(node);
    if (text !== undefined) texts.add(text);
    if (node.type === "CallExpression" && isAsking(node)) {
      const [key] = node["arguments"] as Node[];
      const name = textOf(key);
      if (name !== undefined) asked.add(name);
    }
    if (
      node.type === "TemplateLiteral" &&
      /^[a-z][A-Za-z]*\./.test(patternOf(node).source.slice(1).replace("\\.", "."))
    ) {
      patterns.push(patternOf(node));
    }
    if (file.endsWith(".tsx")) hardCoded.push(...hardCodedIn(node));
  }
  return { path: file, texts, asked, patterns, hardCoded };
}

/** All code that could speak: the app without its catalogues and without tests. */
export function readSpokenFiles(): SpokenFile[] {
  return readdirSync(path.join(root, "app"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((file) => !/^app\/(i18n\/(zh|en)|platform\/prisma)\//.test(file))
    .map((file) => readSpokenFile(file, readFileSync(path.join(root, file), "utf8")));
}
