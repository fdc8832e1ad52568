// How a part of a page reaches its words and its surroundings.
import { createContext, useContext } from "react";
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { T } from "./i18n.ts";
import type { Language } from "./languages.ts";

export interface PageContext {
  readonly t: T;
  readonly language: Language;
  readonly nonce: string;
  /** Path and query of this page, for the language switch. */
  readonly path: string;
  readonly signedIn: boolean;
  /** On the pages of staff: who is signed in. */
  readonly staff: { readonly name: string; readonly role: StaffRole } | undefined;
  /** When the session ends if nothing more is done, as a time of day. */
  readonly idleUntil: string | undefined;
  /** The operator's own name, or the product's. */
  readonly name: string;
  /** Who runs this portal, in one line: legal name and registration. */
  readonly operator: string;
  readonly demo: boolean;
  /** What support can find this request by; all that an error page says about itself. */
  readonly traceId: string;
  readonly css: string;
  /** Of a page that is shown on another one, to be looked at: nothing in it leads anywhere. */
  readonly still?: boolean | undefined;
}

export const PageContextProvider = createContext<PageContext | undefined>(undefined);

export function usePage(): PageContext {
  const page = useContext(PageContextProvider);
  if (!page) throw new TypeError("a part was rendered outside of a page");
  return page;
}

export function useT(): T {
  return usePage().t;
}
