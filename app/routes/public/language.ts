// Remembers the language that a visitor chose and goes back to the page they were on.
import { redirect } from "react-router";
import { isLanguage } from "#app/i18n/languages.ts";
import { translator } from "#app/i18n/i18n.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { readForm } from "#app/platform/form.server.ts";
import { chooseLanguage } from "../visit-middleware.server.ts";
import type { Route } from "./+types/language.ts";
import { ownPath } from "./own-path.ts";

export function loader(): Response {
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}

export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const { env } = context.get(appContext);
  const visit = context.get(visitContext);
  const fields = readForm(await request.formData());
  const language = fields.get("language");
  if (!isLanguage(language)) {
    return new Response(translator(visit.language)("shared.unknownLanguage"), {
      status: 422,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    });
  }
  await chooseLanguage(context, request, language);
  const page = fields.get("page");
  const from = typeof page === "string" ? page : request.headers.get("Referer");
  return redirect(ownPath(from, env.publicOrigin), 303);
}
