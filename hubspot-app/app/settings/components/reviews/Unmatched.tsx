import { useCallback, useState } from 'react';
import { Button, Checkbox, Flex, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { ToDecide, UnmatchedCustomers } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { breakable } from '../breakable.ts';
import { Confirmed } from '../Confirmed.tsx';
import { FailureAlert } from '../Notices.tsx';
import { PagedTable } from '../PagedTable.tsx';
import { useDecisions } from './useDecisions.ts';

type Customer = UnmatchedCustomers['customers'][number];

const keyOf = ({ connectionId, customerId, objectType }: Customer): string => `${connectionId} ${customerId} ${objectType}`;

/** Customers for which no record was found: chosen ones get one, chosen ones or all are left out, or get a new one where theirs was deleted. */
export function Unmatched({ toDecide, changed }: { toDecide: ToDecide; changed: () => Promise<unknown> }) {
  const { api, t } = useSettings();
  const [chosen, setChosen] = useState<ReadonlyMap<string, Customer>>(new Map());
  const [reads, setReads] = useState(0);
  // A decision reads the list anew.
  const load = useCallback((page: number) => api.unmatched(page), [api, reads]);
  const again = async () => {
    setChosen(new Map());
    setReads((count) => count + 1);
    await changed();
  };
  const choose = (customer: Customer, isOn: boolean) =>
    setChosen((before) => {
      const next = new Map(before);
      if (isOn) next.set(keyOf(customer), customer);
      else next.delete(keyOf(customer));
      return next;
    });
  return (
    <PagedTable
      load={load}
      counts={toDecide}
      rowsOf={({ customers }) => customers}
      keyOf={keyOf}
      title={t('unmatched.title')}
      text={t('unmatched.text')}
      columns={[t('unmatched.customer'), t('unmatched.owed')]}
      endsInNumbers
      tools={({ total, deleted }) => <Tools total={total} deleted={deleted} chosen={[...chosen.values()]} changed={again} />}
    >
      {(customer) => <Row customer={customer} isChosen={chosen.has(keyOf(customer))} choose={(isOn) => choose(customer, isOn)} />}
    </PagedTable>
  );
}

interface ToolsProps {
  total: number;
  deleted: number;
  chosen: Customer[];
  changed: () => Promise<unknown>;
}

const aboutCustomers = (customers: readonly Customer[]) =>
  customers.map(({ connectionId, customerId, objectType }) => ({ connectionId, customerId, objectType, recordId: null }));

function Tools({ total, deleted, chosen, changed }: ToolsProps) {
  const { t } = useSettings();
  const decisions = useDecisions(changed);
  const { decide, send, sendAll, isRunning, failure } = decisions;
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" gap="sm" wrap>
        <Confirmed
          id="unmatched-create-chosen"
          label={chosen.length === 0 ? t('unmatched.createNone') : t('unmatched.createChosen', { count: chosen.length })}
          title={t('unmatched.create.title')}
          sentences={[t('unmatched.create.count', { count: chosen.length }), t('unmatched.create.text'), t('unmatched.create.not')]}
          variant="primary"
          isQuiet
          disabled={isRunning || chosen.length === 0}
          act={() => send('create', aboutCustomers(chosen))}
          changed={changed}
        />
        <Button
          size="sm"
          disabled={isRunning || chosen.length === 0}
          onClick={() => void decide('ignore', aboutCustomers(chosen))}
          testId="unmatched-ignore-chosen"
        >
          {chosen.length === 0 ? t('unmatched.ignoreNone') : t('unmatched.ignoreChosen', { count: chosen.length })}
        </Button>
        <Confirmed
          id="unmatched-ignore-all"
          label={t('unmatched.ignoreAll')}
          title={t('unmatched.ignoreAll.title', { count: total })}
          sentences={[t('unmatched.ignoreAll.text')]}
          variant="primary"
          isQuiet
          act={sendAll}
          changed={changed}
        />
      </Flex>
      {deleted > 0 && (
        <Deleted count={deleted} chosen={chosen.filter(({ isDeleted }) => isDeleted)} changed={changed} decisions={decisions} />
      )}
      <FailureAlert failure={failure} />
    </Flex>
  );
}

interface DeletedProps {
  count: number;
  chosen: Customer[];
  changed: () => Promise<unknown>;
  decisions: ReturnType<typeof useDecisions>;
}

/** What a person deleted is not made again by itself; whoever starts over says so here. */
function Deleted({ count, chosen, changed, decisions: { decide, createAll, isRunning } }: DeletedProps) {
  const { t } = useSettings();
  return (
    <>
      <Text>{t('unmatched.deleted', { count })}</Text>
      <Flex direction="row" gap="sm" wrap>
        <Button
          size="sm"
          disabled={isRunning || chosen.length === 0}
          onClick={() => void decide('create_anew', aboutCustomers(chosen))}
          testId="unmatched-anew-chosen"
        >
          {chosen.length === 0 ? t('unmatched.anewNone') : t('unmatched.anewChosen', { count: chosen.length })}
        </Button>
        <Confirmed
          id="unmatched-anew-all"
          label={t('unmatched.anewAll')}
          title={t('unmatched.anewAll.title', { count })}
          sentences={[t('unmatched.anewAll.text')]}
          variant="primary"
          isQuiet
          act={createAll}
          changed={changed}
        />
      </Flex>
    </>
  );
}

function Row({ customer, isChosen, choose }: { customer: Customer; isChosen: boolean; choose: (isOn: boolean) => void }) {
  const { t, format } = useSettings();
  const { customerId, name, number, objectType, isDeleted, facts, owed } = customer;
  const { organisation, taxId, city, email } = facts;
  const known = [number, t(`object.${objectType}`), organisation, taxId, city, email?.[0], isDeleted && t('unmatched.isDeleted')]
    .flat()
    .filter(Boolean);
  return (
    <TableRow>
      <TableCell>
        <Checkbox name={`choose-${customerId}`} checked={isChosen} onChange={choose} testId={`choose-${customerId}`}>
          {name}
        </Checkbox>
        <Text variant="microcopy">{breakable(known.join(' · '))}</Text>
      </TableCell>
      <TableCell align="right" width="min">
        {owed.length === 0 && <Text>{t('review.owesNothing')}</Text>}
        {owed.map((money) => (
          <Text key={money.currency}>{format.money(money, { withCode: true })}</Text>
        ))}
      </TableCell>
    </TableRow>
  );
}
