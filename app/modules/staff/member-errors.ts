// The faults of a form about somebody of the staff, in words: for each box, and as the summary on top.
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import { useT } from "#app/i18n/use-t.ts";
import type { FieldError } from "#app/ui/error-summary.tsx";

type ErrorCode = keyof Catalogue["staff"]["members"]["error"];

export type CodedErrors = Readonly<Record<string, string | undefined>>;

interface WordedErrors {
  readonly of: (field: string) => string | undefined;
  readonly summary: readonly FieldError[];
}

export function useMemberErrors(errors: CodedErrors = {}): WordedErrors {
  const t = useT();
  const summary = Object.entries(errors).flatMap(([field, code]) =>
    code === undefined ? [] : [{ field, message: t(`staff.members.error.${code as ErrorCode}`) }],
  );
  return { of: (field) => summary.find((error) => error.field === field)?.message, summary };
}
