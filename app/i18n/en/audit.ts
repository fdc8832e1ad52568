import type { audit as zh } from "../zh/audit.ts";

export const audit = {} satisfies typeof zh;
