import type { Catalogue } from "../zh/catalogue.ts";
import { accessibility } from "./accessibility.ts";
import { accounts } from "./accounts.ts";
import { contact } from "./contact.ts";
import { genuine } from "./genuine.ts";
import { help } from "./help.ts";
import { home } from "./home.ts";
import { identity } from "./identity.ts";
import { payments } from "./payments.ts";
import { parts } from "./parts.ts";
import { placements } from "./placements.ts";
import { privacy } from "./privacy.ts";
import { problems } from "./problems.ts";
import { shared } from "./shared.ts";

export const en = {
  accessibility,
  accounts,
  contact,
  genuine,
  help,
  home,
  identity,
  payments,
  parts,
  placements,
  privacy,
  problems,
  shared,
} satisfies Catalogue;
