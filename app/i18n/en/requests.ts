import type { requests as zh } from "../zh/requests.ts";

export const requests = {} satisfies typeof zh;
