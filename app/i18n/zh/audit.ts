// Words of the audit pages.
export const audit = {};
