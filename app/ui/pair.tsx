import type { ReactNode } from "react";
import styles from "./pair.module.css";

/** Two ways of equal weight, side by side; one above the other where there is no room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={styles["pair"]}>{children}</div>;
}
