import type { budget as zh } from "../zh/budget.ts";

export const budget = {} satisfies typeof zh;
