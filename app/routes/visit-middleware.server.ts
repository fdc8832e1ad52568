// Learns who is visiting before any door opens: the session, and with it the language. Without a cookie of ours it
// asks the database nothing, and it sets a cookie only where something changed.
import type { MiddlewareFunction, RouterContextProvider } from "react-router";
import { fromAcceptLanguage, isLanguage, type Language } from "#app/i18n/languages.ts";
import type { Arrival } from "#app/modules/identity/identity.server.ts";
import { readCarried } from "#app/modules/identity/session-cookie.ts";
import { changeLanguage, findSession } from "#app/modules/identity/sessions.server.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";

const languageCookie = /(?:^|;)\s*lang=([^;]*)/;

function languageIn(cookies: string | null): string | undefined {
  return languageCookie.exec(cookies ?? "")?.[1]?.trim();
}

/** Keeps a choice of language: in this browser, and with the person where somebody is signed in. */
export async function chooseLanguage(
  context: Readonly<RouterContextProvider>,
  request: Request,
  language: Language,
  stored?: Language,
): Promise<void> {
  const visit = context.get(visitContext);
  visit.language = language;
  if (languageIn(request.headers.get("Cookie")) !== language) {
    visit.cookies.push(`lang=${language}; Path=/; Max-Age=31536000; HttpOnly; Secure; SameSite=Lax`);
  }
  if (visit.borrower && stored !== language) await changeLanguage(context.get(appContext), visit.borrower, language);
}

export const visitMiddleware: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const visit = context.get(visitContext);
  const cookies = request.headers.get("Cookie");
  const kept = languageIn(cookies);
  // Known before the database is asked, so that a page about its absence is in the right language as well.
  visit.language = isLanguage(kept) ? kept : fromAcceptLanguage(request.headers.get("Accept-Language"));
  const { session } = readCarried(cookies);
  const signedIn = session === undefined ? undefined : await findSession(context.get(appContext), session);
  visit.borrower = signedIn?.actor;
  visit.idleUntil = signedIn?.idleUntil;
  if (signedIn) visit.language = signedIn.language;
  const asked = new URL(request.url).searchParams.get("lang");
  if (isLanguage(asked)) await chooseLanguage(context, request, asked, signedIn?.language);
  const response = await next();
  for (const cookie of visit.cookies) response.headers.append("Set-Cookie", cookie);
  return response;
};

/** What the doors of the way in know of a browser. */
export function arrivalOf(context: Readonly<RouterContextProvider>, request: Request): Arrival {
  const { ip, language } = context.get(visitContext);
  return { carried: readCarried(request.headers.get("Cookie")), ip, language };
}
