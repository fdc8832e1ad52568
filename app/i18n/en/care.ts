import type { care as zh } from "../zh/care.ts";

export const care = {} satisfies typeof zh;
