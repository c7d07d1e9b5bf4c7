import { Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { OrdersView } from '../../api/orders.ts';
import { useStep } from '../../hooks/customers.ts';
import { lacksApprover, lacksOfProject, lacksPlaceholder, type OrdersDraft } from '../../hooks/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { OvertakenRules } from '../customers/Overtaken.tsx';
import { FailureAlert } from '../Notices.tsx';

interface Props {
  view: OrdersView;
  draft: OrdersDraft;
  changed: () => Promise<unknown>;
}

/** What somebody else saved meanwhile is written over only by who says so. */
export function SaveOrders({ view, draft, changed }: Props) {
  const { t, api } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { pipelines } = draft.rules;
  const missing = pipelines.some(lacksApprover)
    ? 'orders.approval.nobody'
    : pipelines.some(lacksPlaceholder)
      ? 'orders.placeholder.missing'
      : pipelines.some(lacksOfProject)
        ? 'orders.projects.missing'
        : null;
  const save = async (revision: number) => {
    const act = () => api.saveOrders(draft.rules, revision).then(() => draft.setRevision(revision + 1));
    if (await step(act, t('orders.saved'))) draft.clear();
  };
  if (!draft.isChanged) return <FailureAlert failure={failure} />;
  return (
    <Flex direction="column" gap="sm">
      {draft.isOvertaken ? (
        <OvertakenRules view={view} isRunning={isRunning} load={draft.clear} saveOver={() => void save(view.revision)} />
      ) : (
        <Text>{t('orders.unsaved')}</Text>
      )}
      {!(draft.isOvertaken && failure?.code === 'orders.changed_meanwhile') && <FailureAlert failure={failure} />}
      <Flex direction="row" gap="sm" wrap>
        <LoadingButton
          size="sm"
          variant="primary"
          loading={isRunning}
          disabled={draft.isOvertaken || missing !== null}
          onClick={() => void save(draft.revision)}
          testId="save-orders"
        >
          {t('save')}
        </LoadingButton>
        {!draft.isOvertaken && (
          <Button size="sm" disabled={isRunning} onClick={draft.clear} testId="undo-orders">
            {t('customers.undo')}
          </Button>
        )}
      </Flex>
      {missing && <Text variant="microcopy">{t(missing)}</Text>}
    </Flex>
  );
}
