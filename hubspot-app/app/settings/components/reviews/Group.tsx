import { Flex, Tag, Text, Tile } from '@hubspot/ui-extensions';
import type { ReviewDecision, ReviewGroup, ReviewedRecord, WaitingCreation } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';
import { Customer } from './Customer.tsx';
import { NewCustomer } from './NewCustomer.tsx';
import { RecordLink } from './RecordLink.tsx';
import { useDecisions } from './useDecisions.ts';

interface Props {
  group: ReviewGroup;
  changed: () => Promise<unknown>;
}

/** One HubSpot record and the ERP customers that fit it, each by itself or all at once. */
export function Group({ group, changed }: Props) {
  const { t } = useSettings();
  const { objectType, records, customers, others } = group;
  const count = customers.length + others.length;
  const [main] = records;
  if (!main) return null;
  const isSilent = records.every(({ facts }) => facts === null);
  return (
    <Tile compact>
      <Flex direction="column" gap="sm">
        <Flex direction="row" align="center" justify="between" gap="sm" wrap>
          <Flex direction="row" align="baseline" gap="xs" wrap>
            <RecordLink record={main} />
            <Text variant="microcopy">{t(`object.${objectType}`)}</Text>
          </Flex>
          {count > 1 && <Tag variant="warning">{t('review.shared', { count })}</Tag>}
        </Flex>
        {isSilent && <Text variant="microcopy">{t('review.silent')}</Text>}
        {customers.map((customer) => (
          <Customer key={`${customer.connectionId} ${customer.customerId}`} {...{ customer, group, changed }} />
        ))}
        {others.length > 0 && <Text variant="microcopy">{t('review.more', { count: others.length })}</Text>}
        {count > 1 && <AllAtOnce group={group} record={main} changed={changed} />}
      </Flex>
    </Tile>
  );
}

const ANSWERS = ['link', 'not_this', 'ignore'] as const satisfies readonly ReviewDecision['answer'][];

function AllAtOnce({ group: { objectType, customers, others }, record, changed }: Props & { record: ReviewedRecord }) {
  const { t } = useSettings();
  const { send } = useDecisions(changed);
  const { recordId } = record;
  const all = [...customers, ...others];
  const facts = { count: all.length, name: record.name ?? t('review.noName', { recordId }) };
  const pairs = all.map(({ connectionId, customerId }) => ({ connectionId, customerId, objectType, recordId }));
  const decisionsOf = (answer: ReviewDecision['answer']) =>
    answer === 'ignore' ? pairs.map((pair) => ({ ...pair, recordId: null })) : pairs;
  // "None of them" would let what waits go on unsaid.
  const waiting = waitingOf(customers, recordId);
  const answers = ANSWERS.filter((answer) => answer !== 'not_this' || waiting.length === 0);
  return (
    <>
      <Flex direction="row" align="center" gap="sm" wrap>
        <Text variant="microcopy">{t('review.all', facts)}</Text>
        {answers.map((answer) => (
          <Confirmed
            key={answer}
            id={`all-${answer}-${recordId}`}
            label={t(`review.all.${answer}`)}
            title={facts.name}
            sentences={[t(`review.all.${answer}.text`, facts)]}
            variant="primary"
            isQuiet
            act={() => send(answer, decisionsOf(answer))}
            changed={changed}
          />
        ))}
      </Flex>
      {waiting.map(({ connectionId, creation }) => (
        <NewCustomer key={connectionId} place={connectionId} count={all.length} {...{ connectionId, creation, record, changed }} />
      ))}
    </>
  );
}

/** The ERPs in which the record shall become a customer. */
function waitingOf(customers: ReviewGroup['customers'], recordId: string): { connectionId: string; creation: WaitingCreation }[] {
  const all = customers.flatMap(({ connectionId, candidates }) =>
    candidates.flatMap(({ creation, recordId: id }) => (creation && id === recordId ? [{ connectionId, creation }] : [])),
  );
  return all.filter(({ connectionId }, nth) => all.findIndex((one) => one.connectionId === connectionId) === nth);
}
