// A form that the device answers. It stays hidden until the script of this page has found that the browser knows
// passkeys; then its button asks the device, and the answer is sent as a form like any other.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import styles from "./staff-pages.module.css";

interface PasskeyFormProps {
  readonly action: string;
  /** JSON: what is to be made or signed. */
  readonly options: string;
  readonly button: string;
  readonly quiet?: boolean;
  readonly error?: string | undefined;
  readonly children?: ReactNode;
}

export function PasskeyForm({ action, options, button, quiet, error, children }: PasskeyFormProps) {
  const { t, nonce } = usePage();
  return (
    <>
      <form method="post" action={action} data-options={options} className={styles["device"]} hidden>
        {children}
        <input type="hidden" name="credential" />
        <p role="alert" className={styles["trouble"]} hidden={error === undefined} id="credential">
          {error ?? t("staff.passkey.trouble")}
        </p>
        <Button quiet={quiet}>{button}</Button>
      </form>
      <script src="/passkey.js" nonce={nonce} defer />
    </>
  );
}
