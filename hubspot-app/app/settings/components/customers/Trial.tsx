import { useState } from 'react';
import { Alert, Button, Flex, Heading, LoadingButton, Text, Tile } from '@hubspot/ui-extensions';
import { useStep } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import type { StepProps } from './NextStep.tsx';
import { RunGroups } from './RunGroups.tsx';
import { RunProgress } from './RunProgress.tsx';
import { trialCounts } from './trial-counts.ts';
import { WrongTrial } from './WrongTrial.tsx';

/** The first ten were written: a person looks at them on both sides, and says that the rest follows, or what becomes of them. */
export function Trial({ connectionId, view, changed }: StepProps) {
  const { t, api } = useSettings();
  const { run } = view;
  const hasGroups = (run?.groups ?? []).length > 0;
  const { toCreate, created, written, waiting, isWriting } = trialCounts(view);
  const isUnseen = toCreate > 0 && created === 0;
  const { step, isRunning, failure } = useStep(changed);
  const [isWrong, setWrong] = useState(false);
  return (
    <Tile>
      <Flex direction="column" gap="sm">
        <Heading>{t('customers.trial')}</Heading>
        <Text format={{ fontWeight: 'demibold' }}>
          {[t('trial.created', { count: created }), t('trial.written', { count: written }), t('trial.waiting', { count: waiting })].join(
            ' ',
          )}
        </Text>
        <Text>{t(hasGroups ? 'customers.trial.look' : 'customers.trial.below')}</Text>
        {run && <RunProgress connectionId={connectionId} run={run} kind="apply" changed={changed} />}
        {run && <RunGroups run={run} view={view} tense="done" />}
        {isUnseen && (
          <Alert title={t('customers.trial.unseen')} variant="warning">
            {t('customers.trial.unseen.text', { count: toCreate })}
          </Alert>
        )}
        <FailureAlert failure={failure} />
        <Flex direction="row" gap="sm" wrap>
          <LoadingButton
            variant="primary"
            loading={isRunning}
            disabled={isWriting}
            onClick={() => void step(() => api.confirmCustomers(connectionId), t('customers.confirmed'))}
            testId={`confirm-customers-${connectionId}`}
          >
            {t('customers.trial.confirm')}
          </LoadingButton>
          <Button onClick={() => setWrong(!isWrong)} testId={`wrong-customers-${connectionId}`}>
            {t('trial.wrong')}
          </Button>
        </Flex>
        <Text variant="microcopy">
          {isWriting ? t('trial.writing') : waiting > 0 ? t('trial.goOn', { count: waiting }) : t('trial.goOn.none')}
        </Text>
        {isWrong && <WrongTrial connectionId={connectionId} view={view} changed={changed} close={() => setWrong(false)} />}
      </Flex>
    </Tile>
  );
}
