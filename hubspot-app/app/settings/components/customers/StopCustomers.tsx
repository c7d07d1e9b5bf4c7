import type { Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
}

/** Ends the writing of customers, once what stays and what is given up was read. */
export function StopCustomers({ connectionId, view, changed }: Props) {
  const { t, api } = useSettings();
  const { archivalsPlanned, held, undoing } = view.counts;
  const archivals = archivalsPlanned + held;
  return (
    <Confirmed
      id={`stop-customers-${connectionId}`}
      label={t('customers.stop')}
      title={t('customers.stop.title')}
      sentences={[
        t('customers.stop.text'),
        t('customers.stop.kept'),
        ...(archivals > 0 ? [t('customers.stop.archivals', { count: archivals })] : []),
        ...(undoing > 0 ? [t('trial.undoing', { count: undoing })] : []),
      ]}
      variant="destructive"
      act={() => api.stopCustomers(connectionId)}
      success={t('customers.stopped')}
      changed={changed}
    />
  );
}
