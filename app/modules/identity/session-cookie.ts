// The one cookie beside the language: what this browser is to us. Its parts are a live session, a way in that is
// under way, the token of a session that has ended (which opens nothing and tells a known device), and the own page
// that was asked for before signing in. No part is readable as anything about a person.

export interface Carried {
  readonly session?: string | undefined;
  readonly challenge?: string | undefined;
  readonly device?: string | undefined;
  /** An own path; checked again whenever it is used. */
  readonly wanted?: string | undefined;
}

export const sessionCookie = "__Host-anhuan";

const token = /^[A-Za-z0-9_-]{43}$/;
const ownPath = /^\/my(?:\/[A-Za-z0-9_-]+)*$/;
const keptSeconds = 180 * 86_400;

/** The address of an own page to come back to; undefined for anything else. */
export function ownPathOf(pathname: string): string | undefined {
  return pathname.length <= 200 && ownPath.test(pathname) ? pathname : undefined;
}

/** The value of the cookie of that name. */
export function readCookie(header: string | null, name: string): string | undefined {
  for (const item of (header ?? "").split(";")) {
    const at = item.indexOf("=");
    if (at > 0 && item.slice(0, at).trim() === name) return item.slice(at + 1).trim();
  }
  return undefined;
}

export function readCarried(header: string | null): Carried {
  const parts = new Map<string, string>();
  for (const part of (readCookie(header, sessionCookie) ?? "").split("~")) parts.set(part.slice(0, 2), part.slice(2));
  const tokenOf = (mark: string): string | undefined => {
    const value = parts.get(mark);
    return value !== undefined && token.test(value) ? value : undefined;
  };
  const wanted = ownPathOf(Buffer.from(parts.get("w.") ?? "", "base64url").toString());
  return { session: tokenOf("s."), challenge: tokenOf("c."), device: tokenOf("d."), wanted };
}

/** The `Set-Cookie` line that makes the browser carry exactly this. */
export function writeCarried({ session, challenge, device, wanted }: Carried): string {
  const value = [
    session && `s.${session}`,
    challenge && `c.${challenge}`,
    device && `d.${device}`,
    wanted && `w.${Buffer.from(wanted).toString("base64url")}`,
  ]
    .filter(Boolean)
    .join("~");
  const age = value === "" ? 0 : keptSeconds;
  return `${sessionCookie}=${value}; Path=/; Max-Age=${age}; HttpOnly; Secure; SameSite=Lax`;
}
