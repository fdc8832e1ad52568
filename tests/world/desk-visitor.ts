// A browser of the staff: their session, their forms, and what they are shown.
import type { Portal } from "./portal.ts";
import type { TestStaff } from "./staff.ts";

export interface DeskPageSeen {
  readonly status: number;
  readonly to: string | null;
  readonly page: string;
  readonly headers: Headers;
}

/** Looks at a page, or sends a form to it. */
export async function knockAsStaff(
  portal: Portal,
  { cookie }: Pick<TestStaff, "cookie">,
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<DeskPageSeen> {
  const headers = { Cookie: cookie, Origin: portal.app.env.publicOrigin };
  const sent = form && {
    method: "POST",
    body: new URLSearchParams(form).toString(),
    headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
  };
  const answer = await fetch(portal.origin + path, { redirect: "manual", ...(sent ?? { headers }) });
  const { status } = answer;
  return { status, to: answer.headers.get("Location"), page: await answer.text(), headers: answer.headers };
}
