import { useCallback } from 'react';
import { Flex, Heading, LoadingSpinner, Table, TableBody, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { useSides, type Offered } from '../../hooks/customers.ts';
import { usePages } from '../../hooks/pages.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed } from '../Notices.tsx';
import { ConflictRow } from './ConflictRow.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
}

/** Fields on which both sides moved and a person is asked: both values, one click each. */
export function Conflicts({ connectionId, view, changed }: Props) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.conflicts(connectionId, page), [api, connectionId]);
  const { state, reload, paging } = usePages(load);
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { conflicts } = state.data;
  if (conflicts.length === 0) return null;
  const again = () => Promise.all([reload(), changed()]);
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.conflicts')}</Heading>
      <Text>{t('customers.conflicts.text')}</Text>
      <Table density="condensed" {...paging}>
        <TableHead>
          <TableRow>
            <TableHeader>{t('customers.column.conflict')}</TableHeader>
            <TableHeader>{t('customers.column.values')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {conflicts.map((conflict) => (
            <ConflictRow
              key={`${conflict.objectType} ${conflict.customerId} ${conflict.property}`}
              conflict={conflict}
              sides={sides[conflict.objectType]}
              changed={again}
            />
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}
