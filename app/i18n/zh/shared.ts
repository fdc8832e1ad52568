// Words that stand on every page.
export const shared = {
  back: "返回",
};
