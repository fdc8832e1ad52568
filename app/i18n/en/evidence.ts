import type { evidence as zh } from "../zh/evidence.ts";

export const evidence = {} satisfies typeof zh;
