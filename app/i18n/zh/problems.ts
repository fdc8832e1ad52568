// Pages for a request that reaches no page.
export const problems = {
  elsewhere: {
    title: "请从本网站的页面提交",
    text: "这次提交不是从本网站的页面发出的，所以没有处理。您的信息没有变化。请打开原来的页面，再提交一次。",
  },
  missing: {
    title: "没有找到这个页面",
    text: "网址可能有误，或者页面已经移走。您可以从首页重新开始。",
  },
  tooLarge: {
    title: "提交的内容太长",
    text: "这次提交没有处理。请把内容缩短，再提交一次。",
  },
  busy: {
    title: "现在访问的人较多",
    text: "页面暂时打不开。您的信息没有变化。请等一分钟，再打开这个页面。",
  },
  broken: {
    title: "页面暂时打不开",
    text: "这是我们的问题，不是您的。请稍后再试。如果仍然打不开，请把下面的编号告诉我们。",
  },
  unreadable: {
    title: "没有看懂这次请求",
    text: "这次请求没有处理。请返回上一页，再试一次。",
  },
  reference: "编号：{{traceId}}",
  home: "返回首页",
  help: "帮助",
};
