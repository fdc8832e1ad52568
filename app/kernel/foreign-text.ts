// Words of somebody else, as staff read them: what cannot be seen is named, so that a text cannot turn the line around
// it, hide a part of itself or look like another. The text itself is kept as it was written; only its showing changes.

/** Direction marks and overrides, joiners of no width, fillers, tags and other format characters; line ends are words. */
const unseen = /(?![\n\t])[\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0\u{fff9}-\u{fffb}]/gu;

/** "Li\u202egnim" as "Li‹U+202E›gnim". Variation selectors stay: rare characters and names are written with them. */
export function revealUnseen(text: string): string {
  return text.replace(unseen, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `‹U+${code}›`;
  });
}

/** In one line, for a terminal. */
export function revealInLine(text: string): string {
  return revealUnseen(text.replace(/\s+/gu, " "));
}
