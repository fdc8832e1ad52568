// What the browser of somebody of the staff carries: a live session, a sign-in that is under way, and the page that was
// asked for before. Apart from the borrowers' cookie, so that neither realm can take the other's token for its own.
import { readCookie } from "#app/modules/identity/session-cookie.ts";

export interface StaffCarried {
  readonly session?: string | undefined;
  readonly challenge?: string | undefined;
  /** A page of the staff's realm; checked again whenever it is used. */
  readonly wanted?: string | undefined;
}

export const staffCookie = "__Host-anhuan-staff";

const token = /^[A-Za-z0-9_-]{43}$/;
const staffPath = /^\/(?:desk|ops|finance|staff)(?:\/[A-Za-z0-9_-]+)*$/;
const keptSeconds = 8 * 3600;

/** The address of a staff page to come back to; undefined for anything else. */
export function staffPathOf(pathname: string): string | undefined {
  const openDoor = /^\/staff\/(?:sign-in|sign-out|set-up)/.test(pathname);
  return pathname.length <= 200 && staffPath.test(pathname) && !openDoor ? pathname : undefined;
}

export function readStaffCookie(header: string | null): StaffCarried {
  const parts = new Map<string, string>();
  for (const part of (readCookie(header, staffCookie) ?? "").split("~")) parts.set(part.slice(0, 2), part.slice(2));
  const tokenOf = (mark: string): string | undefined => {
    const value = parts.get(mark);
    return value !== undefined && token.test(value) ? value : undefined;
  };
  const wanted = staffPathOf(Buffer.from(parts.get("w.") ?? "", "base64url").toString());
  return { session: tokenOf("s."), challenge: tokenOf("c."), wanted };
}

/** The `Set-Cookie` line that makes the browser carry exactly this. */
export function writeStaffCookie({ session, challenge, wanted }: StaffCarried): string {
  const value = [
    session && `s.${session}`,
    challenge && `c.${challenge}`,
    wanted && `w.${Buffer.from(wanted).toString("base64url")}`,
  ]
    .filter(Boolean)
    .join("~");
  return `${staffCookie}=${value}; Path=/; Max-Age=${value === "" ? 0 : keptSeconds}; HttpOnly; Secure; SameSite=Lax`;
}
