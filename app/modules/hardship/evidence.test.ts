import { PDFName, PDFString } from "pdf-lib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { objectStream, onePage, page, paper, photo, plainPdf, screenshot } from "#tests/world/papers.ts";
import { inspectInThread, remakePicture } from "./examine-file.server.ts";
import { evidenceLimits, judgeUploads, readMediaType, takesEvidence, tidyFileName } from "./evidence.ts";
import { proposalStatuses } from "./proposals.ts";

const upload = (bytes: Uint8Array, kind: "income" | "health" = "income") => ({ name: "slip", bytes, kind });
const pdf = Buffer.from("%PDF-1.7\n");

describe("what a file is", () => {
  test("is told by its first bytes, whatever it is called", async () => {
    expect(readMediaType(await photo())).toBe("image/jpeg");
    expect(readMediaType(await screenshot())).toBe("image/png");
    expect(readMediaType(await paper())).toBe("application/pdf");
    for (const other of ["", "GIF89a", "<svg xmlns=", "PK\u0003\u0004", "MZ", " %PDF-1.7"]) {
      expect([other, readMediaType(Buffer.from(other, "latin1"))]).toEqual([other, undefined]);
    }
  });

  test("its name is kept as its owner can read it, and nothing in it turns or hides text", () => {
    expect(tidyFileName("C:\\Users\\li\\工资条 11月.jpg")).toBe("工资条 11月.jpg");
    expect(tidyFileName("../../etc/passwd")).toBe("passwd");
    expect(tidyFileName("slip\u202Egpj.exe\u200B\u0000")).toBe("slipgpj.exe");
    expect(tidyFileName("𠀀\uD800.png")).toBe("𠀀.png");
    const long = tidyFileName(`${"长".repeat(300)}2026.pdf`);
    expect([Array.from(long).length, long.endsWith("2026.pdf")]).toEqual([80, true]);
  });
});

describe("what is said at once", () => {
  const given = { healthConsent: false };

  test("catalogue 36: an empty file, and one of another kind, are named", () => {
    expect(judgeUploads([upload(pdf), upload(Buffer.alloc(0))], given)).toEqual({ kind: "empty", name: "slip" });
    expect(judgeUploads([upload(Buffer.from("GIF89a"))], given)).toEqual({ kind: "other-type", name: "slip" });
  });

  test("ten files of ten megabytes, and not one more of either", () => {
    const large = Buffer.concat([pdf, Buffer.alloc(evidenceLimits.fileBytes - pdf.length)]);
    expect(
      judgeUploads(
        Array.from({ length: 10 }, () => upload(large)),
        given,
      ),
    ).toBeUndefined();
    expect(judgeUploads([upload(Buffer.concat([large, Buffer.of(0)]))], given)?.kind).toBe("too-large");
    expect(
      judgeUploads(
        Array.from({ length: 11 }, () => upload(pdf)),
        given,
      ),
    ).toEqual({ kind: "too-many", most: 10 });
    expect(judgeUploads([], given)).toEqual({ kind: "nothing-sent" });
  });

  test("a paper about health is taken only with a consent of its own", () => {
    expect(judgeUploads([upload(pdf), upload(pdf, "health")], given)).toEqual({ kind: "consent-needed" });
    expect(judgeUploads([upload(pdf, "health")], { healthConsent: true })).toBeUndefined();
  });

  test("files are taken until the proposal is answered", () => {
    expect(proposalStatuses.filter(takesEvidence)).toEqual(["draft", "submitted", "in_review", "info_requested"]);
  });
});

describe("a picture", () => {
  test("is made anew: upright, and without place, camera or words beside it", async () => {
    const before = await photo(120, 80);
    expect((await sharp(before).metadata()).exif).toBeDefined();
    const made = await remakePicture(before, "image/jpeg");
    if (!made.ok) throw new Error(made.refusal);
    const after = await sharp(made.value.bytes).metadata();
    expect([after.format, after.width, after.height]).toEqual(["jpeg", 80, 120]);
    expect([after.exif, after.xmp, after.iptc, after.orientation, after.comments]).toEqual(Array(5).fill(undefined));
    expect(Buffer.from(made.value.bytes).includes("Camera of a test")).toBe(false);
  });

  test("a screenshot stays a PNG, and what was hung behind it is gone", async () => {
    const hung = Buffer.concat([await screenshot(), Buffer.from("<script>alert(1)</script>")]);
    const made = await remakePicture(hung, "image/png");
    if (!made.ok) throw new Error(made.refusal);
    expect((await sharp(made.value.bytes).metadata()).format).toBe("png");
    expect(Buffer.from(made.value.bytes).includes("script")).toBe(false);
  });

  test("catalogue 36: one that was cut off, or is only the beginning of one, is refused", async () => {
    const [jpeg, png] = [await photo(400, 300), await screenshot(300, 300)];
    for (const cut of [jpeg.subarray(0, jpeg.length >> 1), jpeg.subarray(0, 20), jpeg.subarray(0, 3)]) {
      expect(await remakePicture(cut, "image/jpeg")).toEqual({ ok: false, refusal: "unreadable" });
    }
    for (const cut of [png.subarray(0, png.length >> 1), png.subarray(0, 8)]) {
      expect(await remakePicture(cut, "image/png")).toEqual({ ok: false, refusal: "unreadable" });
    }
  });

  test("a small file that would unpack to more than 40 megapixels is refused before it does", async () => {
    const bomb = await sharp({ create: { width: 20_000, height: 2001, channels: 3, background: "#000" } })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    const began = performance.now();
    expect(await remakePicture(bomb, "image/png")).toEqual({ ok: false, refusal: "too_many_pixels" });
    expect(performance.now() - began).toBeLessThan(500);
  });
});

