// The pages of an answer, as a plain program reads them and sends their forms.
import type { Portal } from "./portal.ts";
import { query, textOf, type Fields } from "./proposal-visitor.ts";
import type { Written } from "./proposals.ts";
import type { TestStaff } from "./staff.ts";

export interface AnswerPage {
  readonly status: number;
  readonly to: string | null;
  readonly page: string;
  readonly text: string;
  readonly headers: Headers;
}

async function read(response: Response): Promise<AnswerPage> {
  const { status, headers } = response;
  const page = await response.text();
  return { status, headers, to: headers.get("Location"), page, text: textOf(page) };
}

export async function getPage({ origin }: Portal, { cookie }: TestStaff, path: string): Promise<AnswerPage> {
  return read(await fetch(origin + path, { headers: { Cookie: cookie }, redirect: "manual" }));
}

export async function postPage(
  portal: Portal,
  { cookie }: TestStaff,
  path: string,
  fields: Fields,
): Promise<AnswerPage> {
  return read(await portal.post(path, query(fields), { Cookie: cookie }));
}

export const caseOf = ({ proposalId }: Written): string => `/desk/cases/${proposalId}`;

/** Address and fields of the one form that gives the answer. */
export function giveFormOf(page: string): { action: string; fields: Record<string, string[]> } {
  const form = [...page.matchAll(/<form action="([^"]*\/decide\?[^"]*)" method="post">(.*?)<\/form>/gs)].at(-1);
  const fields: Record<string, string[]> = {};
  for (const [, name = "", value = ""] of (form?.[2] ?? "").matchAll(/name="([^"]*)" value="([^"]*)"/g)) {
    (fields[name] ??= []).push(value);
  }
  return { action: (form?.[1] ?? "").replaceAll("&amp;", "&"), fields };
}

const words = (html: string): string => textOf(html).replaceAll(/\s+/g, "");

/** What the preview says, and what the borrower's own page says. */
export const previewIn = (page: string): string =>
  words(/<fieldset disabled[^>]*>(.*?)<\/fieldset>/s.exec(page)?.[1] ?? "");
export const bodyOf = (page: string): string => words(/<h1>(.*)<\/main>/s.exec(page)?.[1] ?? "");
