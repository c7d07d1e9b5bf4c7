import { useCallback, useState } from 'react';
import { Accordion, Flex, LoadingSpinner, StatusTag, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { CrmPropertyList } from '@hubspot/ui-extensions/crm';
import type { InvoiceRow, RecordView } from '../api/types.ts';
import { needCents } from '../common/format.ts';
import { useLoaded } from '../common/loaded.ts';
import { useCard } from '../hooks/useCard.tsx';
import { dotted } from './dotted.ts';
import { Failed } from './Failed.tsx';
import { TieButton } from './InvoicePanel.tsx';
import { signed, statusLook } from './status.ts';

interface Props {
  dealInvoices: NonNullable<Extract<RecordView, { state: 'linked' }>['dealInvoices']>;
  orderProperty: string | null;
  /** Nothing is on the deal yet: the way to change that stands open. */
  isEmpty: boolean;
  changed: () => void;
}

/** How invoices come to a deal: by its order number, or because a person tied them. */
export function DealInvoices({ dealInvoices: { orderNumber, isOrderKnown, tied, hasOrder }, orderProperty, isEmpty, changed }: Props) {
  const { t } = useCard();
  const [isOpen, setOpen] = useState(isEmpty);
  return (
    <Flex direction="column" gap="xs">
      <Text variant="microcopy">
        {orderNumber
          ? t(isOrderKnown ? 'deal.order' : 'deal.orderUnknown', { orderNumber })
          : t(hasOrder ? 'deal.orderWithout' : 'deal.noOrder')}{' '}
        {tied > 0 ? t('deal.tied', { count: tied }) : ''}
      </Text>
      {/* Edited here, where the sentence that asks for it stands. */}
      {orderProperty && <CrmPropertyList properties={[orderProperty]} direction="row" />}
      <Accordion title={t('tie.title')} size="sm" open={isOpen} onClick={() => setOpen((before) => !before)}>
        {isOpen && <Candidates changed={changed} />}
      </Accordion>
    </Flex>
  );
}

function Candidates({ changed }: { changed: () => void }) {
  const { api, t } = useCard();
  const load = useCallback(() => api.dealCandidates(), [api]);
  const { state, reload } = useLoaded(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { invoices, lacks } = state.data;
  if (invoices.length === 0) return <Text>{t(lacks ? `tie.lacks.${lacks}` : 'tie.none')}</Text>;
  const withCents = needCents(invoices.map(({ total }) => total.amount));
  const again = () => {
    void reload();
    changed();
  };
  return (
    <Flex direction="column" gap="xs">
      <Text variant="microcopy">{t('tie.text')}</Text>
      <Table density="condensed" flush>
        <TableBody>
          {invoices.map((invoice) => (
            <CandidateRow key={`${invoice.connectionId} ${invoice.id}`} {...{ invoice, withCents }} changed={again} />
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}

/** Two columns, so that the button stays whole in the narrow middle of a record. */
function CandidateRow({ invoice, withCents, changed }: { invoice: InvoiceRow; withCents: boolean; changed: () => void }) {
  const { t, format } = useCard();
  const { text, ...look } = statusLook(invoice, { t, format, withCode: true, withCents });
  return (
    <TableRow>
      <TableCell>
        <Text>{invoice.number ?? t('invoice.noNumber')}</Text>
        <Flex direction="column" gap="xs" align="start">
          <Text variant="microcopy">{dotted([invoice.customerName, format.day(invoice.issuedOn)])}</Text>
          <TieButton invoice={invoice} isTied={false} changed={changed} />
        </Flex>
      </TableCell>
      <TableCell align="right">
        <Flex direction="column" gap="xs" align="end">
          <Text>{format.money(signed(invoice, invoice.total), { withCode: true, withCents })}</Text>
          <StatusTag {...look}>{text}</StatusTag>
        </Flex>
      </TableCell>
    </TableRow>
  );
}
