import { expect, test } from "vitest";
import { readPdfText } from "#tests/world/pdf-text.ts";
import { pdfFacts, pdfTable, renderPdf, type PdfDefinition } from "./pdf.server.ts";

function letter(content: PdfDefinition["content"], changes: Partial<PdfDefinition> = {}): PdfDefinition {
  return {
    title: "收据",
    language: "zh-CN",
    madeAt: new Date("2026-11-23T12:00:00+08:00"),
    header: "安还演示服务有限公司",
    footer: "核对方法",
    pageLabel: (page, pages) => `第${page}页，共${pages}页`,
    missingNote: (codes) => `〓代表缺少的字：${codes.join("、")}`,
    content,
    ...changes,
  };
}

test("Chinese type, amounts and page numbers can be read back from the file", async () => {
  const rows = Array.from({ length: 60 }, (_, n) => [`第${n}笔`, "−¥1,234.56"]);
  const table = pdfTable({ head: ["说明", "金额"], widths: ["*", "auto"], amounts: [1], rows });
  const pages = readPdfText(await renderPdf(letter([pdfFacts([{ term: "姓名", value: "欧阳娜" }]), table])));
  expect(pages.length).toBe(3);
  expect(pages[0]).toContain("欧阳娜");
  expect(pages[0]).toContain("−¥1,234.56");
  expect(pages.join("")).toContain("第59笔");
  for (const [index, page] of pages.entries()) {
    expect(page).toContain("安还演示服务有限公司");
    expect(page).toContain("金额");
    expect(page).toContain(`第${index + 1}页，共3页`);
  }
});

test("the same letter gives the same bytes, and says nothing of the machine that made it", async () => {
  const [once, again] = [await renderPdf(letter(["您好"])), await renderPdf(letter(["您好"]))];
  expect(once.equals(again)).toBe(true);
  expect(once.subarray(0, 5).toString()).toBe("%PDF-");
  expect(once.toString("latin1")).toContain("/Lang (zh-CN)");
  expect(once.toString("latin1")).toContain("D:20261123040000Z");
  expect(once.toString("latin1")).not.toMatch(/pdfmake|node_modules|\/home\//);
});

test("a long line of Chinese breaks within the page, and no line begins with a comma", async () => {
  const sentence = "本金人民币叁仟陆佰壹拾捌元捌角玖分，";
  const [page = ""] = readPdfText(await renderPdf(letter([sentence.repeat(12)])));
  expect(page.split(sentence).length).toBe(13);
});

test("a rare character that the type lacks leaves a visible gap with a note, and a variation selector none", async () => {
  const [page = ""] = readPdfText(await renderPdf(letter([{ text: "陈𠮷·葛\u{e0100}𛂞" }])));
  expect(page).toContain("陈〓·葛〓");
  expect(page).toContain("〓代表缺少的字：U+20BB7、U+1B09E");
  expect(readPdfText(await renderPdf(letter(["陈䶮"])))[0]).toContain("陈䶮");
});

test("characters that hide or turn text round show as gaps", async () => {
  const [page = ""] = readPdfText(await renderPdf(letter(["王\u202e\u200b娜"])));
  expect(page).toContain("王〓〓娜");
});
