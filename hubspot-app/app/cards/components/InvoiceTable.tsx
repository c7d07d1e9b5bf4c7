import { useState } from 'react';
import { Button, Flex, StatusTag, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import type { InvoiceListQuery } from '../api/endpoints.ts';
import type { InvoicePage, InvoiceRow } from '../api/types.ts';
import { needCents } from '../common/format.ts';
import { useCard } from '../hooks/useCard.tsx';
import { InvoicePanel, panelId } from './InvoicePanel.tsx';
import { dueKey, isAwaited, isOwed, signed, statusLook } from './status.ts';

interface Props {
  page: InvoicePage;
  query: InvoiceListQuery;
  change: (patch: Partial<InvoiceListQuery>) => void;
  withCode: boolean;
  /** Figures above have some. */
  areCentsAbove: boolean;
  changed: () => void;
}

/**
 * The invoices of one page, in rows of two lines, so that what is open and its status stay in sight in the narrow middle of a record: a card
 * is not told how wide it is. A click on the number opens the invoice beside the table.
 */
export function InvoiceTable({ page, query, change, withCode, areCentsAbove, changed }: Props) {
  const { t } = useCard();
  const [opened, setOpened] = useState<string | null>(null);
  const withCents = areCentsAbove || needCents(page.invoices.flatMap(({ total, open }) => [total.amount, open.amount]));
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
          <TableHeader>{t('column.invoice')}</TableHeader>
          <TableHeader align="right" width="min">
            {t('column.open')}
          </TableHeader>
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
  const { text, ...look } = statusLook(invoice, { t, format, ...money, isShort: true });
  const due = dueKey(invoice);
  const dueWord = due === 'whole' && invoice.status === 'overdue' ? 'past' : due;
  const total = format.money(signed(invoice, invoice.total), money);
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="xs">
          <Flex direction="row" align="center" gap="xs" wrap>
            <Button
              size="xs"
              variant="transparent"
              onClick={open}
              overlay={<InvoicePanel invoice={invoice} isOpened={isOpened} changed={changed} />}
              testId={`open-${invoice.id}`}
            >
              {invoice.number ?? t('invoice.unnumbered')}
            </Button>
            <Text variant="microcopy">{format.day(invoice.issuedOn)}</Text>
            {invoice.type !== 'invoice' && <Tag>{t(`type.${invoice.type}`)}</Tag>}
          </Flex>
          <Flex direction="row" align="center" gap="xs" wrap>
            <StatusTag {...look} testId={`status-${invoice.id}`}>
              {text}
            </StatusTag>
            {invoice.dueOn && isAwaited(invoice) && (
              <Text variant="microcopy">{t(`invoice.dueOn.${dueWord}`, { day: format.day(invoice.dueOn) })}</Text>
            )}
          </Flex>
          {invoice.customerName && <Text variant="microcopy">{invoice.customerName}</Text>}
        </Flex>
      </TableCell>
      <TableCell width="min" align="right">
        <Text>{isOwed(invoice) ? format.money(signed(invoice, invoice.open), money) : '–'}</Text>
        <Text variant="microcopy">{isOwed(invoice) ? t('invoice.ofTotal', { total }) : t('invoice.inTotal', { total })}</Text>
      </TableCell>
    </TableRow>
  );
}
