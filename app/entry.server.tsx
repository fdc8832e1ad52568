// Renders a page to one string: borrower pages are small, and a whole string has a length and can be compressed.
import { renderToString } from "react-dom/server";
import { ServerRouter, isRouteErrorResponse } from "react-router";
import type { EntryContext, HandleErrorFunction, RouterContextProvider } from "react-router";
import { translator } from "#app/i18n/i18n.ts";
import { PageContextProvider, type PageContext } from "#app/i18n/use-t.ts";
import type { App } from "#app/platform/app.server.ts";
import { appContext, visitContext, type Visit } from "#app/platform/contexts.server.ts";
import { faultOf } from "#app/platform/errors.server.ts";
import { readStyleSheet, styleOf, type StyleSheet } from "#app/platform/style-sheet.ts";

/** Called for each request by whoever serves the pages; it lives here so that both sides mean the same context keys. */
export function fillContext(context: RouterContextProvider, app: App, visit: Visit): RouterContextProvider {
  context.set(appContext, app);
  context.set(visitContext, visit);
  return context;
}

/** The style sheet of the build, read once by the server. */
let styleSheet: StyleSheet = readStyleSheet("");
export function setStyleSheet(css: string): void {
  styleSheet = readStyleSheet(css);
}

/** Where the rules go that the page uses, which only the finished page knows. */
const sheetMark = "/*sheet*/";

function clockTime(moment: Date | undefined, timeZone: string): string | undefined {
  return moment?.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
}

/** Hears what a loader, an action or a page threw. A refusal (404, 405) is no error of ours. */
export const handleError: HandleErrorFunction = (error, { context }) => {
  if (isRouteErrorResponse(error) && error.status < 500) return;
  const { log } = context.get(appContext);
  const visit = context.get(visitContext);
  visit.fault = faultOf(error);
  log.error({ event: "request-failed", traceId: visit.traceId, kind: visit.fault }, error);
};

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
): Response {
  const app = context.get(appContext);
  const visit = context.get(visitContext);
  // The server has a page for this that needs nothing of what is away.
  if (visit.fault === "busy") return new Response(null, { status: 503, headers });
  const url = new URL(request.url);
  const { legalName, registration } = app.settings.operator;
  const page: PageContext = {
    t: translator(visit.language),
    language: visit.language,
    nonce: visit.nonce,
    path: url.pathname + url.search,
    signedIn: visit.borrower !== undefined,
    staff: visit.staff && { name: visit.staff.name, role: visit.staff.actor.role },
    idleUntil: clockTime(visit.idleUntil, app.settings.timeZone),
    name: app.settings.name[visit.language],
    operator: `${legalName[visit.language]} · ${registration[visit.language]}`,
    demo: app.env.mode === "demo",
    traceId: visit.traceId,
    css: sheetMark,
  };
  // No page sends a script, so nobody would read the stream of data for one.
  const { serverHandoffStream: _unread, ...unscripted } = entry;
  const html = renderToString(
    <PageContextProvider value={page}>
      <ServerRouter context={unscripted} url={request.url} nonce={visit.nonce} />
    </PageContextProvider>,
  );
  headers.set("Content-Type", "text/html; charset=utf-8");
  const document = `<!DOCTYPE html>${html.replace(sheetMark, () => styleOf(styleSheet, html))}`;
  visit.takePage?.(document);
  return new Response(visit.takePage ? null : document, { status, headers });
}
