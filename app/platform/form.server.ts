// From what a browser sent to what a door asked for. A form of ours sends each field once, as text: what no browser
// would send from our pages (a field twice, a file, a broken character) is refused with a bare 422, and only what a
// person can have meant comes back with the code of what to mend.
import type { z } from "zod";

export type FormErrors<Field extends string> = { readonly [Name in Field]?: string };
export type FormValues<Field extends string> = { readonly [Name in Field]?: string | readonly string[] };

export type FormReading<Schema extends z.ZodObject> =
  | { readonly ok: true; readonly value: z.output<Schema> }
  | {
      readonly ok: false;
      /** By field, the message that the schema gives the first thing wrong with it: a code, put into words by the page. */
      readonly errors: FormErrors<Extract<keyof Schema["shape"], string>>;
      /** What was typed, to be shown again. */
      readonly values: FormValues<Extract<keyof Schema["shape"], string>>;
    };

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function refuseForm(): never {
  throw new Response(null, { status: 422 });
}

function readText(value: FormDataEntryValue): string {
  if (typeof value !== "string" || controls.test(value) || !value.isWellFormed()) return refuseForm();
  return value;
}

/** Fields by name; those in `lists` may come any number of times, all others once. */
export function readForm(form: FormData, lists: ReadonlySet<string> = new Set()): Map<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const name of new Set(form.keys())) {
    const texts = form.getAll(name).map(readText);
    const [only = ""] = texts;
    if (name === "__proto__" || (texts.length > 1 && !lists.has(name))) refuseForm();
    fields.set(name, lists.has(name) ? texts : only);
  }
  return fields;
}

function isList(field: z.core.$ZodType): boolean {
  const { def } = field._zod;
  if (def.type === "array") return true;
  const { innerType } = def as { innerType?: z.core.$ZodType };
  return innerType !== undefined && isList(innerType);
}

/** Fields that the schema does not name are ignored, so that a `status` or `role` sent along changes nothing. */
export function parseForm<Schema extends z.ZodObject>(schema: Schema, form: FormData): FormReading<Schema> {
  const known = Object.entries(schema.shape);
  const fields = readForm(form, new Set(known.filter(([, field]) => isList(field)).map(([name]) => name)));
  const values = Object.fromEntries(known.flatMap(([name]) => (fields.has(name) ? [[name, fields.get(name)]] : [])));
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[String(path[0] ?? "form")] ??= message;
  return { ok: false, errors, values: values as never };
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A form with files under one name, and the rest of it. A file input in which nothing was chosen sends a nameless one. */
export async function readUpload(
  request: Request,
  name: string,
): Promise<{ readonly form: FormData; readonly files: readonly SentFile[] }> {
  // Not a form at all, or one that was put together wrongly.
  const form = await request.formData().catch(() => refuseForm());
  const sent = form.getAll(name);
  form.delete(name);
  const chosen = sent.flatMap((part) => {
    if (typeof part === "string") return refuseForm();
    return part.name === "" && part.size === 0 ? [] : [part];
  });
  const files = await Promise.all(
    chosen.map(async (part) => ({ name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) })),
  );
  return { form, files };
}
