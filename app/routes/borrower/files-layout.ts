import { borrowerGuard } from "./borrower-guard.server.ts";

export const middleware = [borrowerGuard];

/** A loader, so that the guard runs for every kind of request. */
export function loader() {
  return null;
}
