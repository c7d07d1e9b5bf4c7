import { LoadingButton } from '@hubspot/ui-extensions';
import type { DealOrderState } from '../../api/orders.ts';
import { useCard } from '../../hooks/useCard.tsx';
import type { Act } from './Actions.tsx';

interface Props {
  deal: Pick<DealOrderState, 'connectionId' | 'connectionName'>;
  act: Act;
}

/** Whoever buys becomes a customer of the ERP: before the order is asked for, or while it waits for that. */
export function CreateCustomer({ deal: { connectionId, connectionName: name }, act }: Props) {
  const { t, api } = useCard();
  return (
    <LoadingButton
      size="xs"
      loading={act.isRunning}
      onClick={() => void act.run(() => api.createCustomer(connectionId), t('asked.again', { name }))}
      testId="create-customer"
    >
      {t('create.button.customer')}
    </LoadingButton>
  );
}
