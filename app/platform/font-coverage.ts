// Which characters a TrueType font can draw: reads its `cmap` table (format 12, which covers all of Unicode).
// A rare character of a name that the font lacks must show as a gap that is spoken of, never vanish.

export type Coverage = (codePoint: number) => boolean;

function tableOffset(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const record = 12 + index * 16;
    if (font.toString("latin1", record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new TypeError(`the font has no ${tag} table`);
}

function fullUnicodeTable(font: Buffer): number {
  const cmap = tableOffset(font, "cmap");
  const count = font.readUInt16BE(cmap + 2);
  for (let index = 0; index < count; index += 1) {
    const table = cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4);
    if (font.readUInt16BE(table) === 12) return table;
  }
  throw new TypeError("the font has no cmap of format 12");
}

export function readCoverage(font: Buffer): Coverage {
  const table = fullUnicodeTable(font);
  const count = font.readUInt32BE(table + 12);
  const bounds = new Uint32Array(count * 2);
  for (let index = 0; index < count; index += 1) {
    bounds[index * 2] = font.readUInt32BE(table + 16 + index * 12);
    bounds[index * 2 + 1] = font.readUInt32BE(table + 16 + index * 12 + 4);
  }
  return (codePoint) => {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (codePoint < (bounds[middle * 2] ?? 0)) high = middle - 1;
      else if (codePoint > (bounds[middle * 2 + 1] ?? 0)) low = middle + 1;
      else return true;
    }
    return false;
  };
}
