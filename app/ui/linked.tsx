import { Fragment } from "react";

interface LinkedProps {
  text: string;
  /** What in the text becomes a link, and to where. */
  links: Readonly<Record<string, string>>;
}

/** A sentence of the catalogue in which an address or a number can be touched. */
export function Linked({ text, links }: LinkedProps) {
  const [found, to] = Object.entries(links).find(([piece]) => text.includes(piece)) ?? [];
  if (found === undefined || to === undefined) return text;
  return text.split(found).map((piece, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
    <Fragment key={index}>
      {index > 0 && <a href={to}>{found}</a>}
      <Linked text={piece} links={links} />
    </Fragment>
  ));
}
