// What every answer carries, whatever its status. A page may load nothing but its own style and pictures, may send
// its forms only to us and to the payment page, and may not be framed.

/** Flat pairs, as node's writeHead takes them. */
export type HeaderPairs = string[];

const always: readonly string[] = [
  "Strict-Transport-Security",
  "max-age=31536000",
  "X-Content-Type-Options",
  "nosniff",
  "X-Frame-Options",
  "DENY",
  "Referrer-Policy",
  "no-referrer",
  "Permissions-Policy",
  "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy",
  "same-origin",
  "Cross-Origin-Resource-Policy",
  "same-origin",
  "Origin-Agent-Cluster",
  "?1",
];

const ours = new Set([
  ...always.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()),
  "content-security-policy",
  "content-length",
  "content-encoding",
  "connection",
  "transfer-encoding",
  "server",
  "x-powered-by",
]);

/** Whether a door may set this header itself. */
export function mayBeSetByDoor(name: string): boolean {
  return !ours.has(name) && !name.startsWith("access-control-");
}

export interface ContentWish {
  /** This page brings our one script, which carries the nonce. */
  readonly scripted?: boolean | undefined;
  /** Somebody's file: it shows itself and does nothing else. */
  readonly sandboxed?: boolean | undefined;
}

export type SecurityHeaders = (nonce: string, wish?: ContentWish) => HeaderPairs;

const sandbox =
  "default-src 'none'; img-src 'self'; sandbox; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

export function createSecurityHeaders(checkoutOrigin: string): SecurityHeaders {
  return (nonce, { scripted = false, sandboxed = false } = {}) => [
    ...always,
    "Content-Security-Policy",
    // No script-src but on the one page that brings a script: default-src forbids what is not named. connect-src lets
    // a tool that looks at a page read robots.txt, and that script ask for the page again.
    sandboxed
      ? sandbox
      : `default-src 'none'; ${scripted ? `script-src 'nonce-${nonce}'; ` : ""}style-src 'nonce-${nonce}'; img-src 'self'; connect-src 'self'; form-action 'self' ${checkoutOrigin}; frame-ancestors 'none'; base-uri 'none'`,
  ];
}
