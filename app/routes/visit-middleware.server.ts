// Learns who is visiting before any door opens: the session, and with it the language.
import type { MiddlewareFunction } from "react-router";
import { fromAcceptLanguage, isLanguage } from "#app/i18n/languages.ts";
import { visitContext } from "#app/platform/contexts.server.ts";

export const visitMiddleware: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const visit = context.get(visitContext);
  const asked = new URL(request.url).searchParams.get("lang");
  visit.language = isLanguage(asked) ? asked : fromAcceptLanguage(request.headers.get("Accept-Language"));
  const response = await next();
  for (const cookie of visit.cookies) response.headers.append("Set-Cookie", cookie);
  return response;
};
