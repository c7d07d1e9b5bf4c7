import { Button, Divider, Flex, Tag, Text } from '@hubspot/ui-extensions';
import type { ReviewCandidate, ReviewGroup } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import { compare } from './compare.ts';
import { NewCustomer } from './NewCustomer.tsx';
import { RecordLink } from './RecordLink.tsx';
import { CustomerHead, Differences } from './SideBySide.tsx';
import { useDecisions } from './useDecisions.ts';

interface Props {
  customer: ReviewGroup['customers'][number];
  group: ReviewGroup;
  changed: () => Promise<unknown>;
}

/** An ERP customer beside each record that it may be: why it was found, what differs, and what a person can say. */
export function Customer({ customer, group, changed }: Props) {
  const { t } = useSettings();
  const { candidates } = customer;
  const { records } = group;
  return (
    <Flex direction="column" gap="sm">
      <Divider />
      <CustomerHead customer={customer} facts={compare(records[0]?.facts ?? null, customer.facts).others}>
        {candidates.length > 1 && <Tag variant="warning">{t('review.several', { count: candidates.length })}</Tag>}
      </CustomerHead>
      <Pairs {...{ customer, group, changed }} />
    </Flex>
  );
}

function Pairs({ customer, group, changed }: Props) {
  const { t } = useSettings();
  const { decideOne, isRunning, failure } = useDecisions(changed);
  const { connectionId, customerId, name, candidates } = customer;
  const { objectType, records } = group;
  const about = { connectionId, customerId, objectType };
  const leaveOut = (
    <Button
      size="xs"
      variant="transparent"
      disabled={isRunning}
      onClick={() => void decideOne('ignore', { ...about, recordId: null }, { name })}
      testId={`ignore-${customerId}`}
    >
      {t('review.ignore')}
    </Button>
  );
  return (
    <>
      {candidates.map((candidate) => {
        const { recordId, rule } = candidate;
        const record = records.find((one) => one.recordId === recordId);
        if (!record) return null;
        const creation = isLastOf(group, connectionId, recordId) ? candidate.creation : null;
        const named = { name, record: record.name ?? t('review.noName', { recordId }) };
        return (
          <Flex key={recordId} direction="column" gap="xs">
            <Flex direction="row" align="baseline" gap="xs" wrap>
              {candidates.length > 1 && <RecordLink record={record} />}
              <Text variant="microcopy">{t(`review.found.${rule as 'tax_id'}`)}</Text>
            </Flex>
            {record.facts && <Differences hubspot={record.facts} erp={customer.facts} rule={rule} />}
            <Flex direction="row" gap="sm" wrap>
              <Button
                size="xs"
                disabled={isRunning}
                onClick={() => void decideOne('link', { ...about, recordId }, named)}
                testId={`link-${customerId}-${recordId}`}
              >
                {t('review.link')}
              </Button>
              {!creation && (
                <Button
                  size="xs"
                  variant="transparent"
                  disabled={isRunning}
                  onClick={() => void decideOne('not_this', { ...about, recordId }, named)}
                  testId={`not-${customerId}-${recordId}`}
                >
                  {t('review.notThis')}
                </Button>
              )}
              {candidates.length === 1 && leaveOut}
            </Flex>
            {creation && <NewCustomer place={customerId} count={1} {...{ creation, connectionId, record, changed }} />}
          </Flex>
        );
      })}
      {candidates.length > 1 && <Flex>{leaveOut}</Flex>}
      <FailureAlert failure={failure} />
    </>
  );
}

/** Refusing one of several only leaves the others in question; with the last one the record's own creation goes on. */
function isLastOf({ customers, others }: ReviewGroup, connectionId: string, recordId: ReviewCandidate['recordId']): boolean {
  const fitting = customers.filter((one) => one.connectionId === connectionId && one.candidates.some((it) => it.recordId === recordId));
  return fitting.length === 1 && !others.some((one) => one.connectionId === connectionId);
}
