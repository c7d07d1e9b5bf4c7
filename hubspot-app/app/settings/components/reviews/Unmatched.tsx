import { useCallback, useState } from 'react';
import { Button, Checkbox, Flex, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { ToDecide, UnmatchedCustomers } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';
import { FailureAlert } from '../Notices.tsx';
import { PagedTable } from '../PagedTable.tsx';
import { useDecisions } from './useDecisions.ts';

type Customer = UnmatchedCustomers['customers'][number];

const keyOf = ({ connectionId, customerId, objectType }: Customer): string => `${connectionId} ${customerId} ${objectType}`;

/** Customers for which no record was found: chosen ones or all are left out. */
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
      tools={({ total }) => <Tools total={total} chosen={[...chosen.values()]} changed={again} />}
    >
      {(customer) => <Row customer={customer} isChosen={chosen.has(keyOf(customer))} choose={(isOn) => choose(customer, isOn)} />}
    </PagedTable>
  );
}

interface ToolsProps {
  total: number;
  chosen: Customer[];
  changed: () => Promise<unknown>;
}

function Tools({ total, chosen, changed }: ToolsProps) {
  const { t } = useSettings();
  const { decide, sendAll, isRunning, failure } = useDecisions(changed);
  const decisions = chosen.map(({ connectionId, customerId, objectType }) => ({ connectionId, customerId, objectType, recordId: null }));
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" gap="sm" wrap>
        <Button
          size="sm"
          disabled={isRunning || chosen.length === 0}
          onClick={() => void decide('ignore', decisions)}
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
      <FailureAlert failure={failure} />
    </Flex>
  );
}

function Row({ customer, isChosen, choose }: { customer: Customer; isChosen: boolean; choose: (isOn: boolean) => void }) {
  const { t, format } = useSettings();
  const { customerId, name, number, objectType, facts, owed } = customer;
  const { organisation, taxId, city, email } = facts;
  const known = [number, t(`object.${objectType}`), organisation, taxId, city, email?.[0]].flat().filter(Boolean);
  return (
    <TableRow>
      <TableCell>
        <Checkbox name={`choose-${customerId}`} checked={isChosen} onChange={choose} testId={`choose-${customerId}`}>
          {name}
        </Checkbox>
        <Text variant="microcopy">{known.join(' · ')}</Text>
      </TableCell>
      <TableCell align="right" width="min">
        {owed.map((money) => (
          <Text key={money.currency}>{format.money(money, { withCode: true })}</Text>
        ))}
      </TableCell>
    </TableRow>
  );
}
