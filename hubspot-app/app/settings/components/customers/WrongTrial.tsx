import { Alert, Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useStep, type Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import { trialCounts } from './trial-counts.ts';
import { UndoMany } from './UndoMany.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
  close: () => void;
}

/** The first ten are not right: what was written is taken back or stays, and nothing follows. What stopping gives up is read here, so one press stops. */
export function WrongTrial({ connectionId, view, changed, close }: Props) {
  const { t, api } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { created, written } = trialCounts(view);
  const { undoing, archivalsPlanned, held } = view.counts;
  const archivals = archivalsPlanned + held;
  return (
    <Alert title={t('trial.wrong.title')} variant="warning">
      <Flex direction="column" gap="sm">
        <Text>{t('trial.wrong.text')}</Text>
        {written > 0 && view.run && (
          <>
            <Text>{t('trial.wrong.undo')}</Text>
            <UndoMany
              connectionId={connectionId}
              group={{ trialSince: view.run.startedAt, upTo: null }}
              label={t('trial.wrong.undo.do')}
              changed={() => void changed()}
            />
          </>
        )}
        {created > 0 && <Text>{t('trial.wrong.created', { count: created })}</Text>}
        {archivals > 0 && <Text>{t('customers.stop.archivals', { count: archivals })}</Text>}
        {undoing > 0 && <Text>{t('trial.undoing.now', { count: undoing })}</Text>}
        <FailureAlert failure={failure} />
        <Flex direction="row" gap="sm" wrap>
          <LoadingButton
            size="sm"
            variant="destructive"
            loading={isRunning}
            onClick={() => void step(() => api.stopCustomers(connectionId), t('customers.stopped'))}
            testId={`stop-trial-${connectionId}`}
          >
            {t('customers.stop')}
          </LoadingButton>
          <Button size="sm" disabled={isRunning} onClick={close} testId={`not-wrong-${connectionId}`}>
            {t('cancel')}
          </Button>
        </Flex>
      </Flex>
    </Alert>
  );
}
