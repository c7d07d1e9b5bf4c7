import { useCallback, useState } from 'react';
import { Flex, Heading, LoadingSpinner, Table, TableBody, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { countsOf, useSides, type CustomerObject, type Offered, type Sides } from '../../hooks/customers.ts';
import { usePages } from '../../hooks/pages.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { MakeList } from '../MakeList.tsx';
import { Failed } from '../Notices.tsx';
import { ConflictGroups } from './ConflictGroups.tsx';
import { ConflictRow } from './ConflictRow.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
}

/** Fields that a person is asked about: both values, one click each. What differed before the rules is decided all at once, or one by one. */
export function Conflicts({ connectionId, view, changed }: Props) {
  const { differing, asked } = view.counts;
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  return (
    <Flex direction="column" gap="md">
      {differing > 0 && <Questions view={view} connectionId={connectionId} sides={sides} changed={changed} kind="before" />}
      {asked > 0 && <Questions view={view} connectionId={connectionId} sides={sides} changed={changed} kind="edited" />}
    </Flex>
  );
}

interface QuestionsProps extends Props {
  sides: Record<CustomerObject, Sides>;
  kind: 'edited' | 'before';
}

function Questions({ view, connectionId, sides, changed, kind }: QuestionsProps) {
  const { api, t } = useSettings();
  const [isListed, list] = useState(kind === 'edited');
  const load = useCallback((page: number) => api.conflicts(connectionId, page, kind), [api, connectionId, kind]);
  const { state, reload, paging } = usePages(load, countsOf(view));
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { conflicts, groups } = state.data;
  if (conflicts.length === 0) return null;
  const again = () => Promise.all([reload(), changed()]);
  return (
    <Flex direction="column" gap="sm">
      {kind === 'edited' ? (
        <>
          <Heading>{t('customers.conflicts')}</Heading>
          <Text>{t('customers.conflicts.text')}</Text>
          <MakeList of={{ about: 'fields', connectionId }} what={t('lists.what.fields')} id="fields" />
        </>
      ) : (
        <ConflictGroups connectionId={connectionId} groups={groups} sides={sides} isListed={isListed} list={list} changed={again} />
      )}
      {isListed && (
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
      )}
    </Flex>
  );
}
