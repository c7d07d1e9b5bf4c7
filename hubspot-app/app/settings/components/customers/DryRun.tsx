import { Flex, Heading, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { CustomerRunGroup } from '../../api/customers.ts';
import { partOf, useApproval } from '../../hooks/approval.ts';
import { useStep } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert, NoticeAlert } from '../Notices.tsx';
import { Approve } from './Approve.tsx';
import { estimateInWords, estimateOf } from './estimate.ts';
import { LeftOutNow, useLeftOutNames } from './LeftOut.tsx';
import { DraftChanges } from './DraftChanges.tsx';
import type { StepProps } from './NextStep.tsx';
import { RunGroups } from './RunGroups.tsx';
import { RunProgress } from './RunProgress.tsx';

/** What the saved draft would do, or what was not approved of the live rules, before anything is written. */
export function DryRun(props: StepProps) {
  const { t, api } = useSettings();
  const { connectionId, isConnectionLive, view, isChanged, changed } = props;
  const { preview } = view;
  const { step, isRunning, failure } = useStep(changed);
  const approval = useApproval(view);
  const names = useLeftOutNames(view);
  const isTicked = (group: CustomerRunGroup) => {
    const part = partOf(group);
    return part !== null && approval.isTicked(part);
  };
  const isUnderWay = preview?.state === 'running' || preview?.state === 'paused';
  const isDone = preview?.state === 'done';
  const estimate = isDone ? estimateOf(preview.groups.filter(isTicked)) : null;
  const text = view.isDraft ? 'customers.dryRun.text' : 'customers.dryRun.rest';
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.dryRun')}</Heading>
      <Text>{t(isChanged ? 'customers.dryRun.saveFirst' : text)}</Text>
      <DraftChanges view={view} />
      {!isDone && names.length > 0 && <Text>{t('customers.dryRun.leftOut', { names: names.join(', ') })}</Text>}
      {preview && <RunProgress connectionId={connectionId} run={preview} kind="dry" changed={changed} />}
      {preview && <RunGroups run={preview} view={view} tense="dry" {...(isDone && { approval })} />}
      {isDone && <LeftOutNow view={view} preview={preview} approval={approval} />}
      {estimate && <Text>{t('customers.estimate', estimateInWords(estimate, t))}</Text>}
      {!isConnectionLive && <NoticeAlert notice={{ code: 'customers.connection_first', params: {} }} />}
      <FailureAlert failure={failure} />
      {!isUnderWay && (
        <Flex>
          <LoadingButton
            size="sm"
            variant={preview || !view.isDraft ? 'secondary' : 'primary'}
            loading={isRunning}
            disabled={isChanged || !isConnectionLive}
            onClick={() => void step(() => api.previewCustomers(connectionId))}
            testId={`dry-run-${connectionId}`}
          >
            {t(preview ? 'customers.dryRun.again' : 'customers.dryRun.start')}
          </LoadingButton>
        </Flex>
      )}
      {isDone && <Approve {...props} preview={preview} approval={approval} />}
    </Flex>
  );
}
