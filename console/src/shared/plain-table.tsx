/** A table to read: no selection, no sorting, no pages. Those of Cloudscape weigh more than the whole dashboard. */
import type { ReactNode } from "react";

export interface Column<Item> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (item: Item) => ReactNode;
  /** Names its row; one column does. */
  readonly names?: boolean;
  /** Its text is not broken into lines. */
  readonly whole?: boolean;
}

interface PlainTableProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly columns: readonly Column<Item>[];
}

export function PlainTable<Item>({ label, items, keyOf, columns }: PlainTableProps<Item>) {
  return (
    <table className="plain" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ id, header }) => (
            <th key={id} scope="col">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={keyOf(item)}>
            {columns.map(({ id, cell, names, whole }) =>
              names ? (
                <th key={id} scope="row">
                  {cell(item)}
                </th>
              ) : (
                <td key={id} className={whole ? "whole" : undefined}>
                  {cell(item)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
