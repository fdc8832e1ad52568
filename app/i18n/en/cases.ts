import type { cases as zh } from "../zh/cases.ts";

export const cases = {} satisfies typeof zh;
