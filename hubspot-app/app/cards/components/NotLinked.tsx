import { Alert, Button, Divider, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { RecordView } from '../api/types.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import type { RecordData } from '../hooks/useRecord.ts';
import { Candidates, CustomerSearch } from './Candidates.tsx';
import { NewCustomer } from './NewCustomer.tsx';
import { RefusedCustomers } from './RefusedCustomers.tsx';

type View = Extract<RecordView, { state: 'not_linked' }>;
interface Props {
  view: View;
  changed: () => void;
}

/** Set by a person, and nothing has been found since. */
export const isNotYet = ({ notYet, candidates }: View): boolean => notYet !== null && candidates.length === 0;

/** Never a dead end: who it could be and why, a search, "not yet", or a new customer. */
export function NotLinked({ view, record }: { view: View; record: RecordData }) {
  const { t } = useCard();
  const changed = () => void record.reload();
  const { connections, canDecide } = view;
  return (
    <Flex direction="column" gap="md">
      {isNotYet(view) ? <NotYet view={view} changed={changed} /> : <Which view={view} changed={changed} />}
      {canDecide ? (
        <>
          <Divider />
          <CustomerSearch connections={connections} changed={changed} />
          {!isNotYet(view) && <SayNotYet view={view} changed={changed} />}
        </>
      ) : (
        <Text>{t('notLinked.mayNot')}</Text>
      )}
      <NewCustomer view={view} record={record} />
    </Flex>
  );
}

function Which({ view, changed }: Props) {
  const { t, format } = useCard();
  const { candidates, connections, canDecide, notYet, refused } = view;
  const found = candidates.length > 0 ? t('notLinked.found', { count: candidates.length }) : refused ? null : t('notLinked.nothing');
  return (
    <>
      <Heading>{t('notLinked.title')}</Heading>
      {found && <Text>{found}</Text>}
      {notYet && <Text variant="microcopy">{t('notLinked.foundSince', { since: format.moment(notYet.since) })}</Text>}
      <Candidates candidates={candidates} connections={connections} canDecide={canDecide} changed={changed} />
      <RefusedCustomers view={view} changed={changed} />
    </>
  );
}

function SayNotYet({ view: { candidates }, changed }: Props) {
  const { t, api } = useCard();
  return <Decision text={t('notLinked.notYet')} decide={() => api.notYet(candidates)} changed={changed} testId="not-yet" />;
}

/** Says plainly what was decided, by whom and what happens next; the way back stands beside it. */
function NotYet({ view, changed }: Props) {
  const { t, api, format } = useCard();
  const { notYet, refused, canDecide } = view;
  const facts = { since: format.moment(notYet?.since ?? ''), by: notYet?.by };
  return (
    <>
      <Alert title={t('notLinked.notYet')} variant="info">
        {t(notYet?.by ? 'notLinked.notYet.by' : 'notLinked.notYet.since', facts)}{' '}
        {t(refused ? 'notLinked.notYet.others' : 'notLinked.notYet.text')}
      </Alert>
      {canDecide && <Decision text={t('notLinked.notYet.undo')} decide={api.takeBackNotYet} changed={changed} testId="not-yet-undo" />}
      <RefusedCustomers view={view} changed={changed} isNotYet />
    </>
  );
}

interface DecisionProps {
  text: string;
  decide: () => Promise<unknown>;
  changed: () => void;
  testId: string;
}

function Decision({ text, decide, changed, testId }: DecisionProps) {
  const { t } = useCard();
  const { run, isRunning } = useAction();
  const act = async () => {
    if (await run(decide, t('done'))) changed();
  };
  return (
    <Flex>
      <Button variant="secondary" size="sm" disabled={isRunning} onClick={() => void act()} testId={testId}>
        {text}
      </Button>
    </Flex>
  );
}
