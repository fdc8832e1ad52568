// Remembers the language that a visitor chose and goes back to the page they were on.
import { redirect } from "react-router";
import { isLanguage } from "#app/i18n/languages.ts";
import { appContext } from "#app/platform/contexts.server.ts";
import { readForm } from "#app/platform/form.server.ts";
import { chooseLanguage } from "../visit-middleware.server.ts";
import type { Route } from "./+types/language.ts";
import { ownPath } from "./own-path.ts";

export function loader(): Response {
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}

export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const { env } = context.get(appContext);
  const fields = readForm(await request.formData());
  const language = fields.get("language");
  if (!isLanguage(language)) {
    return new Response(null, { status: 422 });
  }
  await chooseLanguage(context, request, language);
  const page = fields.get("page");
  const from = typeof page === "string" ? page : request.headers.get("Referer");
  return redirect(ownPath(from, env.publicOrigin), 303);
}
