import { useSettings } from '../../hooks/useSettings.tsx';
import { Overtaken } from '../Overtaken.tsx';

interface Props {
  view: { lastChange: { at: string; by: string | null } | null };
  isRunning: boolean;
  load: () => void;
  saveOver: () => void;
}

/** Who else saved, and when. */
export function OvertakenRules({ view: { lastChange }, ...props }: Props) {
  const { t, format } = useSettings();
  const moment = lastChange ? format.moment(lastChange.at) : '';
  return <Overtaken title={t('customers.overtaken', { moment, person: lastChange?.by ?? t('customers.somebody') })} {...props} />;
}
