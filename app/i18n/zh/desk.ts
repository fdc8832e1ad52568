// What stands on every page of staff.
export const desk = {
  head: {
    demo: "演示",
    demoStaff: "演示用的登录信息",
    ways: "工作区",
    queue: "方案",
    requests: "异议和求助",
    supervision: "督导",
    staff: "工作人员",
    audit: "操作记录",
  },
  role: {
    agent: "客服",
    senior_agent: "高级客服",
    finance: "财务",
    finance_lead: "财务主管",
    operator: "运维",
    auditor: "审计",
  },
  refused: {
    title: "您的岗位没有这个权限",
    text: "这里什么也没有改变。需要时，请联系管理账号的同事。",
    missing: "没有找到这一页",
    missingText: "它可能已经处理完，或者不在您负责的范围内。",
    home: "回到工作台",
  },
};
