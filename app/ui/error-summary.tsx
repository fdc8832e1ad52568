// First on a page that needs something mended: says what, and leads to each place.
import { useT } from "#app/i18n/use-t.ts";
import { Notice } from "./notice.tsx";
import { Said } from "./said.tsx";

export interface FieldError {
  /** Name (and id) of the control; empty for what belongs to no control. */
  field: string;
  message: string;
}

export function ErrorSummary({ errors }: { errors: readonly FieldError[] }) {
  const t = useT();
  if (errors.length === 0) return null;
  return (
    // Without a script, autofocus is how the summary is read out first (WCAG technique G139).
    // oxlint-disable-next-line jsx-a11y/no-autofocus
    <div role="alert" tabIndex={-1} id="errors" autoFocus>
      <Notice tone="wrong" title={t("shared.errorTitle", { count: errors.length })}>
        <ul>
          {errors.map(({ field, message }) => (
            <li key={field + message}>
              {field === "" ? (
                <Said text={message} />
              ) : (
                <a href={`#${field}`}>
                  <Said text={message} />
                </a>
              )}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
