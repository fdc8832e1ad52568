import { data } from "react-router";

export function loader(): null {
  throw data(null, 404);
}

export default function ProposalPage() {
  return null;
}
