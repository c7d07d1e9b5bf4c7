import { useCallback, useState } from 'react';
import {
  AutoGrid,
  Flex,
  Heading,
  LoadingSpinner,
  SearchInput,
  Select,
  Table,
  TableBody,
  TableHead,
  TableHeader,
  TableRow,
  Text,
  useDebounce,
} from '@hubspot/ui-extensions';
import type { DecidedFilter, DecidedList } from '../../api/decided.ts';
import type { ToDecide } from '../../api/reviews.ts';
import { usePagesByPlace } from '../../hooks/pages.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed } from '../Notices.tsx';
import { DecidedCells } from './DecidedCells.tsx';

const BY = ['people', 'rules', 'all'] as const;

interface Props {
  toDecide: ToDecide;
  changed: () => Promise<unknown>;
}

/** What was decided of customers and records, by whom and when, with the way back where there is one. */
export function Decided({ toDecide, changed }: Props) {
  const { t } = useSettings();
  const [typed, setTyped] = useState('');
  const [by, setBy] = useState<DecidedFilter['by']>('people');
  const about = useDebounce(typed.trim());
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('decided.title')}</Heading>
      <Text>{t('decided.text')}</Text>
      <AutoGrid columnWidth={220} flexible gap="sm">
        <SearchInput name="decided-about" label={t('decided.about')} value={typed} onInput={setTyped} onChange={setTyped} />
        <Select
          name="decided-by"
          label={t('decided.by')}
          value={by}
          options={BY.map((value) => ({ value, label: t(`decided.by.${value}`) }))}
          onChange={(to) => setBy(to as DecidedFilter['by'])}
        />
      </AutoGrid>
      <Text variant="microcopy">{t('decided.about.help')}</Text>
      <Rows key={`${by} ${about}`} filter={{ about, by }} toDecide={toDecide} changed={changed} />
    </Flex>
  );
}

const rowsOf = ({ decided }: DecidedList) => decided;

function Rows({ filter: { about, by }, toDecide, changed }: Props & { filter: DecidedFilter }) {
  const { api, t } = useSettings();
  const load = useCallback((after: string | null) => api.decided(after, { about, by }), [api, about, by]);
  const { state, reload, paging } = usePagesByPlace(load, rowsOf, toDecide);
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { decided } = state.data;
  if (decided.length === 0) return <Text>{t('decided.none')}</Text>;
  return (
    <Table density="condensed" {...paging}>
      <TableHead>
        <TableRow>
          <TableHeader>{t('decided.column.what')}</TableHeader>
          <TableHeader>{t('decided.column.decision')}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {decided.map((row) => (
          <TableRow key={row.key}>
            <DecidedCells row={row} changed={() => Promise.all([reload(), changed()])} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
