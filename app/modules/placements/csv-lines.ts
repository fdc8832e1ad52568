// CSV (RFC 4180) line by line: which cells a record has, and on which physical line it starts. Written here and not
// taken from a package because a refusal names the line that a person sees in an editor, and because an unclosed
// quote must cost one row, not the rest of the file.

export interface CsvRecord {
  /** The physical line where the record starts, from 1. */
  readonly line: number;
  /** Undefined where the quotes do not pair up. */
  readonly cells: readonly string[] | undefined;
}

/** A quoted cell may hold line breaks, but a record of more lines is an unclosed quote. */
const mostLines = 10;

/** The cells of a text; "open" where it ends inside quotes; undefined where signs stand behind a closing quote. */
function splitQuoted(text: string): string[] | "open" | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const comma = text.indexOf(",", at);
      cells.push(comma < 0 ? text.slice(at) : text.slice(at, comma));
      if (comma < 0) return cells;
      at = comma + 1;
      continue;
    }
    let end = text.indexOf('"', at + 1);
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end < 0) return "open";
    cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
    if (end + 1 === text.length) return cells;
    if (text[end + 1] !== ",") return undefined;
    at = end + 2;
  }
}

export interface CsvReader {
  /** The records that end with this line (without its line break); more than one where an open quote was given up. */
  read(line: string): CsvRecord[];
  /** What is left when the file ends. */
  end(): CsvRecord[];
}

export function createCsvReader(): CsvReader {
  let lineNumber = 0;
  let open: string[] = [];

  function giveUp(): CsvRecord[] {
    const [, ...rest] = open;
    const first: CsvRecord = { line: lineNumber - open.length + 1, cells: undefined };
    open = [];
    lineNumber -= rest.length;
    return [first, ...rest.flatMap(read)];
  }

  function read(line: string): CsvRecord[] {
    lineNumber += 1;
    if (open.length === 0) {
      if (line === "") return [];
      if (!line.includes('"')) return [{ line: lineNumber, cells: line.split(",") }];
    }
    open.push(line);
    const cells = splitQuoted(open.length === 1 ? line : open.join("\n"));
    if (cells === "open" && open.length < mostLines) return [];
    if (cells === "open" || cells === undefined) return giveUp();
    const record = { line: lineNumber - open.length + 1, cells };
    open = [];
    return [record];
  }

  return { read, end: () => (open.length === 0 ? [] : endOf()) };

  function endOf(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (open.length > 0) records.push(...giveUp());
    return records;
  }
}
