import type { supervision as zh } from "../zh/supervision.ts";

export const supervision = {} satisfies typeof zh;
