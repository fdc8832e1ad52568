import styles from "./page-head.module.css";

/** A ring that comes home: 还 and 环 sound alike. */
export function Mark() {
  return (
    <svg className={styles["mark"]} viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d="M16.6 4.1a9 9 0 1 0 4.1 5.6" />
      <circle cx="19.2" cy="6.2" r="1.9" />
    </svg>
  );
}
