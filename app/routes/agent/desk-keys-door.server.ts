// A page with <DeskKeys/> brings one script; its loader says so here, or the browser would not take it.
import type { RouterContextProvider } from "react-router";
import { visitContext } from "#app/platform/contexts.server.ts";

export function allowDeskKeys(context: Readonly<RouterContextProvider>): void {
  context.get(visitContext).scripted = true;
}
