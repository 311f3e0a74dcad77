/** A table that is read page by page, newest first. Its last line asks for the next page, as long as there is one. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";

interface PagedTableProps<Item> {
  readonly items: readonly Item[];
  readonly trackBy: keyof Item & string;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
  readonly loading: boolean;
  readonly loadingText: string;
  readonly empty: ReactNode;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  /** What the button for the next page says. */
  readonly more: string;
  readonly onMore: () => void;
}

export function PagedTable<Item>(props: PagedTableProps<Item>) {
  const { items, trackBy, columns, loading, loadingText, empty, hasMore, loadingMore, more, onMore } = props;
  return (
    <Table
      variant="container"
      wrapLines
      contentDensity="compact"
      header={<Header counter={items.length > 0 ? `(${items.length}${hasMore ? "+" : ""})` : ""}>Newest first</Header>}
      items={items}
      trackBy={trackBy}
      loading={loading}
      loadingText={loadingText}
      empty={empty}
      columnDefinitions={columns}
      footer={
        hasMore && (
          <Box textAlign="center">
            <Button variant="link" loading={loadingMore} onClick={onMore}>
              {more}
            </Button>
          </Box>
        )
      }
    />
  );
}
