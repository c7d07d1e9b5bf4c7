import { useState } from 'react';
import { Accordion, Flex, LoadingSpinner } from '@hubspot/ui-extensions';
import type { CardCommand, CreationOffer as Offer, CustomerCard } from '../api/customers.ts';
import type { RecordView } from '../api/types.ts';
import { useIsSlow } from '../common/timers.ts';
import { useCard } from '../hooks/useCard.tsx';
import { isMoving, newestCommands, type CustomerData } from '../hooks/useCustomer.ts';
import { CommandProgress, NextStep } from './CommandProgress.tsx';
import { isStanding } from './command-look.ts';
import { CreationOffer } from './CreationOffer.tsx';
import { FailedLine, NotLoaded } from './Failed.tsx';

type View = Extract<RecordView, { state: 'linked' | 'not_linked' }>;

/** Of a record that is no customer yet: making one, and how far that is. */
export function NewCustomer({ view, customer }: { view: Extract<View, { state: 'not_linked' }>; customer: CustomerData }) {
  const { t } = useCard();
  const { state, reload, changed } = customer;
  const isSlow = useIsSlow();
  if (state.status === 'loading') return isSlow ? <LoadingSpinner label={t('create.loading')} showLabel /> : null;
  if (state.status === 'failed') return <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-customer" />;
  return (
    <Flex direction="column" gap="sm">
      {state.failure && <FailedLine failure={state.failure} />}
      <NewCustomers view={view} customer={state.data} changed={changed} />
    </Flex>
  );
}

interface Props {
  view: View;
  customer: CustomerCard;
  changed: () => void;
}

/** One section per ERP that could make it, or was asked to. */
export function NewCustomers({ view, customer, changed }: Props) {
  const erps = erpsOf(customer, view);
  return (
    <>
      {erps.map((erp) => (
        <InErp key={erp.id} erp={erp} isOnly={erps.length === 1} view={view} canDecide={customer.canDecide} changed={changed} />
      ))}
    </>
  );
}

interface Erp {
  id: string;
  name: string;
  offer: Offer | null;
  command: CardCommand | null;
}

function erpsOf({ offers, commands }: CustomerCard, view: View): Erp[] {
  const linked = new Set(view.state === 'linked' ? view.customers.map(({ connectionId }) => connectionId) : []);
  const asked = newestCommands(commands);
  const ids = new Set([...asked, ...offers].map(({ connectionId }) => connectionId));
  return [...ids].flatMap((id) => {
    const offer = offers.find(({ connectionId }) => connectionId === id) ?? null;
    const newest = asked.find(({ connectionId }) => connectionId === id) ?? null;
    const isOver = newest?.state === 'done' || newest?.state === 'cancelled';
    const command = newest && isOver && linked.has(id) ? null : newest;
    return offer || command ? [{ id, name: (offer ?? newest)?.connectionName ?? '', offer, command }] : [];
  });
}

interface InErpProps extends Pick<Props, 'view' | 'changed'> {
  erp: Erp;
  isOnly: boolean;
  canDecide: boolean;
}

/** Nobody was found for it, and nobody said anything of it. */
const isUnknown = ({ candidates, notYet, refused }: Extract<View, { state: 'not_linked' }>): boolean =>
  candidates.length === 0 && notYet === null && refused === null;

/** Folded while there is something better to do; what was asked stands open. It stays where it was pressed. */
function InErp({ erp: { name, offer, command }, isOnly, view, canDecide, changed }: InErpProps) {
  const { t } = useCard();
  const isFirst = isOnly && view.state === 'not_linked' && isUnknown(view);
  const [isOpen, setOpen] = useState(isFirst || command !== null);
  const isUnderWay = command !== null && isMoving(command);
  const isAsked = command !== null && isStanding(command);
  return (
    <Accordion
      title={t(isUnderWay ? 'create.title.underWay' : 'create.title', { name })}
      size="sm"
      open={isOpen}
      onClick={() => setOpen((before) => !before)}
    >
      <Flex direction="column" gap="sm">
        {command && <CommandProgress command={command} />}
        {offer && !isUnderWay && (
          <CreationOffer
            offer={offer}
            view={view}
            canDecide={canDecide}
            changed={changed}
            isAsked={isAsked}
            toldAlready={isAsked ? (command.reason?.code ?? null) : null}
          />
        )}
        {command && canDecide && <NextStep command={command} alike={offer?.alike ?? []} connections={view.connections} changed={changed} />}
      </Flex>
    </Accordion>
  );
}
