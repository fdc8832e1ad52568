// Both catalogues say the same things, in words that words.md would allow, and the code asks for all of them and for
// nothing else. Each check is tried on a planted fault as well.
//
// How code may ask: t("room.key"); t(`room.${kind}.title`), which counts for every key that fits; or a key written out
// in a table. A key that is put together in any other way is named in `askedOtherwise`.
import { describe, expect, test } from "vitest";
import { en } from "#app/i18n/en/catalogue.ts";
import { zh } from "#app/i18n/zh/catalogue.ts";
import { readSpokenFile, readSpokenFiles, type SpokenFile } from "./spoken-keys.ts";
import { chineseLints, englishLints, planted, type Lint } from "./words.ts";

const askedOtherwise: readonly RegExp[] = [];

interface Exception {
  readonly keys: RegExp;
  readonly rules: readonly string[];
  readonly why: string;
}

const exceptions: readonly Exception[] = [
  {
    keys: /^placements\.command\./,
    rules: ["no typed space beside Han", "full-width punctuation", "short sentences"],
    why: "a terminal spaces nothing by itself, and a usage line is no sentence",
  },
  {
    keys: /^contact\.message\./,
    rules: ["no typed space beside Han"],
    why: "a message is plain text: a number stands free so that a phone can dial it",
  },
];

type Texts = ReadonlyMap<string, string>;

function flatten(tree: object, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]): [string, string][] =>
    typeof value === "object" && value !== null
      ? flatten(value, `${prefix}${name}.`)
      : [[prefix + name, String(value)]],
  );
}

const chinese: Texts = new Map(flatten(zh));
const english: Texts = new Map(flatten(en));

/** i18next picks `key_one` or `key_other` for `key`. */
const askable = (key: string): string => key.replace(/_(one|other)$/, "");

/** The names of the places in a text, each once, in one line. */
function placesIn(text: string): string {
  return [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name ?? ""))].toSorted().join();
}

function keyFaults(one: Texts, other: Texts): string[] {
  return [...one.keys()].filter((key) => !other.has(key));
}

function placeholderFaults(one: Texts, other: Texts): string[] {
  return [...one].flatMap(([key, text]) => {
    // The singular may say "one" instead of showing the number.
    if (key.endsWith("_one")) return [];
    const [mine, theirs] = [placesIn(text), placesIn(other.get(key) ?? "")];
    return mine === theirs ? [] : [`${key}: ${mine} / ${theirs}`];
  });
}

function unusedKeys(texts: Texts, files: readonly SpokenFile[]): string[] {
  const written = new Set(files.flatMap((file) => [...file.texts]));
  const patterns = [...files.flatMap((file) => file.patterns), ...askedOtherwise];
  return [...texts.keys()].filter((key) => {
    const name = askable(key);
    return !written.has(name) && !patterns.some((pattern) => pattern.test(name));
  });
}

function missingKeys(texts: Texts, files: readonly SpokenFile[]): string[] {
  const rooms = new Set([...texts.keys()].map((key) => key.split(".", 1)[0]));
  const names = [...texts.keys()].map(askable);
  const known = new Set(names);
  return files.flatMap((file) => [
    ...[...file.asked].filter((key) => !known.has(key)).map((key) => `${file.path}: ${key}`),
    ...file.patterns
      .filter((pattern) => rooms.has(/^\^(\w+)/.exec(pattern.source)?.[1] ?? ""))
      .filter((pattern) => !names.some((name) => pattern.test(name)))
      .map((pattern) => `${file.path}: ${pattern.source}`),
  ]);
}

function isExcepted(key: string, rule: string): boolean {
  return exceptions.some(({ keys, rules }) => rules.includes(rule) && keys.test(key));
}

function wordFaults(texts: Texts, rule: string, lint: Lint): string[] {
  return [...texts]
    .filter(([key]) => !isExcepted(key, rule))
    .flatMap(([key, text]) => lint(text).map((fault) => `${key}: ${fault}`));
}

const files = readSpokenFiles();

describe("the catalogues", () => {
  test("were looked at, and so was the code", () => {
    expect(chinese.size).toBeGreaterThan(200);
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap((file) => [...file.asked]).length).toBeGreaterThan(100);
  });

  test("hold the same keys", () => {
    expect(keyFaults(chinese, english)).toEqual([]);
    expect(keyFaults(english, chinese)).toEqual([]);
    expect(keyFaults(new Map([["shared.new", "新"]]), english)).toEqual(["shared.new"]);
  });

  test("fill in the same places", () => {
    expect(placeholderFaults(chinese, english)).toEqual([]);
    expect(placeholderFaults(new Map([["a", "{{name}}"]]), new Map([["a", "{{names}}"]]))).toHaveLength(1);
  });

  test("leave nothing empty", () => {
    const empty = (texts: Texts): string[] => [...texts].filter(([, text]) => text.trim() === "").map(([key]) => key);
    expect([...empty(chinese), ...empty(english)]).toEqual([]);
    expect(empty(new Map([["a", " "]]))).toEqual(["a"]);
  });

  test("hold no key that nothing asks for", () => {
    expect(unusedKeys(chinese, files)).toEqual([]);
    expect(unusedKeys(new Map([["shared.never", "从不"]]), files)).toEqual(["shared.never"]);
  });

  test("hold every key that is asked for", () => {
    expect(missingKeys(chinese, files)).toEqual([]);
    const asking = readSpokenFile("app/planted.ts", 't("shared.absent"); t(`shared.${kind}.absent`);');
    expect(missingKeys(chinese, [asking])).toHaveLength(2);
  });
});

describe("the words", () => {
  for (const [language, texts, lints] of [
    ["zh", chinese, chineseLints],
    ["en", english, englishLints],
  ] as const) {
    for (const [name, lint] of Object.entries(lints)) {
      test(`in ${language}: ${name}`, () => {
        expect(wordFaults(texts, name, lint)).toEqual([]);
        expect(lint(planted[language][name] ?? "")).not.toEqual([]);
      });
    }
  }

  test("excepted from a rule are still there and still need it", () => {
    for (const { keys, rules } of exceptions) {
      const texts = [...chinese].filter(([key]) => keys.test(key));
      expect(rules.filter((rule) => !texts.some(([, text]) => chineseLints[rule]?.(text).length))).toEqual([]);
    }
  });

  test("of a page all come from the catalogues", () => {
    const faults = files.flatMap((file) => file.hardCoded.map((text) => `${file.path}: ${text}`));
    expect(faults).toEqual([]);
    for (const page of ["<p>Pay now</p>", "<p>{'Pay it now'}</p>", '<img alt="Pay" />', "<p>{`还款`}</p>"]) {
      expect(readSpokenFile("app/planted.tsx", `const page = ${page};`).hardCoded).toHaveLength(1);
    }
  });
});
