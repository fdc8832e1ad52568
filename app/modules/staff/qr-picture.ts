// A code for a camera as one path: every dark square of it, in units of one square.
import { encode } from "uqr";

export interface QrPicture {
  /** Of the whole, with the light edge that cameras need. */
  readonly size: number;
  readonly path: string;
}

export function drawQr(text: string): QrPicture {
  const { data, size } = encode(text, { border: 3 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { size, path };
}
