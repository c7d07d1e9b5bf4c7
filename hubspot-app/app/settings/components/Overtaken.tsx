import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import { useSettings } from '../hooks/useSettings.tsx';

interface Props {
  title: string;
  isRunning: boolean;
  load: () => void;
  saveOver: () => void;
}

/** Somebody else saved while this person was editing: nothing of either is lost before one of the two says so. */
export function Overtaken({ title, isRunning, load, saveOver }: Props) {
  const { t } = useSettings();
  return (
    <Alert title={title} variant="warning">
      <Flex direction="column" gap="sm">
        <Text>{t('overtaken.text')}</Text>
        <Flex direction="row" gap="sm" wrap>
          <Button size="sm" disabled={isRunning} onClick={load} testId="load-theirs">
            {t('overtaken.load')}
          </Button>
          <Button size="sm" disabled={isRunning} onClick={saveOver} testId="save-over-theirs">
            {t('overtaken.saveOver')}
          </Button>
        </Flex>
      </Flex>
    </Alert>
  );
}
