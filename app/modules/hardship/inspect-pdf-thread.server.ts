// The thread in which one PDF is looked into: it is given the bytes, says what they are, and ends.
import { parentPort, workerData } from "node:worker_threads";
import { inspectPdf, type PdfVerdict } from "./inspect-pdf.server.ts";

/** What the thread says. */
export type ThreadAnswer = PdfVerdict;

const answer: ThreadAnswer = await inspectPdf(workerData as Uint8Array);
parentPort?.postMessage(answer, []);
