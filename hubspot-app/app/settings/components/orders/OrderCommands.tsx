import { useCallback, useState } from 'react';
import {
  Button,
  Flex,
  Heading,
  LoadingSpinner,
  Tab,
  Table,
  TableBody,
  TableHead,
  TableHeader,
  TableRow,
  Tabs,
  Text,
  Tile,
} from '@hubspot/ui-extensions';
import type { OrderCommandFilter, OrdersView } from '../../api/orders.ts';
import { useRetried, useStep } from '../../hooks/customers.ts';
import { usePages } from '../../hooks/pages.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed, FailureAlert } from '../Notices.tsx';
import { OrderCommandRow } from './OrderCommandRow.tsx';

interface Props {
  counts: OrdersView['counts'];
  connections: OrdersView['connections'];
  changed: () => Promise<unknown>;
}

const STATES: OrderCommandFilter[] = ['open', 'rejected', 'done'];

/** What the ERPs were asked to do with orders: under way, refused, done. */
export function OrderCommands({ counts, connections, changed }: Props) {
  const { t } = useSettings();
  const counted = { open: counts.planned + counts.waiting + counts.unknown, rejected: counts.rejected, done: counts.done };
  const [selected, select] = useState<OrderCommandFilter>(counted.rejected > 0 ? 'rejected' : counted.open > 0 ? 'open' : 'done');
  return (
    <Tile>
      <Flex direction="column" gap="sm">
        <Heading>{t('orders.commands')}</Heading>
        <Tabs variant="enclosed" selected={selected} onSelectedChange={(tab: string | number) => select(tab as OrderCommandFilter)}>
          {STATES.map((state) => (
            <Tab key={state} tabId={state} title={t(`orders.commands.${state}`, { count: counted[state] })}>
              {state === selected && <Page key={state} which={state} counts={counts} connections={connections} changed={changed} />}
            </Tab>
          ))}
        </Tabs>
      </Flex>
    </Tile>
  );
}

function Page({ which, counts, connections, changed }: Props & { which: OrderCommandFilter }) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.orderCommands(which, page), [api, which]);
  const { state, reload, paging } = usePages(load, counts);
  const { step, isRunning, failure } = useStep(() => Promise.all([reload(), changed()]));
  const told = useRetried();
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { commands, total, pageCount } = state.data;
  if (total === 0) return <Text>{t(`orders.commands.none.${which}`)}</Text>;
  const retry = (keys: string[]) => step(() => api.retryOrders(keys).then(told));
  return (
    <Flex direction="column" gap="sm">
      <Table density="condensed" {...paging}>
        <TableHead>
          <TableRow>
            <TableHeader>{t('orders.column.deal')}</TableHeader>
            <TableHeader>{t('customers.column.outcome')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {commands.map((command) => (
            <OrderCommandRow
              key={command.key}
              command={command}
              erp={connections.length > 1 ? (connections.find(({ id }) => id === command.connectionId)?.name ?? null) : null}
              isBusy={isRunning}
              retry={() => void retry([command.key])}
            />
          ))}
        </TableBody>
      </Table>
      <FailureAlert failure={failure} />
      {which !== 'done' && (pageCount > 1 || commands.some(({ canRetry }) => canRetry)) && (
        <Flex>
          <Button size="sm" disabled={isRunning} onClick={() => void retry([])} testId="retry-orders">
            {t('orders.commands.retryAll')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
