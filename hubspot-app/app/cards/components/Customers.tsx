import {
  Accordion,
  Button,
  DescriptionList,
  DescriptionListItem,
  Divider,
  Flex,
  Link,
  Modal,
  ModalBody,
  ModalFooter,
  Tag,
  Text,
} from '@hubspot/ui-extensions';
import type { Connection, LinkedCustomer } from '../api/types.ts';
import { needCents } from '../common/format.ts';
import { taxIdKind } from '../common/tax-id-forms.ts';
import { capitalised } from '../common/translate.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';

interface Props {
  customers: LinkedCustomer[];
  connections: Connection[];
  canDecide: boolean;
  /** Figures below have some. */
  areCentsBelow: boolean;
  changed: () => void;
}

/** Who this is in the ERP: the first line of the card. */
export function Customers({ customers, connections, canDecide, areCentsBelow, changed }: Props) {
  const { t } = useCard();
  return (
    <Flex direction="column" gap="xs">
      {customers.map((customer, index) => (
        <Flex key={`${customer.connectionId} ${customer.id}`} direction="column" gap="xs">
          {index > 0 && <Divider />}
          <Flex direction="row" align="center" justify="between" gap="sm" wrap>
            <Who customer={customer} connections={connections} />
            {canDecide && <Unlink customer={customer} changed={changed} />}
          </Flex>
          {customer.invoicesOf !== null && <Text variant="microcopy">{t('customer.invoicesOf', { name: customer.invoicesOf })}</Text>}
          <Subsidiaries subsidiaries={customer.subsidiaries} areCentsBelow={areCentsBelow} />
        </Flex>
      ))}
    </Flex>
  );
}

function Who({ customer, connections }: { customer: LinkedCustomer; connections: Connection[] }) {
  const { t, language } = useCard();
  const kind = taxIdKind(customer.taxId, language);
  const connection = connections.length > 1 ? connections.find(({ id }) => id === customer.connectionId)?.name : undefined;
  const facts = [
    customer.number,
    customer.taxId && t('customer.taxId', { kind: capitalised(kind), taxId: customer.taxId }),
    customer.rule && t(`rule.${customer.rule}`, { kind }),
    connection,
  ].filter(Boolean);
  return (
    <Flex direction="row" align="center" gap="sm" wrap>
      <Text format={{ fontWeight: 'bold' }}>
        {customer.url ? <Link href={{ url: customer.url, external: true }}>{customer.name}</Link> : customer.name}
      </Text>
      <Text variant="microcopy">{facts.join(' · ')}</Text>
      {customer.isBlocked && <Tag variant="error">{t('customer.blocked')}</Tag>}
    </Flex>
  );
}

function Subsidiaries({ subsidiaries, areCentsBelow }: Pick<LinkedCustomer, 'subsidiaries'> & Pick<Props, 'areCentsBelow'>) {
  const { t, format } = useCard();
  if (subsidiaries.length === 0) return null;
  const withCents = areCentsBelow || needCents(subsidiaries.flatMap(({ open }) => open.map(({ amount }) => amount)));
  const owed = (open: LinkedCustomer['subsidiaries'][number]['open']) =>
    open.length === 0 ? t('subsidiaries.nothing') : open.map((money) => format.money(money, { withCode: true, withCents })).join(' · ');
  return (
    <Accordion title={t('subsidiaries.title', { count: subsidiaries.length })} size="xs">
      <Text variant="microcopy">{t('subsidiaries.text')}</Text>
      <DescriptionList direction="row">
        {subsidiaries.map(({ name, open }) => (
          <DescriptionListItem key={name} label={name}>
            <Text>{owed(open)}</Text>
          </DescriptionListItem>
        ))}
      </DescriptionList>
    </Accordion>
  );
}

/** Asks first: figures leave the record. */
function Unlink({ customer, changed }: { customer: LinkedCustomer; changed: () => void }) {
  const { t, api, actions } = useCard();
  const { run, isRunning } = useAction();
  const overlayId = `unlink-${customer.connectionId}-${customer.id}`;
  const unlink = async () => {
    const isDone = await run(() => api.unlink({ connectionId: customer.connectionId, customerId: customer.id }), t('customer.unlinked'));
    actions.closeOverlay(overlayId);
    if (isDone) changed();
  };
  return (
    <Button
      size="xs"
      variant="transparent"
      overlay={
        <Modal id={overlayId} title={t('customer.unlink.title', { name: customer.name })} width="sm">
          <ModalBody>
            <Text>{t('customer.unlink.text')}</Text>
          </ModalBody>
          <ModalFooter>
            <Button variant="destructive" disabled={isRunning} onClick={() => void unlink()} testId="unlink-yes">
              {t('customer.unlink.yes')}
            </Button>
            <Button disabled={isRunning} onClick={() => actions.closeOverlay(overlayId)}>
              {t('cancel')}
            </Button>
          </ModalFooter>
        </Modal>
      }
    >
      {t('customer.unlink')}
    </Button>
  );
}