// A thread for each file: on a busy machine that takes its time.
describe("a PDF", { timeout: 60_000 }, () => {
  const verdicts = (files: Readonly<Record<string, Buffer>>) =>
    Promise.all(Object.entries(files).map(async ([name, bytes]) => [name, await inspectInThread(bytes)]));

  test("that only shows pages is fine", async () => {
    const files = {
      packed: await paper(),
      "by hand": onePage(""),
      "opens at its first page": onePage("/OpenAction [3 0 R /Fit]"),
      "opens by a link": onePage("/OpenAction 4 0 R", { 4: "<< /S /GoTo /D [3 0 R /Fit] >>" }),
      "has a link to a site": onePage("/X 4 0 R", {
        4: "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.com/) >> >>",
      }),
    };
    expect(await verdicts(files)).toEqual(Object.keys(files).map((name) => [name, "fine"]));
  });

  test("catalogue 37: one behind a password is told from a broken one", async () => {
    const lock = "<< /Filter /Standard /V 2 /R 3 /O (x) /U (y) /P -4 >>";
    const files = {
      "in the trailer": onePage("", { 4: lock }, "/Encrypt 4 0 R"),
      "written in escapes": onePage("", { 4: lock }, "/Encr#79pt 4 0 R"),
      "with objects nobody can read": onePage(
        "",
        {
          4: lock,
          5: Buffer.concat([
            Buffer.from("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length 4 >>\nstream\nabcd\nendstream"),
          ]),
        },
        "/Encrypt 4 0 R",
      ),
    };
    expect(await verdicts(files)).toEqual(Object.keys(files).map((name) => [name, "encrypted"]));
  });

  test("that would run, open, send or carry something is refused, wherever that stands", async () => {
    const script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
    const files = {
      script: await paper((made) => made.addJavaScript("main", "app.alert(1)")),
      "on opening": onePage("/OpenAction 4 0 R", { 4: script }),
      "on opening, to a file": onePage("/OpenAction << /S /GoToR /F (x) >>"),
      "in escapes": onePage("/OpenAction << /S /J#61vaScript >>"),
      "of a page": plainPdf({
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /AA << /O 9 0 R >> >>",
      }),
      "of an annotation": onePage("/X [4 0 R]", { 4: "<< /Subtype /Widget /A << /S /SubmitForm /F (x) >> >>" }),
      launch: onePage("", { 4: "<< /S /Launch /F (cmd) >>" }),
      "a link that fetches another file": onePage("/X 4 0 R", { 4: "<< /A << /S /GoToR /F (x) /D [0 /Fit] >> >>" }),
      "in a form": onePage("/AcroForm << /Fields [] /XFA [(x) 4 0 R] >>"),
      media: onePage("", { 4: "<< /Type /Annot /Subtype /RichMedia >>" }),
      "in compressed objects": onePage("", { 4: objectStream({ 7: script }) }),
      "in compressed objects, then replaced": onePage("", { 4: objectStream({ 7: "<< /S /Launch >>" }), 7: "null" }),
      "twice the same key": onePage("", { 4: objectStream({ 7: "<< /S /JavaScript /S /GoTo >>" }) }),
    };
    expect(await verdicts(files)).toEqual(Object.keys(files).map((name) => [name, "active"]));
    const carried = await paper((made) => {
      made.catalog.set(PDFName.of("Names"), made.context.obj({ EmbeddedFiles: { Names: [PDFString.of("a")] } }));
    });
    expect(await inspectInThread(carried)).toBe("active");
  });

  test("catalogue 36: one that was cut off, has no page or hides its objects is refused as unreadable", async () => {
    const whole = await paper();
    const packed = objectStream({ 7: "<< /Deep true >>" }).toString("latin1");
    const files = {
      half: whole.subarray(0, whole.length >> 1),
      "without its end": whole.subarray(0, whole.length - 12),
      "only a head": Buffer.from("%PDF-1.7\n%%EOF"),
      "no page": plainPdf({ 1: "<< /Type /Catalog >>" }),
      "no catalog": plainPdf({ 3: page }),
      "objects under another name": onePage("", {
        4: Buffer.from(packed.replace("/Type /ObjStm", "/Type 9 0 R"), "latin1"),
        9: "/ObjStm",
      }),
      "objects in an odd wrapping": onePage("", {
        4: Buffer.from(packed.replace("/FlateDecode", "/LZWDecode  "), "latin1"),
      }),
      "nested without end": onePage("", { 4: "[".repeat(200_000) }),
    };
    expect(await verdicts(files)).toEqual(Object.keys(files).map((name) => [name, "unreadable"]));
  });

  test("that unpacks to more than a paper needs, or never comes to an end, is given up", async () => {
    const bomb = onePage("", { 4: objectStream({ 7: "true" }, 200 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1_000_000);
    const table = "<< /Type /XRef /Size 1 /W [1 2 1] /Index [0 2000000000] /Length 0 >>\nstream\n\nendstream";
    const before = process.memoryUsage.rss();
    expect(await verdicts({ bomb })).toEqual([["bomb", "unreadable"]]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * 1024 * 1024);
    expect(await inspectInThread(onePage("", { 4: table }), 300)).toBe("unreadable");
  });
});
