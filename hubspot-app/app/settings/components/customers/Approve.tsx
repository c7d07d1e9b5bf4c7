import { Checkbox, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { CustomerRunView } from '../../api/customers.ts';
import { partOf, type Approval, type Write } from '../../hooks/approval.ts';
import { useStep } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import type { StepProps } from './NextStep.tsx';

const KINDS = [
  { write: 'creates', group: 'create' },
  { write: 'updatesErp', group: 'update_erp' },
  { write: 'updatesHubSpot', group: 'update_hubspot' },
] as const satisfies { write: Write; group: string }[];

interface Props extends StepProps {
  preview: CustomerRunView;
  approval: Approval;
}

/** Each kind of writing is allowed by itself, without the groups that are not ticked; then the first ten are written, and no more. */
export function Approve({ connectionId, view, isChanged, changed, preview, approval }: Props) {
  const { t, api } = useSettings();
  const { archivalsPlanned } = view.counts;
  const { step, isRunning, failure } = useStep(changed);
  const { writes, isTicked, tickAll } = approval;
  const isWritten = (group: CustomerRunView['groups'][number]) => {
    const part = partOf(group);
    return part !== null && (!writes[part.write] || isTicked(part));
  };
  const countOf = (kind: string) =>
    preview.groups.filter((group) => group.kind === kind && isWritten(group)).reduce((sum, { count }) => sum + count, 0);
  const written = preview.groups.filter(({ count }) => count > 0);
  const writesNow = written.some(isWritten);
  const hasLines = written.some((group) => partOf(group) !== null);
  const isNothing = !KINDS.some(({ write }) => writes[write]);
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('customers.approve.what')}</Text>
      {KINDS.map(({ write, group }) => (
        <Checkbox key={write} name={`approve-${write}`} checked={writes[write]} onChange={(isOn) => tickAll(write, isOn)}>
          {t(`customers.approve.${write}`, { count: countOf(group) })}
        </Checkbox>
      ))}
      <Text variant="microcopy">
        {[
          t('customers.approve.unticked'),
          hasLines && t('customers.approve.lines'),
          t(writesNow ? 'customers.approve.firstTen' : 'customers.approve.nothingNow'),
        ]
          .filter(Boolean)
          .join(' ')}
      </Text>
      {view.state === 'off' && archivalsPlanned > 0 && <Text>{t('customers.approve.archivals', { count: archivalsPlanned })}</Text>}
      {isNothing && <Text>{t(view.stopped ? 'customers.approve.tickAgain' : 'customers.approve.tickOne')}</Text>}
      <FailureAlert failure={failure} />
      <Flex>
        <LoadingButton
          variant="primary"
          loading={isRunning}
          disabled={isChanged || isNothing}
          onClick={() =>
            void step(
              () => api.approveCustomers(connectionId, writes, preview.id),
              t(writesNow ? 'customers.approved' : 'customers.approved.nothingNow'),
            )
          }
          testId={`approve-customers-${connectionId}`}
        >
          {t(writesNow ? 'customers.approve' : 'customers.approve.now')}
        </LoadingButton>
      </Flex>
    </Flex>
  );
}
