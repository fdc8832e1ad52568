// Where a visitor may be sent back to: a page of ours, by its path alone. Whatever a form or a header says,
// the answer never leaves this site.

const readable = /^\/(?!\/)[\w/.~%-]*$/;
/** These answer forms; there is nothing to look at. */
const withoutPage = new Set(["/language", "/sign-out"]);

export function ownPath(wanted: string | null | undefined, origin: string): string {
  if (!wanted || !URL.canParse(wanted, origin)) return "/";
  const url = new URL(wanted, origin);
  if (url.origin !== origin || !readable.test(url.pathname) || withoutPage.has(url.pathname)) return "/";
  // The language that the old address asked for would win over the one just chosen.
  url.searchParams.delete("lang");
  return url.pathname + url.search;
}
