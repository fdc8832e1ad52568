// Stands before routing and lets through only what a page of ours can have sent. It judges the head of a request
// alone: no body is read, no session looked up, no route matched. What it refuses never reaches a door.
import type { IncomingMessage } from "node:http";

export interface Site {
  readonly publicOrigin: string;
  /** A demo answers on every loopback name; it sends browsers to the one that the guard and the links know. */
  readonly demo: boolean;
}

export type Verdict =
  | { readonly kind: "pass"; readonly url: URL }
  | { readonly kind: "moved"; readonly to: string }
  | { readonly kind: "refused"; readonly status: number };

/** The provider calls from its own servers: no browser, so no Origin. It proves itself by signing the body. */
export const hookPath = "/hooks/stripe";

export const allowedMethods = "GET, HEAD, POST";
const maxTargetLength = 4096;
const machinePaths = new Set(["/healthz", "/readyz", "/metrics", hookPath]);
/** Doors that programs knock at: they are not sent elsewhere, and hear what the door says as it says it. */
export function isForMachines(pathname: string): boolean {
  return machinePaths.has(pathname);
}

const formTypes = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controls = /[\u0000-\u001f\u007f]/;

const refuse = (status: number): Verdict => ({ kind: "refused", status });

/** The text that percent-encoding stands for; undefined where it stands for none. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The address asked for, on our own origin whatever Host says; or the status of the refusal. */
function readTarget(target: string, publicOrigin: string): URL | number {
  if (target.length > maxTargetLength) return 414;
  // "//elsewhere" and "/\elsewhere" are addresses of another host to a browser that finds them in a link.
  if (!/^\/(?![/\\])/.test(target) || target.includes("\\")) return 400;
  const text = decode(target);
  if (text === undefined || controls.test(text)) return 400;
  const url = new URL(publicOrigin + target);
  return url.pathname.startsWith("//") ? 400 : url;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Another loopback name for the same port, such as localhost for 127.0.0.1. */
function isOtherLoopbackName(host: string | undefined, publicOrigin: string): boolean {
  const ours = new URL(publicOrigin);
  if (host === undefined || host === ours.host || !URL.canParse(`http://${host}`)) return false;
  const theirs = new URL(`http://${host}`);
  return isLoopback(theirs.hostname) && isLoopback(ours.hostname) && theirs.port === ours.port;
}

/**
 * Whether one of our own pages sent it. A browser that is told to keep the referrer at home still names the origin
 * of our forms (root.tsx asks for that); a form elsewhere, a sandboxed frame ("null") and a plain program do not.
 */
function fromOurPage({ headers }: IncomingMessage, publicOrigin: string): boolean {
  const site = headers["sec-fetch-site"];
  return headers.origin === publicOrigin && (site === undefined || site === "same-origin");
}

function judgePost(incoming: IncomingMessage, url: URL, site: Site): Verdict {
  // Exactly this spelling: the router would also accept others, and those get no exception.
  if (url.pathname === hookPath) return { kind: "pass", url };
  if (!fromOurPage(incoming, site.publicOrigin)) return refuse(403);
  const type = incoming.headers["content-type"];
  return type === undefined || formTypes.test(type) ? { kind: "pass", url } : refuse(415);
}

function judgeGet({ headers, url: target = "/" }: IncomingMessage, url: URL, site: Site): Verdict {
  if (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) !== 0) return refuse(400);
  if (site.demo && !isForMachines(url.pathname) && isOtherLoopbackName(headers.host, site.publicOrigin)) {
    return { kind: "moved", to: site.publicOrigin + target };
  }
  return { kind: "pass", url };
}

export function judgeRequest(incoming: IncomingMessage, site: Site): Verdict {
  const { method } = incoming;
  if (method !== "GET" && method !== "HEAD" && method !== "POST") return refuse(405);
  const url = readTarget(incoming.url ?? "/", site.publicOrigin);
  if (typeof url === "number") return refuse(url);
  // The framework's own data addresses answer what a page would, past everything that a page does on the way.
  // No page of ours hydrates, so nobody needs them; a staff page that does will open them for its own realm here.
  if (url.pathname.endsWith(".data") || url.pathname.startsWith("/__manifest")) return refuse(404);
  return method === "POST" ? judgePost(incoming, url, site) : judgeGet(incoming, url, site);
}
