// A share as a bar, drawn on the server. The number stands beside it, so the picture is hidden from those who listen.
import styles from "./supervision.module.css";

/** `part` of `whole`, over the width that the table gives it. */
export function ShareBar({ part, whole }: { part: number; whole: number }) {
  const width = whole === 0 ? 0 : (part / whole) * 100;
  return (
    <svg className={styles["bar"]} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className={styles["track"]} width="100" height="10" />
      <rect width={width} height="10" />
    </svg>
  );
}
