// Words of the case pages.
export const cases = {};
