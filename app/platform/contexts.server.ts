// What a request carries from door to door. Made once per request by the server, read by middleware, loaders and
// actions through `context.get(…)`.
import { createContext } from "react-router";
import type { BorrowerActor, StaffActor } from "#app/kernel/actor.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "./app.server.ts";
import type { Fault } from "./errors.server.ts";

/** A signed-in person of the operator, as the head of a page needs them. */
export interface StaffOnPage {
  readonly actor: StaffActor;
  readonly name: string;
}

export interface Visit {
  readonly traceId: string;
  /** Fresh for each response; the only inline style and script that the browser accepts carry it. */
  readonly nonce: string;
  /** Address of the visitor, after trusted proxies. */
  readonly ip: string;
  language: Language;
  /** Set by the session middleware where somebody is signed in. */
  borrower: BorrowerActor | undefined;
  /** Set by the staff realm's guard. */
  staff?: StaffOnPage;
  /** When the present session ends if nothing more is done. */
  idleUntil: Date | undefined;
  /** Set by the few doors whose page brings a script (docs/decisions/0004); all others forbid it. */
  scripted?: boolean;
  /** Set by a door that answers with somebody's file to be looked at: in a browser it can do nothing. */
  sandboxed?: boolean;
  /** `Set-Cookie` lines that middleware wants on the response. */
  readonly cookies: string[];
  /** Set where something broke on the way: the server then answers with a page that needs nothing of the app. */
  fault?: Fault;
  /** Where given, takes the page as a string past the Response, whose streams cost as much as rendering a small page. */
  readonly takePage?: (html: string) => void;
}

export const appContext = createContext<App>();
export const visitContext = createContext<Visit>();
/** Who is signed in; set by the borrower realm's guard, so reading it elsewhere throws. */
export const borrowerContext = createContext<BorrowerActor>();
/** Which of the staff is signed in; set by the staff realm's guard, so reading it elsewhere throws. */
export const staffContext = createContext<StaffActor>();
