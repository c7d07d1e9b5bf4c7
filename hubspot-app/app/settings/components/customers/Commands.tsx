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
} from '@hubspot/ui-extensions';
import { countsOf, useRetried, useSides, useStep, type Offered } from '../../hooks/customers.ts';
import { usePages } from '../../hooks/pages.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed, FailureAlert } from '../Notices.tsx';
import { CommandRow } from './CommandRow.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
}

const STATES = ['open', 'rejected', 'done'] as const;
type State = (typeof STATES)[number];

/** Customers that the ERP was asked to make: under way, refused, made. */
export function Commands({ connectionId, view, changed }: Props) {
  const { t } = useSettings();
  const { counts } = view;
  const counted = { open: counts.planned + counts.waiting + counts.unknown, rejected: counts.rejected, done: counts.done };
  const [selected, select] = useState<State>(() => firstOf(counted, view.isTrial));
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.commands')}</Heading>
      <Tabs variant="enclosed" selected={selected} onSelectedChange={(tab: string | number) => select(tab as State)}>
        {STATES.map((state) => (
          <Tab key={state} tabId={state} title={t(`customers.commands.${state}`, { count: counted[state] })}>
            {state === selected && <Page key={state} connectionId={connectionId} view={view} state={state} changed={changed} />}
          </Tab>
        ))}
      </Tabs>
    </Flex>
  );
}

/** What needs somebody, else what was made; of nothing at all, what would come first. The first ten are looked at when they are made. */
function firstOf(counted: Record<State, number>, isTrial: boolean): State {
  if (isTrial) return 'done';
  return (['rejected', 'open', 'done'] as const).find((state) => counted[state] > 0) ?? 'open';
}

function Page({ connectionId, view, state: which, changed }: Props & { state: State }) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.commands(connectionId, which, page), [api, connectionId, which]);
  const { state, reload, paging } = usePages(load, countsOf(view));
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  const { step, isRunning, failure } = useStep(() => Promise.all([reload(), changed()]));
  const told = useRetried();
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { commands, total, pageCount } = state.data;
  if (total === 0) return <Text>{t(`customers.commands.none.${which}`)}</Text>;
  const retry = (keys: string[] | null) => step(() => api.retryCommands(connectionId, keys).then(told));
  return (
    <Flex direction="column" gap="sm">
      <Table density="condensed" {...paging}>
        <TableHead>
          <TableRow>
            <TableHeader>{t('customers.column.record')}</TableHeader>
            <TableHeader>{t('customers.column.outcome')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {commands.map((command) => (
            <CommandRow
              key={command.key}
              command={command}
              sides={sides[command.objectType]}
              isBusy={isRunning}
              retry={() => void retry([command.key])}
            />
          ))}
        </TableBody>
      </Table>
      <FailureAlert failure={failure} />
      {which !== 'done' && (pageCount > 1 || commands.some(({ canRetry }) => canRetry)) && (
        <Flex>
          <Button size="sm" disabled={isRunning} onClick={() => void retry(null)} testId={`retry-commands-${connectionId}`}>
            {t('customers.commands.retryAll')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
