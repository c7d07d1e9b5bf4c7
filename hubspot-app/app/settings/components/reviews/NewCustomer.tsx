import { Flex, Text } from '@hubspot/ui-extensions';
import type { ReviewedRecord, WaitingCreation } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';

interface Props {
  creation: WaitingCreation;
  connectionId: string;
  record: ReviewedRecord;
  /** Where on the page it stands. */
  place: string;
  /** How many customers fit the record. */
  count: number;
  changed: () => Promise<unknown>;
}

/** The record is none of the customers that fit it, and becomes one: said before anything is made. Names stand beside the button, where they wrap. */
export function NewCustomer({ creation: { key, erp }, connectionId, record, place, count, changed }: Props) {
  const { t, api } = useSettings();
  const name = record.name ?? t('review.noName', { recordId: record.recordId });
  return (
    <Flex direction="row" align="center" gap="sm" wrap>
      <Text variant="microcopy">{t('review.new', { record: name, erp, count })}</Text>
      <Confirmed
        id={`new-${place}-${record.recordId}`}
        label={t('review.new.create')}
        title={name}
        sentences={[t('review.new.text', { erp, record: name }), t('creations.create.duplicate')]}
        variant="primary"
        isQuiet
        act={() => api.decideCreation({ connectionId, key, answer: 'create', customerId: null })}
        success={t('creations.created')}
        changed={changed}
      />
    </Flex>
  );
}
