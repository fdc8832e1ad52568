// The thread in which a PDF is marked: one file, and then it ends. Started by watermark.server.ts.
import { parentPort, workerData } from "node:worker_threads";
import { degrees, PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from "pdf-lib";

/** What the thread is given. */
export interface MarkTask {
  readonly bytes: Uint8Array;
  readonly words: string;
}

const size = 11;
const [stepX, stepY] = [210, 120];

function markPage(page: PDFPage, font: PDFFont, words: string): void {
  const { x, y, width, height } = page.getMediaBox();
  for (let row = 0; row * stepY < height + stepY; row += 1) {
    for (let column = 0; column * stepX < width + stepX; column += 1) {
      page.drawText(words, {
        // Each row begins a little further on, so that no stripe of the page stays free.
        x: x + column * stepX - (row % 2) * (stepX / 2),
        y: y + row * stepY,
        size,
        font,
        rotate: degrees(24),
        color: rgb(0.25, 0.3, 0.28),
        opacity: 0.3,
      });
    }
  }
}

const { bytes, words } = workerData as MarkTask;
const document = await PDFDocument.load(bytes, { updateMetadata: false });
const font = await document.embedFont(StandardFonts.Helvetica);
for (const page of document.getPages()) markPage(page, font, words);
parentPort?.postMessage(await document.save(), []);
