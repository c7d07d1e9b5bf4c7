import { Alert, Button, Divider, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { CustomerCard } from '../api/customers.ts';
import type { RecordView } from '../api/types.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { isMoving, newestCommands, useCustomer } from '../hooks/useCustomer.ts';
import type { RecordData } from '../hooks/useRecord.ts';
import { Candidates, CustomerSearch } from './Candidates.tsx';
import { isSent, isStanding } from './command-look.ts';
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
  const customer = useCustomer(view, record);
  const data = customer.state.status === 'ready' ? customer.state.data : null;
  const isBeingMade = data?.commands.some(isSent) ?? false;
  return (
    <Flex direction="column" gap="md">
      {isNotYet(view) ? <NotYet view={view} changed={changed} /> : <Which view={view} creation={creationOf(data)} changed={changed} />}
      {canDecide ? (
        <>
          <Divider />
          <CustomerSearch connections={connections} changed={changed} />
          {!isNotYet(view) && !isBeingMade && <SayNotYet view={view} changed={changed} />}
        </>
      ) : (
        <Text>{t('notLinked.mayNot')}</Text>
      )}
      <NewCustomer view={view} customer={customer} />
    </Flex>
  );
}

interface Creation {
  /** Of the ERP that is making it a customer; null: none is. */
  madeIn: string | null;
  /** Refused, or waiting for something. */
  isAsked: boolean;
  isOffered: boolean;
}

function creationOf(customer: CustomerCard | null): Creation {
  const commands = newestCommands(customer?.commands ?? []);
  const isOffered = customer !== null && customer.canDecide && customer.offers.length > 0 && !commands.some(isStanding);
  return { madeIn: commands.find(isMoving)?.connectionName ?? null, isAsked: commands.some(isStanding), isOffered };
}

function Which({ view, creation: { madeIn, isAsked, isOffered }, changed }: Props & { creation: Creation }) {
  const { t, format } = useCard();
  const { candidates, connections, canDecide, notYet, refused } = view;
  const nothing =
    refused || madeIn !== null
      ? null
      : t(isOffered ? 'notLinked.nothing.orCreate' : isAsked ? 'notLinked.nothing.asked' : 'notLinked.nothing');
  const found = candidates.length > 0 ? t('notLinked.found', { count: candidates.length }) : nothing;
  return (
    <>
      <Heading>{madeIn === null ? t('notLinked.title') : t('notLinked.making.title', { name: madeIn })}</Heading>
      {madeIn !== null && <Text>{t('notLinked.making')}</Text>}
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
