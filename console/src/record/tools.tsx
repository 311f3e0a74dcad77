/** The menu of one record: everything that can be done with it, and the way to it in both systems. */
import ButtonDropdown, { type ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";

import type { RecordAction } from "@/api/trigger";
import type { RecordLine } from "@/api/words";
import { useMay } from "@/auth/gate";
import { useFollow } from "@/shared/go";

import { actionsOf, WORDS } from "./actions";

export interface ToolsProps {
  readonly line: RecordLine;
  readonly name: string;
  readonly address: string;
  readonly links: Readonly<Record<string, string>>;
  /** Further entries, such as those of a listing. */
  readonly more?: readonly ButtonDropdownProps.Item[];
  readonly onAction: (action: RecordAction) => void;
  readonly onPreview: () => void;
  readonly onMore?: (id: string) => void;
}

export function Tools({ line, name, address, links, more = [], onAction, onPreview, onMore }: ToolsProps) {
  const may = useMay("operator");
  const follow = useFollow();
  const actions = actionsOf(line);
  const chosen = (id: string) => {
    const one = actions.find(({ action }) => action === id);
    if (one !== undefined) onAction(one.action);
    else if (id === "preview") onPreview();
    else onMore?.(id);
  };
  return (
    <ButtonDropdown
      expandToViewport
      ariaLabel={`Tools for ${name}`}
      items={[
        { id: "open", text: "Open", href: address },
        { id: "preview", text: "Preview" },
        ...(may ? actions.map(({ action, refusal }) => item(action, refusal)) : []),
        ...(may ? more : []),
        ...outside(links),
      ]}
      onItemFollow={follow}
      onItemClick={({ detail }) => chosen(detail.id)}
    >
      Tools
    </ButtonDropdown>
  );
}

function item(action: RecordAction, refusal: string): ButtonDropdownProps.Item {
  if (refusal === "") return { id: action, text: WORDS[action] };
  return { id: action, text: WORDS[action], disabled: true, disabledReason: refusal };
}

/** Into both systems, where the record has a page there. */
export function outside(links: Readonly<Record<string, string>>): readonly ButtonDropdownProps.Item[] {
  const systems = [
    ["brightpearl", "Brightpearl"],
    ["xero", "Xero"],
  ] as const;
  return systems.flatMap(([system, name]) => {
    const href = links[system];
    return href === undefined
      ? []
      : [{ id: system, text: `Open in ${name}`, href, external: true, externalIconAriaLabel: "opens in a new tab" }];
  });
}
