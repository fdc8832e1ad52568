// Words of the conversation pages.
export const conversation = {};
