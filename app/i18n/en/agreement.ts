import type { agreement as zh } from "../zh/agreement.ts";

export const agreement = {} satisfies typeof zh;
