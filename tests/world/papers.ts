// Papers as people send them: pictures and PDFs made on the spot, good ones and ones that no honest program writes.
import { deflateSync } from "node:zlib";
import { PDFDocument, StandardFonts } from "pdf-lib";
import sharp from "sharp";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { newId, newReference } from "#app/kernel/ids.ts";
import type { ProposalStatus } from "#app/modules/hardship/proposals.ts";
import type { App } from "#app/platform/app.server.ts";

/** A picture of that size; a photo says where and with what it was taken, and lies on its side. */
export function photo(width = 120, height = 80): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#7a9" } })
    .withExif({
      IFD0: { Make: "Camera of a test", ImageDescription: "at home" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "31/1 14/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "121/1 28/1 0/1" },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

export function screenshot(width = 60, height = 200): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 4, background: "#fffa" } })
    .png()
    .toBuffer();
}

/** One page of text, packed as programs of today do it. */
export async function paper(change: (made: PDFDocument) => void = () => undefined): Promise<Buffer> {
  const made = await PDFDocument.create();
  const font = await made.embedFont(StandardFonts.Helvetica);
  made.addPage([300, 200]).drawText("Pay slip", { font, size: 12, x: 20, y: 150 });
  change(made);
  return Buffer.from(await made.save());
}

/** A PDF written by hand: objects by number, the first of them the catalog. */
export function plainPdf(objects: Readonly<Record<number, string | Buffer>>, trailer = ""): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\u00e2\u00e3\n", "latin1")];
  for (const [number, body] of Object.entries(objects)) {
    parts.push(Buffer.from(`${number} 0 obj\n`), Buffer.from(body), Buffer.from("\nendobj\n"));
  }
  const size = Object.keys(objects).length + 1;
  parts.push(Buffer.from(`trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n0\n%%EOF\n`));
  return Buffer.concat(parts);
}

export const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
export const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>";

/** One page, and whatever else is to stand in the catalog and among the objects. */
export function onePage(inCatalog: string, more: Readonly<Record<number, string | Buffer>> = {}, trailer = ""): Buffer {
  return plainPdf({ 1: `<< /Type /Catalog /Pages 2 0 R ${inCatalog} >>`, 2: pages, 3: page, ...more }, trailer);
}

/** Objects inside a compressed stream, where nobody sees them who looks at the bytes alone. */
export function objectStream(objects: Readonly<Record<number, string>>, fill = 0): Buffer {
  const entries = Object.entries(objects);
  let at = 0;
  const table = entries.map(([number, body]) => {
    const line = `${number} ${at}`;
    at += body.length + 1;
    return line;
  });
  const head = `${table.join(" ")} `;
  const text = head + entries.map(([, body]) => body).join(" ");
  const packed = deflateSync(Buffer.concat([Buffer.from(text), Buffer.alloc(fill, " ")]));
  const dict = `<< /Type /ObjStm /N ${entries.length} /First ${head.length} /Filter /FlateDecode /Length ${packed.length} >>`;
  return Buffer.concat([Buffer.from(`${dict}\nstream\n`), packed, Buffer.from("\nendstream")]);
}

/** A proposal of that person to hang papers on, with nothing else in it. */
export async function placeProposal(
  { db, clock, settings }: App,
  { borrowerId }: BorrowerActor,
  status: ProposalStatus = "draft",
): Promise<string> {
  const [id, now] = [newId(), clock.now()];
  await db.prisma.proposal.create({
    data: {
      id,
      reference: newReference("A"),
      borrowerId,
      creditorCode: "RIVER",
      currency: "CNY",
      status,
      language: "zh-CN",
      policyPackId: settings.policyPack,
      createdAt: now,
      updatedAt: now,
    },
  });
  return id;
}
