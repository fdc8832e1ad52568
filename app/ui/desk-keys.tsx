// The keys of a staff page: its script, and the help that says what each key does. Every key presses something that
// stands on the page, so nobody needs them, and whoever is in their way switches them off. The door lets the script
// in: routes/agent/desk-keys-door.server.ts.
import { Fragment } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import styles from "./desk-keys.module.css";

/** "move" takes links with `data-row`; the others what carries that letter in `data-key`. */
export type DeskKey = "move" | "claim" | "counter" | "next";

const signs: Readonly<Record<DeskKey, readonly string[]>> = {
  move: ["j", "k"],
  claim: ["a"],
  counter: ["c"],
  next: ["n"],
};

export function DeskKeys({ keys }: { keys: readonly DeskKey[] }) {
  const { t, nonce } = usePage();
  const lines: readonly (readonly [readonly string[], string])[] = [
    ...keys.map((key) => [signs[key], t(`queue.keys.${key}`)] as const),
    [["?"], t("queue.keys.help")],
  ];
  return (
    <>
      <details id="desk-keys" className={styles["keys"]}>
        <summary>{t("queue.keys.title")}</summary>
        <dl>
          {lines.map(([letters, text]) => (
            <Fragment key={text}>
              <dt>
                {letters.map((letter) => (
                  <kbd key={letter}>{letter}</kbd>
                ))}
              </dt>
              <dd>{text}</dd>
            </Fragment>
          ))}
        </dl>
        <label>
          <input type="checkbox" id="desk-keys-off" />
          {t("queue.keys.off")}
        </label>
      </details>
      <script src="/desk.js" nonce={nonce} defer />
    </>
  );
}
