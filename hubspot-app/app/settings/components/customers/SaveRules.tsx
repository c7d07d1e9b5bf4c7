import { Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useStep, type Offered, type RulesDraft } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import { Discard } from './Discard.tsx';
import { OvertakenRules } from './Overtaken.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  draft: RulesDraft;
  changed: () => Promise<unknown>;
}

/** Saving keeps a draft: what is live goes on as it is. What somebody else saved meanwhile is written over only by who says so. */
export function SaveRules({ connectionId, view, draft, changed }: Props) {
  const { t, api } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const isProposal = view.state === 'off' && !view.isDraft;
  const change = async (revision: number, act: () => Promise<unknown>, success: string) => {
    const acted = () => act().then(() => draft.setRevision(revision + 1));
    if (await step(acted, success)) draft.clear();
  };
  const save = (revision: number) => change(revision, () => api.saveCustomers(connectionId, draft.rules, revision), t('customers.saved'));
  const discard = async (to: 'nothing' | 'stopped') => {
    await api.discardCustomers(connectionId, draft.revision, to);
    draft.setRevision(draft.revision + 1);
    draft.clear();
  };
  if (!draft.isChanged && !view.isDraft && !isProposal) return <FailureAlert failure={failure} />;
  return (
    <Flex direction="column" gap="sm">
      {draft.isChanged && !draft.isOvertaken && <Text>{t('customers.unsaved')}</Text>}
      {draft.isOvertaken && (
        <OvertakenRules view={view} isRunning={isRunning} load={draft.clear} saveOver={() => void save(view.revision)} />
      )}
      {!(draft.isOvertaken && failure?.code === 'customers.changed_meanwhile') && <FailureAlert failure={failure} />}
      <Flex direction="row" gap="sm" wrap>
        <LoadingButton
          size="sm"
          variant={draft.isChanged || isProposal ? 'primary' : 'secondary'}
          loading={isRunning}
          disabled={draft.isOvertaken || (!draft.isChanged && !isProposal)}
          onClick={() => void save(draft.revision)}
          testId={`save-customers-${connectionId}`}
        >
          {t('customers.save')}
        </LoadingButton>
        {!draft.isOvertaken && draft.isChanged && (
          <Button size="sm" disabled={isRunning} onClick={draft.clear} testId={`undo-customers-${connectionId}`}>
            {t('customers.undo')}
          </Button>
        )}
        {!draft.isOvertaken && <Discard connectionId={connectionId} view={view} discard={discard} changed={changed} />}
      </Flex>
    </Flex>
  );
}
