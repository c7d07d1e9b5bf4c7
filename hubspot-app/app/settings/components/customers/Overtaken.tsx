import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import { useSettings } from '../../hooks/useSettings.tsx';

interface Props {
  view: { lastChange: { at: string; by: string | null } | null };
  isRunning: boolean;
  load: () => void;
  saveOver: () => void;
}

/** Somebody else saved while this person was editing: nothing of either is lost before one of the two says so. */
export function Overtaken({ view: { lastChange }, isRunning, load, saveOver }: Props) {
  const { t, format } = useSettings();
  const moment = lastChange ? format.moment(lastChange.at) : '';
  return (
    <Alert title={t('customers.overtaken', { moment, person: lastChange?.by ?? t('customers.somebody') })} variant="warning">
      <Flex direction="column" gap="sm">
        <Text>{t('customers.overtaken.text')}</Text>
        <Flex direction="row" gap="sm" wrap>
          <Button size="sm" disabled={isRunning} onClick={load} testId="load-theirs">
            {t('customers.overtaken.load')}
          </Button>
          <Button size="sm" disabled={isRunning} onClick={saveOver} testId="save-over-theirs">
            {t('customers.overtaken.saveOver')}
          </Button>
        </Flex>
      </Flex>
    </Alert>
  );
}
