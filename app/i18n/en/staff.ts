import type { staff as zh } from "../zh/staff.ts";

export const staff = {} satisfies typeof zh;
