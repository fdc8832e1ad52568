// Lets into the staff's realm only who is signed in there and whose role the door's line in staff-doors.ts allows.
// Everybody else is led to the sign-in, or told that this is not theirs; the page that was asked for waits.
import { redirect, type MiddlewareFunction } from "react-router";
import { isLanguage } from "#app/i18n/languages.ts";
import { may } from "#app/kernel/permissions.ts";
import { changeStaffLanguage } from "#app/modules/staff/own-access.server.ts";
import { readStaffCookie, staffPathOf, writeStaffCookie } from "#app/modules/staff/staff-cookie.ts";
import { findStaffSession, type StaffSignedIn } from "#app/modules/staff/staff-sessions.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { staffDoors } from "./staff-doors.ts";

function isAllowed({ actor }: StaffSignedIn, pattern: string, method: string): boolean {
  // A prefixed route's pattern comes without its first slash.
  const door = staffDoors[pattern.replace(/^\/?/, "/")];
  // A door that takes nothing says so itself (405), to whoever may look.
  const asked = (method === "POST" ? door?.post : undefined) ?? door?.get;
  return asked !== undefined && (asked === "own" || may(actor.role, asked));
}

export const staffGuard: MiddlewareFunction<Response> = async ({ request, context, pattern }, next) => {
  const visit = context.get(visitContext);
  const carried = readStaffCookie(request.headers.get("Cookie"));
  const app = context.get(appContext);
  const signedIn = carried.session === undefined ? undefined : await findStaffSession(app, carried.session);
  const url = new URL(request.url);
  if (!signedIn) {
    const wanted = staffPathOf(url.pathname) ?? carried.wanted;
    visit.cookies.push(writeStaffCookie({ challenge: carried.challenge, wanted }));
    return redirect("/staff/sign-in", 303);
  }
  visit.staff = { actor: signedIn.actor, name: signedIn.name };
  visit.idleUntil = signedIn.idleUntil;
  const asked = url.searchParams.get("lang");
  if (!isLanguage(asked)) visit.language = signedIn.language;
  else if (asked !== signedIn.language) await changeStaffLanguage(app, signedIn.actor, asked);
  context.set(staffContext, signedIn.actor);
  if (!isAllowed(signedIn, pattern, request.method)) throw new Response(null, { status: 403 });
  return next();
};
