// Words of the requests pages.
export const requests = {};
