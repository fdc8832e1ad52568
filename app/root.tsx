// The sheet that every page is set on. No script is sent: borrower pages are plain HTML.
import type { ReactNode } from "react";
import { Outlet, useRouteError, isRouteErrorResponse } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import "#app/ui/tokens.css";
import { visitMiddleware } from "#app/routes/visit-middleware.server.ts";

export const middleware = [visitMiddleware];

export function Layout({ children }: { children: ReactNode }) {
  const { language, nonce, css } = usePage();
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {/* Our own forms keep their Origin (the header says no-referrer, under which browsers send "null"). */}
        <meta name="referrer" content="same-origin" />
        <style nonce={nonce} dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>{children}</body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  return <main>{isRouteErrorResponse(error) ? error.status : 500}</main>;
}
