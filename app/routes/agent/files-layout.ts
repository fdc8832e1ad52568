import { staffGuard } from "../staff-guard.server.ts";

export const middleware = [staffGuard];

/** A loader, so that the guard runs for every kind of request. */
export function loader() {
  return null;
}
