// The sheet that every page is set on. No script is sent: borrower pages are plain HTML.
import type { ReactNode } from "react";
import { isRouteErrorResponse, Outlet, useRouteError } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { visitMiddleware } from "#app/routes/visit-middleware.server.ts";
import { Failure } from "#app/ui/failure.tsx";
import "#app/ui/tokens.css";

export const middleware = [visitMiddleware];

export function Layout({ children }: { children: ReactNode }) {
  const { t, language, nonce, css } = usePage();
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={t("shared.description")} />
        {/* Our own forms keep their Origin (the header says no-referrer, under which browsers send "null"). */}
        <meta name="referrer" content="same-origin" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <style nonce={nonce} dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>{children}</body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

/** A thrown `Response` or `data(…, status)` keeps its status; anything else is a fault of ours. */
export function ErrorBoundary() {
  const error = useRouteError();
  return <Failure status={isRouteErrorResponse(error) ? error.status : 500} />;
}
