// Lets into the borrower's realm only who is signed in. Everybody else goes to the first step of the way in, and the
// browser keeps the own page that was asked for, so that signing in leads back to it.
import { redirect, type MiddlewareFunction } from "react-router";
import { ownPathOf, readCarried, writeCarried } from "#app/modules/identity/session-cookie.ts";
import { borrowerContext, visitContext } from "#app/platform/contexts.server.ts";

export const borrowerGuard: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const visit = context.get(visitContext);
  if (visit.borrower) {
    context.set(borrowerContext, visit.borrower);
    return next();
  }
  const carried = readCarried(request.headers.get("Cookie"));
  const wanted = ownPathOf(new URL(request.url).pathname) ?? carried.wanted;
  // The token of a session that has ended opens nothing; it stays as the mark of a known device.
  const device = carried.session ?? carried.device;
  if (carried.session !== undefined || wanted !== carried.wanted) {
    visit.cookies.push(writeCarried({ challenge: carried.challenge, device, wanted }));
  }
  return redirect("/start", 303);
};
