import { Button, Divider, Flex, Tag, Text } from '@hubspot/ui-extensions';
import type { ReviewGroup, ReviewedRecord } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import { compare } from './compare.ts';
import { RecordLink } from './RecordLink.tsx';
import { CustomerHead, Differences } from './SideBySide.tsx';
import { useDecisions } from './useDecisions.ts';

interface Props {
  customer: ReviewGroup['customers'][number];
  objectType: ReviewGroup['objectType'];
  records: ReviewedRecord[];
  changed: () => Promise<unknown>;
}

/** An ERP customer beside each record that it may be: why it was found, what differs, and what a person can say. */
export function Customer({ customer, objectType, records, changed }: Props) {
  const { t } = useSettings();
  const { decide, isRunning, failure } = useDecisions(changed);
  const { connectionId, customerId, candidates } = customer;
  const about = { connectionId, customerId, objectType };
  return (
    <Flex direction="column" gap="sm">
      <Divider />
      <CustomerHead customer={customer} facts={compare(records[0]?.facts ?? null, customer.facts).others}>
        {candidates.length > 1 && <Tag variant="warning">{t('review.several', { count: candidates.length })}</Tag>}
      </CustomerHead>
      {candidates.map(({ recordId, rule }) => {
        const record = records.find((one) => one.recordId === recordId);
        if (!record) return null;
        return (
          <Flex key={recordId} direction="column" gap="xs">
            <Flex direction="row" align="baseline" gap="xs" wrap>
              {candidates.length > 1 && <RecordLink record={record} />}
              <Text variant="microcopy">{t(`review.found.${rule as 'tax_id'}`)}</Text>
            </Flex>
            {record.facts && <Differences hubspot={record.facts} erp={customer.facts} />}
            <Flex direction="row" gap="sm" wrap>
              <Button
                size="xs"
                disabled={isRunning}
                onClick={() => void decide('link', [{ ...about, recordId }])}
                testId={`link-${customerId}-${recordId}`}
              >
                {t('review.link')}
              </Button>
              <Button
                size="xs"
                variant="transparent"
                disabled={isRunning}
                onClick={() => void decide('not_this', [{ ...about, recordId }])}
                testId={`not-${customerId}-${recordId}`}
              >
                {t('review.notThis')}
              </Button>
              {candidates.length === 1 && (
                <LeaveOut {...{ customerId, isRunning }} leave={() => void decide('ignore', [{ ...about, recordId: null }])} />
              )}
            </Flex>
          </Flex>
        );
      })}
      {candidates.length > 1 && (
        <Flex>
          <LeaveOut {...{ customerId, isRunning }} leave={() => void decide('ignore', [{ ...about, recordId: null }])} />
        </Flex>
      )}
      <FailureAlert failure={failure} />
    </Flex>
  );
}

function LeaveOut({ customerId, isRunning, leave }: { customerId: string; isRunning: boolean; leave: () => void }) {
  const { t } = useSettings();
  return (
    <Button size="xs" variant="transparent" disabled={isRunning} onClick={leave} testId={`ignore-${customerId}`}>
      {t('review.ignore')}
    </Button>
  );
}
