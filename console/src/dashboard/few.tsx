/** The first few of many, so that what follows on the page stays in sight; all of them when asked for. */
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";

const FEW = 5;

interface FewProps<Item> {
  readonly of: readonly Item[];
  readonly children: (some: readonly Item[]) => ReactNode;
}

export function Few<Item>({ of: items, children }: FewProps<Item>) {
  const [all, setAll] = useState(false);
  return (
    <>
      {children(all ? items : items.slice(0, FEW))}
      {items.length > FEW && (
        <Button variant="inline-link" ariaExpanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${items.length.toLocaleString("en-GB")}`}
        </Button>
      )}
    </>
  );
}
