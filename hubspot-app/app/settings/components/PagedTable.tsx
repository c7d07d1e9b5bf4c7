import { Fragment, type ReactNode } from 'react';
import { Flex, Heading, LoadingSpinner, Table, TableBody, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { usePages } from '../hooks/pages.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { Failed } from './Notices.tsx';

interface Props<Page, Row> {
  /** Stays the same function as long as it loads the same list. */
  load: (page: number) => Promise<Page>;
  rowsOf: (page: Page) => Row[];
  keyOf: (row: Row) => string;
  /** What counts the same rows and was read by itself: when it changes, so does the list. */
  counts: object;
  title: string;
  text: string;
  /** None: rows without heads. */
  columns: string[];
  /** The last of them holds numbers. */
  endsInNumbers?: boolean;
  /** Between the words and the rows. */
  tools?: (page: Page) => ReactNode;
  /** In the place of the whole list while it has no rows. */
  none?: ReactNode;
  /** `again`: something of this row was done. */
  children: (row: Row, again: () => Promise<unknown>) => ReactNode;
}

/** A list with a title, page by page; a page that was emptied gives way to the one before. */
export function PagedTable<Page extends { pageCount: number }, Row>(props: Props<Page, Row>) {
  const { load, counts, rowsOf, keyOf, title, text, columns, endsInNumbers = false, tools, none = null, children } = props;
  const { t } = useSettings();
  const { state, reload, paging } = usePages(load, counts);
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const rows = rowsOf(state.data);
  if (rows.length === 0) return none;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{title}</Heading>
      <Text>{text}</Text>
      {tools?.(state.data)}
      <Table density="condensed" {...paging}>
        {columns.length > 0 && (
          <TableHead>
            <TableRow>
              {columns.map((column, index) => (
                <TableHeader key={column} align={endsInNumbers && index === columns.length - 1 ? 'right' : 'left'}>
                  {column}
                </TableHeader>
              ))}
            </TableRow>
          </TableHead>
        )}
        <TableBody>
          {rows.map((row) => (
            <Fragment key={keyOf(row)}>{children(row, reload)}</Fragment>
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}
