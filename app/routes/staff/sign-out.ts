// Ends the session on the server. A GET changes nothing: it only leads to the sign-in.
import { redirect } from "react-router";
import { readStaffCookie, writeStaffCookie } from "#app/modules/staff/staff-cookie.ts";
import { endStaffSession, findStaffSession } from "#app/modules/staff/staff-sessions.server.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/sign-out";

export async function action({ request, context }: Route.ActionArgs) {
  const app = context.get(appContext);
  const { session } = readStaffCookie(request.headers.get("Cookie"));
  const signedIn = session === undefined ? undefined : await findStaffSession(app, session);
  if (signedIn) await endStaffSession(app, signedIn.actor);
  context.get(visitContext).cookies.push(writeStaffCookie({}));
  return redirect("/staff/sign-in", 303);
}

export function loader() {
  return redirect("/staff/sign-in", 303);
}
