import { LoadingButton } from '@hubspot/ui-extensions';
import type { DealOrderState } from '../../api/orders.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { useCreation } from '../../hooks/useCreation.ts';
import { KnownCustomers } from '../KnownCustomers.tsx';
import type { Act } from './Actions.tsx';

interface Props {
  deal: Pick<DealOrderState, 'connectionId' | 'connectionName'>;
  act: Act;
}

/** Whoever buys becomes a customer of the ERP: before the order is asked for, or while it waits for that. */
export function CreateCustomer({ deal: { connectionId, connectionName }, act }: Props) {
  const { t } = useCard();
  const creation = useCreation({ connectionId, connectionName }, act.run);
  if (creation.known.length > 0)
    return <KnownCustomers {...{ connectionId, connectionName, creation }} isRunning={act.isRunning} linking={null} />;
  return (
    <LoadingButton size="xs" loading={act.isRunning} onClick={() => void creation.create([])} testId="create-customer">
      {t('create.button.customer')}
    </LoadingButton>
  );
}
