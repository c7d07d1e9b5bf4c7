import { Accordion, Alert, Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CustomerCard, FieldPair } from '../api/customers.ts';
import type { RecordView } from '../api/types.ts';
import { propertyLabel } from '../common/property-labels.ts';
import { useCard } from '../hooks/useCard.tsx';
import { useCustomer } from '../hooks/useCustomer.ts';
import type { RecordData } from '../hooks/useRecord.ts';
import { FailedLine, NotLoaded } from './Failed.tsx';
import { FieldConflicts } from './FieldConflicts.tsx';
import { FieldHistory } from './FieldHistory.tsx';
import { Freezing } from './Freezing.tsx';
import { NewCustomers } from './NewCustomer.tsx';
import { pairLooks } from './field-pair.ts';

type View = Extract<RecordView, { state: 'linked' }>;

/** What becomes of the record's fields; loaded by itself, so that the figures never wait for it. */
export function Fields({ view, record }: { view: View; record: RecordData }) {
  const { state, reload, changed } = useCustomer(view, record);
  if (state.status === 'loading') return null;
  if (state.status === 'failed') return <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-customer" />;
  const { pairs, conflicts, changes } = state.data;
  return (
    <>
      {state.failure && <FailedLine failure={state.failure} />}
      {pairs.length + conflicts.length + changes.length > 0 && <Section customer={state.data} view={view} changed={changed} />}
      <NewCustomers view={view} customer={state.data} changed={changed} />
    </>
  );
}

export interface FieldsProps {
  customer: CustomerCard;
  /** Names the ERP of a link. */
  nameOf: (connectionId: string) => string;
  labelOf: (property: string) => string;
  changed: () => void;
}

/** One sentence when all is well; a conflict stands open, because it waits for a person. */
function Section({ customer, view, changed }: { customer: CustomerCard; view: View; changed: () => void }) {
  const words = useCard();
  const { t, language } = words;
  const { pairs, conflicts } = customer;
  const props: FieldsProps = {
    customer,
    nameOf: (id) => view.connections.find((connection) => connection.id === id)?.name ?? t('fields.theErp'),
    labelOf: (property) => propertyLabel(property, customer.labels[property], language),
    changed,
  };
  // Of two customers of one ERP on one record each has its own fields.
  const partnerOf = ({ connectionId, customerId }: FieldPair): string => {
    const name = props.nameOf(connectionId);
    const there = view.customers.filter((one) => one.connectionId === connectionId);
    const customer = there.length > 1 && there.find(({ id }) => id === customerId);
    if (!customer) return name;
    return t('fields.customer', { customer: [customer.name, customer.number].filter(Boolean).join(' · '), name });
  };
  return (
    <Flex direction="column" gap="xs">
      {pairs.map((pair) => {
        const looks = pairLooks(pair, conflicts, { ...words, name: partnerOf(pair), canDecide: customer.canDecide });
        return (
          <Flex key={`${pair.connectionId} ${pair.customerId}`} direction="row" gap="xs" wrap>
            {looks.map(({ text, ...look }, index) => (
              <StatusTag key={text} {...look} testId={['fields', pair.customerId, index || null].filter((part) => part !== null).join('-')}>
                {text}
              </StatusTag>
            ))}
          </Flex>
        );
      })}
      <Accordion title={t('fields.title')} size="sm" defaultOpen={conflicts.length > 0}>
        <Flex direction="column" gap="md">
          <FieldConflicts {...props} />
          {pairs.map((pair) => (
            <NotInStep key={`${pair.connectionId} ${pair.customerId}`} pair={pair} {...props} />
          ))}
          <FieldHistory {...props} />
          <Freezing {...props} />
        </Flex>
      </Accordion>
    </Flex>
  );
}

/** What is not in step or odd, and why: refused, doubtful, or waiting for another record to be linked. */
function NotInStep({ pair: { refused, waits, warnings }, labelOf }: { pair: FieldPair } & FieldsProps) {
  const { explain, t } = useCard();
  const all = [
    ...refused.map((one) => ({ ...one, title: 'fields.refused', variant: 'warning' }) as const),
    ...warnings.map((one) => ({ ...one, title: 'fields.worthALook', variant: 'warning' }) as const),
    ...waits.map((one) => ({ ...one, title: 'fields.waits', variant: 'info' }) as const),
  ];
  return (
    <>
      {all.map(({ property, reason, title, variant }) => {
        const { what, todo } = explain(reason);
        return (
          <Alert key={property} title={t(title, { label: labelOf(property) })} variant={variant}>
            <Text>{what}</Text>
            <Text variant="microcopy">{todo}</Text>
          </Alert>
        );
      })}
    </>
  );
}
