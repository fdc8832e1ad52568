import type { hardship as zh } from "../zh/hardship.ts";

export const hardship = {} satisfies typeof zh;
