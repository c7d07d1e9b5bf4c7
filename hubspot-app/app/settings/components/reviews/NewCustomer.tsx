import type { ReviewedRecord, WaitingCreation } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';

/** What a button has room for on a narrow page; the dialogue names it in full. */
const MOST_ON_BUTTON = 18;

const onButton = (erp: string): string => (erp.length > MOST_ON_BUTTON ? `${erp.slice(0, MOST_ON_BUTTON - 1).trimEnd()}…` : erp);

interface Props {
  creation: WaitingCreation;
  connectionId: string;
  record: ReviewedRecord;
  /** Where on the page it stands. */
  place: string;
  changed: () => Promise<unknown>;
}

/** The record is none of the customers that fit it, and becomes one: said before anything is made. */
export function NewCustomer({ creation: { key, erp }, connectionId, record, place, changed }: Props) {
  const { t, api } = useSettings();
  const name = record.name ?? t('review.noName', { recordId: record.recordId });
  return (
    <Confirmed
      id={`new-${place}-${record.recordId}`}
      label={t('review.new', { erp: onButton(erp) })}
      title={name}
      sentences={[t('review.new.text', { erp, record: name }), t('creations.create.duplicate')]}
      variant="primary"
      isQuiet
      act={() => api.decideCreation({ connectionId, key, answer: 'create', customerId: null })}
      success={t('creations.created')}
      changed={changed}
    />
  );
}
