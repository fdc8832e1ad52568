import type { proposals as zh } from "../zh/proposals.ts";

export const proposals = {} satisfies typeof zh;
