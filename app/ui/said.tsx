import { Fragment } from "react";
import { splitAtAmounts } from "#app/kernel/money.ts";
import { Amount } from "./amount.tsx";

/** A sentence of the catalogue in which every amount can be read by a check, as all the others on the page. */
export function Said({ text }: { text: string }) {
  const pieces = splitAtAmounts(text);
  if (pieces.every((piece) => typeof piece === "string")) return text;
  return (
    // One element, so that a button keeps the blank between its words and its amount.
    <span>
      {pieces.map((piece, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
        <Fragment key={index}>
          {typeof piece === "string" ? piece : <Amount minor={piece.amountMinor} currency={piece.currency} />}
        </Fragment>
      ))}
    </span>
  );
}
