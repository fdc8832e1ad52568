import type { evidence as zh } from "../zh/evidence.ts";

export const evidence = {
  title: "Add papers, if you like",
  titleNeeded: "Add papers",
  lead: "Papers help us understand your situation sooner. You can go on without any.",
  leadNeeded: "Under the present rules we need at least one paper before you send. A photo is enough.",
  closed: "This proposal takes no more papers now. Those you added are below.",
  privacy:
    "Files are kept encrypted, for the people who work on this proposal only. Where a photo was taken is removed.",
  kind: "What kind of paper is it?",
  kinds: { income: "Income", spending: "Spending", health: "Health", other: "Something else" },
  kindHints: {
    income: "Such as a pay slip, a picture of your bank statement, a notice about wages",
    spending: "Such as a rental contract, a utility bill, school fees",
    health: "Such as a medical record, a hospital notice, a bill for medicine",
    other: "Such as a notice of dismissal, a proof of disaster",
  },
  files: "Choose files",
  filesHint: "Photos (JPEG, PNG) or PDF. You can choose several: 10 MB each, 25 MB at a time, 10 files in all at most.",
  consent: {
    title: "What is about your health needs a separate consent",
    text: "I agree that Anhuan, and those who work on my proposal for it, use my health details and papers only to answer this proposal. I can withdraw this at any time, and they are then deleted. I can send the proposal without agreeing.",
    hint: "Only needed when you add health papers.",
    given: "You have agreed that we use your health details and papers for this proposal.",
    withdraw: "Withdraw consent and delete health details and papers",
  },
  add: "Add files",
  list: "Papers you added",
  unnamed: "File without a name",
  facts: "{{kind}} · {{size}} · {{day}}",
  size: { kilobytes: "{{count}} KB", megabytes: "{{count}} MB" },
  remove: "Remove",
  look: "The check usually takes less than a minute. You need not wait.",
  refresh: "See the result of the check",
  status: { received: "Received", checking: "Being checked", ready: "Kept safely", refused: "Not taken" },
  problem: {
    unreadable: "We could not open this file. It may be incomplete. Please take the photo again, or export it again.",
    too_many_pixels:
      "This picture is too large: more than 40 megapixels. Please make it smaller. A screenshot is fine.",
    encrypted: "This PDF has a password, so we cannot open it. Please remove the password. A screenshot is fine too.",
    active:
      "This PDF carries scripts or attachments, so we cannot take it. Please save it as a plain PDF, or add a screenshot.",
    infected: "The security check found that this file may do harm. We did not keep it. Please choose another file.",
  },
  refusal: {
    "nothing-sent": "Please choose at least one file.",
    "no-kind": "Please choose what kind of paper it is, and choose the files again.",
    "too-many": "A proposal takes {{most}} files at most. Please remove some, or choose fewer.",
    "too-large":
      "The file “{{name}}” is larger than 10 MB. Please make it smaller and choose again. A screenshot is fine.",
    "too-much": "The files you chose are more than 25 MB together. Please add them in several steps.",
    empty: "The file “{{name}}” is empty. Please take the photo or export it again, and choose it again.",
    "other-type": "The file “{{name}}” is no photo or PDF. Please choose a JPEG, PNG or PDF. A screenshot is fine.",
    "consent-needed":
      "To add health papers, please tick the consent first, and choose the files again. You can also go on without.",
    closed: "This proposal takes no more papers now.",
    none: "None of the files you just chose was kept.",
  },
  goOn: "Go on to check",
  goOnWithout: "Go on without papers",
  toProposal: "Back to this proposal",
} satisfies typeof zh;
