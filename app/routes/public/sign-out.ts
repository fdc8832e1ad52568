// Ends the session on the server. A GET changes nothing: it only leads home.
import { redirect } from "react-router";
import { writeCarried } from "#app/modules/identity/session-cookie.ts";
import { endSession } from "#app/modules/identity/sessions.server.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { arrivalOf } from "../visit-middleware.server.ts";
import type { Route } from "./+types/sign-out";

export async function action({ request, context }: Route.ActionArgs) {
  const visit = context.get(visitContext);
  if (visit.borrower) await endSession(context.get(appContext), visit.borrower);
  const { session, device } = arrivalOf(context, request).carried;
  visit.cookies.push(writeCarried({ device: session ?? device }));
  return redirect("/", 303);
}

export function loader() {
  return redirect("/", 303);
}
