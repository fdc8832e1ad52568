import type { ReactNode } from "react";
import styles from "./member-sides.module.css";

/** Who it is, and beside it what can be done; one above the other where there is no room. */
export function MemberSides({ about, children }: { readonly about: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles["sides"]}>
      <div>{about}</div>
      <div>{children}</div>
    </div>
  );
}
