import { useState } from 'react';
import { Button, Flex, StatusTag, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import type { InvoiceListQuery } from '../api/endpoints.ts';
import type { InvoicePage, InvoiceRow, InvoiceSort } from '../api/types.ts';
import { needCents } from '../common/format.ts';
import { useCard } from '../hooks/useCard.tsx';
import { InvoicePanel, panelId } from './InvoicePanel.tsx';
import { isOwed, signed, statusLook } from './status.ts';

interface Props {
  page: InvoicePage;
  query: InvoiceListQuery;
  change: (patch: Partial<InvoiceListQuery>) => void;
  withCode: boolean;
  changed: () => void;
}

/** Day and number share a column, so that what is open and its status stay in sight in the narrow middle of a record. */
const COLUMNS: { sort: Exclude<InvoiceSort, 'number'>; align: 'left' | 'right' }[] = [
  { sort: 'issuedOn', align: 'left' },
  { sort: 'dueOn', align: 'left' },
  { sort: 'total', align: 'right' },
  { sort: 'open', align: 'right' },
];

/** The invoices of one page. A click on the number opens the invoice beside the table. */
export function InvoiceTable({ page, query, change, withCode, changed }: Props) {
  const { t } = useCard();
  const [opened, setOpened] = useState<string | null>(null);
  const withCents = needCents(page.invoices.flatMap(({ total, open }) => [total.amount, open.amount]));
  const paging =
    page.pageCount > 1
      ? ({
          paginated: true,
          page: query.page,
          pageCount: page.pageCount,
          maxVisiblePageButtons: 5,
          onPageChange: (to: number) => change({ page: to }),
        } as const)
      : {};
  return (
    <Table bordered density="compact" {...paging}>
      <TableHead>
        <TableRow>
          {COLUMNS.map(({ sort, align }) => (
            <TableHeader
              key={sort}
              align={align}
              width="min"
              sortDirection={query.sort === sort ? query.direction : 'none'}
              onSortChange={(direction) => change({ sort, direction: direction === 'ascending' ? 'ascending' : 'descending' })}
              testId={`sort-${sort}`}
            >
              {t(`column.${sort}`)}
            </TableHeader>
          ))}
          <TableHeader>{t('column.status')}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {page.invoices.map((invoice) => {
          const id = panelId(invoice);
          return (
            <Row
              key={id}
              invoice={invoice}
              money={{ withCode, withCents }}
              isOpened={opened === id}
              open={() => setOpened(id)}
              changed={changed}
            />
          );
        })}
      </TableBody>
    </Table>
  );
}

interface RowProps {
  invoice: InvoiceRow;
  money: { withCode: boolean; withCents: boolean };
  isOpened: boolean;
  open: () => void;
  changed: () => void;
}

function Row({ invoice, money, isOpened, open, changed }: RowProps) {
  const { t, format } = useCard();
  const { text, ...look } = statusLook(invoice, { t, format, withCode: money.withCode });
  return (
    <TableRow>
      <TableCell width="min">
        <Flex direction="column">
          <Button
            size="xs"
            variant="transparent"
            onClick={open}
            overlay={<InvoicePanel invoice={invoice} isOpened={isOpened} changed={changed} />}
            testId={`open-${invoice.id}`}
          >
            {invoice.number ?? t('invoice.noNumber')}
          </Button>
          <Text variant="microcopy">{format.day(invoice.issuedOn)}</Text>
          {invoice.type !== 'invoice' && <Tag>{t(`type.${invoice.type}`)}</Tag>}
          {invoice.customerName && <Text variant="microcopy">{invoice.customerName}</Text>}
        </Flex>
      </TableCell>
      <TableCell width="min">{format.day(invoice.dueOn)}</TableCell>
      <TableCell width="min" align="right">
        {format.money(signed(invoice, invoice.total), money)}
      </TableCell>
      <TableCell width="min" align="right">
        {isOwed(invoice) ? format.money(signed(invoice, invoice.open), money) : '–'}
      </TableCell>
      <TableCell>
        <StatusTag {...look} testId={`status-${invoice.id}`}>
          {text}
        </StatusTag>
      </TableCell>
    </TableRow>
  );
}
