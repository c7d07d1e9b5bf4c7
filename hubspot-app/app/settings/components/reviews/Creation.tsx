import { Divider, Flex, Text } from '@hubspot/ui-extensions';
import type { CreationDecision, CreationReview } from '../../api/creation-reviews.ts';
import type { ReviewedRecord } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';
import { compare } from './compare.ts';
import { RecordLink } from './RecordLink.tsx';
import { CustomerHead, Differences } from './SideBySide.tsx';

interface Props {
  creation: CreationReview;
  changed: () => Promise<unknown>;
}

/** A HubSpot record beside each ERP customer that it may be, and what a person can say. */
export function Creation({ creation, changed }: Props) {
  const { t, api } = useSettings();
  const { key, connectionId, objectType, record, customers, named } = creation;
  const name = useNameOf()(record);
  const decide = (answer: CreationDecision['answer']) => api.decideCreation({ connectionId, key, answer, customerId: null });
  const beside = { record: name, names: named };
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="column" gap="flush">
        <Flex direction="row" align="baseline" gap="xs" wrap>
          <RecordLink record={record} />
          <Text variant="microcopy">{t(`object.${objectType}`)}</Text>
        </Flex>
        <Asked creation={creation} />
      </Flex>
      {record.facts === null && <Text variant="microcopy">{t('review.silent')}</Text>}
      {customers.map((customer) => (
        <Alike key={customer.customerId} {...{ creation, customer, changed }} />
      ))}
      {customers.length === 0 && named !== '' && <Text>{t('creations.named', { names: named })}</Text>}
      <Flex direction="row" gap="sm" wrap>
        <Confirmed
          id={`create-${key}`}
          label={t('creations.create')}
          title={name}
          sentences={[t('creations.create.text', beside), t('creations.create.duplicate')]}
          variant="primary"
          isQuiet
          act={() => decide('create')}
          success={t('creations.created')}
          changed={changed}
        />
        <Confirmed
          id={`leave-${key}`}
          label={t('creations.leave')}
          title={name}
          sentences={[t('creations.leave.text', { record: name })]}
          variant="primary"
          isQuiet
          act={() => decide('leave')}
          success={t('creations.left')}
          changed={changed}
        />
      </Flex>
    </Flex>
  );
}

function useNameOf() {
  const { t } = useSettings();
  return ({ name, recordId }: ReviewedRecord) => name ?? t('review.noName', { recordId });
}

function Asked({ creation: { askedBy, askedAt } }: Pick<Props, 'creation'>) {
  const { t, format } = useSettings();
  const moment = format.moment(askedAt);
  const words =
    askedBy.kind === 'person'
      ? t('creations.asked.person', { name: askedBy.name ?? t('creations.somebody'), moment })
      : t(`creations.asked.${askedBy.kind}`, { moment });
  return <Text variant="microcopy">{words}</Text>;
}

function Alike({ creation, customer, changed }: Props & { customer: CreationReview['customers'][number] }) {
  const { t, api } = useSettings();
  const nameOf = useNameOf();
  const { key, connectionId, record } = creation;
  const { customerId, name, rule, linkedTo, facts } = customer;
  const moves = linkedTo ? [t('creations.link.moves', { other: nameOf(linkedTo) })] : [];
  return (
    <Flex direction="column" gap="xs">
      <Divider />
      <CustomerHead customer={customer} facts={compare(record.facts, facts).others} />
      <Text variant="microcopy">{t(`creations.found.${rule as 'tax_id'}`)}</Text>
      {linkedTo && (
        <Flex direction="column" gap="flush">
          <Flex direction="row" align="baseline" gap="xs" wrap>
            <Text>{t('creations.linkedTo')}</Text>
            <RecordLink record={linkedTo} />
          </Flex>
          <Text variant="microcopy">{t('creations.linkedTo.same')}</Text>
        </Flex>
      )}
      {record.facts && <Differences hubspot={record.facts} erp={facts} rule={rule} />}
      <Flex>
        <Confirmed
          id={`link-${key}-${customerId}`}
          label={t(linkedTo ? 'creations.link.here' : 'review.link')}
          title={t('creations.link.title', { name })}
          sentences={[t('creations.link.text', { record: nameOf(record), name }), ...moves]}
          variant="primary"
          isQuiet
          act={() => api.decideCreation({ connectionId, key, answer: 'link', customerId })}
          success={t('review.linked.one', { name, record: nameOf(record) })}
          changed={changed}
        />
      </Flex>
    </Flex>
  );
}
