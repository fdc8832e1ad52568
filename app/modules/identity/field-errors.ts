// The faults of a form of the way in, in words: for each box, and as the summary on top.
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import { useT } from "#app/i18n/use-t.ts";
import type { FieldError } from "#app/ui/error-summary.tsx";

export type ErrorKey = `identity.error.${keyof Catalogue["identity"]["error"]}`;

export interface WordedErrors {
  readonly of: (field: string) => string | undefined;
  readonly summary: readonly FieldError[];
}

/** `time` is for the faults that pass by themselves. */
export function useFieldErrors(errors: Readonly<Record<string, string | undefined>> = {}, time = ""): WordedErrors {
  const t = useT();
  const summary = Object.entries(errors).flatMap(([field, key]) =>
    key === undefined ? [] : [{ field, message: t(key as ErrorKey, { time }) }],
  );
  return { of: (field) => summary.find((error) => error.field === field)?.message, summary };
}
