// A browser of somebody of the staff, as the server meets it over HTTP.
import { codeAt } from "#app/modules/staff/totp.server.ts";
import type { Portal } from "./portal.ts";
import type { SetUpStaff } from "./staff.ts";

const cookieName = "__Host-anhuan-staff";

/** A browser of its own address that keeps the staff's cookie. */
export class StaffVisitor {
  cookie = "";
  private readonly at: Portal;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(ip: string, at: Portal, language = "en") {
    this.at = at;
    this.headers = { "X-Forwarded-For": ip, "Accept-Language": language };
  }

  private keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const value = new RegExp(`^${cookieName}=([^;]*)`).exec(line)?.[1];
      if (value !== undefined) this.cookie = value;
    }
    return response;
  }

  private all(): Record<string, string> {
    return this.cookie === "" ? this.headers : { ...this.headers, Cookie: `${cookieName}=${this.cookie}` };
  }

  async get(path: string): Promise<Response> {
    return this.keep(await fetch(this.at.origin + path, { redirect: "manual", headers: this.all() }));
  }

  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.keep(await this.at.post(path, new URLSearchParams(fields).toString(), this.all()));
  }

  async signIn(person: SetUpStaff): Promise<Response> {
    await this.post("/staff/sign-in", { email: person.email, password: person.password });
    return this.post("/staff/sign-in", { code: codeNow(this.at, person.totpSecret) });
  }
}

/** The code of a step that no earlier test has used up. */
export function codeNow({ app }: Portal, secret: string): string {
  app.clock.advance(30_000);
  return codeAt(secret, app.clock.now());
}

export const where = (response: Response): string | null => response.headers.get("location");
export const mainOf = (page: string): string => /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? "";
/** What a device is asked for on this page. */
export const optionsIn = (page: string): string =>
  (/data-options="([^"]*)"/.exec(page)?.[1] ?? "").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
