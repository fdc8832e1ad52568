// Bars for counts, drawn on the server. The table beside them says the same, so the picture is hidden from those who
// listen. It knows no figures of its own.
import styles from "./supervision.module.css";

interface BarPictureProps {
  readonly counts: readonly number[];
}

const width = 100;
const barHeight = 14;
const step = 20;

/** One bar below the other, the longest over the whole width. */
export function BarPicture({ counts }: BarPictureProps) {
  const most = Math.max(...counts, 1);
  return (
    <svg
      className={styles["bars"]}
      viewBox={`0 0 ${width} ${step * counts.length}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {counts.map((count, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
        <g key={index}>
          <rect className={styles["track"]} y={index * step + 3} width={width} height={barHeight} />
          <rect className={styles["bar"]} y={index * step + 3} width={(count / most) * width} height={barHeight} />
        </g>
      ))}
    </svg>
  );
}
