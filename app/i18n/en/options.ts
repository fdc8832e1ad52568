import type { options as zh } from "../zh/options.ts";

export const options = {} satisfies typeof zh;
