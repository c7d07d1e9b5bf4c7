import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { StopCustomers } from './StopCustomers.tsx';
import { trialCounts } from './trial-counts.ts';
import { UndoMany } from './UndoMany.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
  close: () => void;
}

/** The first ten are not right: what was written is taken back or stays, and nothing follows. */
export function WrongTrial({ connectionId, view, changed, close }: Props) {
  const { t } = useSettings();
  const { created, written } = trialCounts(view);
  const { undoing } = view.counts;
  return (
    <Alert title={t('trial.wrong.title')} variant="warning">
      <Flex direction="column" gap="sm">
        <Text>{t('trial.wrong.text')}</Text>
        {written > 0 && view.run && (
          <>
            <Text>{t('trial.wrong.undo')}</Text>
            <UndoMany
              connectionId={connectionId}
              of={{ trialSince: view.run.startedAt, upTo: null }}
              label={t('trial.wrong.undo.do')}
              changed={() => void changed()}
            />
          </>
        )}
        {created > 0 && <Text>{t('trial.wrong.created', { count: created })}</Text>}
        {undoing > 0 && <Text>{t('trial.undoing.now', { count: undoing })}</Text>}
        <Flex direction="row" gap="sm" wrap>
          <StopCustomers id="stop-trial" connectionId={connectionId} view={view} changed={changed} />
          <Button size="sm" onClick={close} testId={`not-wrong-${connectionId}`}>
            {t('cancel')}
          </Button>
        </Flex>
      </Flex>
    </Alert>
  );
}
