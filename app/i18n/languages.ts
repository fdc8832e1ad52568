// The two languages of the portal. Traditional Chinese, if it comes, is a catalogue of its own.
export const languages = ["zh-CN", "en"] as const;

export type Language = (typeof languages)[number];

export const defaultLanguage: Language = "zh-CN";

export function isLanguage(text: unknown): text is Language {
  return text === "zh-CN" || text === "en";
}

/** The first language of an Accept-Language header that the portal speaks. */
export function fromAcceptLanguage(header: string | null): Language {
  const wanted = (header ?? "")
    .split(",")
    .map((item) => {
      const [tag = "", ...parameters] = item.trim().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    if (tag.startsWith("zh")) return "zh-CN";
    if (tag.startsWith("en")) return "en";
  }
  return defaultLanguage;
}
