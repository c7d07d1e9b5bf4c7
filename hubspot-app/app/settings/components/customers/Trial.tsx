import { Alert, Flex, Heading, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useStep } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import type { StepProps } from './NextStep.tsx';
import { RunGroups } from './RunGroups.tsx';
import { RunProgress } from './RunProgress.tsx';

/** The first ten were written: a person looks at them on both sides before the rest follows. */
export function Trial({ connectionId, view, changed }: StepProps) {
  const { t, api } = useSettings();
  const { run } = view;
  const groups = run?.groups ?? [];
  const hasGroups = groups.length > 0;
  const waiting = groups.filter(({ reason }) => reason?.code === 'command.waiting_trial').reduce((sum, { count }) => sum + count, 0);
  const isUnseen = waiting > 0 && !groups.some(({ kind, count }) => kind === 'create' && count > 0);
  const { step, isRunning, failure } = useStep(changed);
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.trial')}</Heading>
      <Text>{t(hasGroups ? 'customers.trial.look' : 'customers.trial.below')}</Text>
      {run && <RunProgress connectionId={connectionId} run={run} kind="apply" changed={changed} />}
      {run && <RunGroups run={run} view={view} tense="done" />}
      {isUnseen && (
        <Alert title={t('customers.trial.unseen')} variant="warning">
          {t('customers.trial.unseen.text', { count: waiting })}
        </Alert>
      )}
      <FailureAlert failure={failure} />
      <Flex>
        <LoadingButton
          variant="primary"
          loading={isRunning}
          onClick={() => void step(() => api.confirmCustomers(connectionId), t('customers.confirmed'))}
          testId={`confirm-customers-${connectionId}`}
        >
          {t('customers.trial.confirm')}
        </LoadingButton>
      </Flex>
    </Flex>
  );
}
