import { useCallback } from 'react';
import { Button, Flex, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { ToDecide } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { MakeList } from '../MakeList.tsx';
import { PagedTable } from '../PagedTable.tsx';
import { Creations } from './Creations.tsx';
import { Decided } from './Decided.tsx';
import { Group } from './Group.tsx';
import { Unmatched } from './Unmatched.tsx';

interface Props {
  toDecide: ToDecide;
  select: (tab: string) => void;
  changed: () => Promise<unknown>;
}

/** What waits for a person: customers that are not clear, those not found, and where else something waits. */
export function Reviews({ toDecide, select, changed }: Props) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.reviews(page), [api]);
  const total = Object.values(toDecide).reduce((sum, count) => sum + count, 0);
  return (
    <Flex direction="column" gap="lg">
      {total === 0 && <Text>{t('review.none')}</Text>}
      <Elsewhere toDecide={toDecide} select={select} />
      <PagedTable
        load={load}
        counts={toDecide}
        rowsOf={({ groups }) => groups}
        keyOf={({ objectType, records }) => `${objectType} ${records[0]?.recordId}`}
        title={t('review.title')}
        text={t('review.text')}
        columns={[]}
        tools={() => <MakeList of={{ about: 'matches', connectionId: null }} what={t('lists.what.matches')} id="matches" />}
      >
        {(group, again) => (
          <TableRow>
            <TableCell>
              <Group group={group} changed={() => Promise.all([again(), changed()])} />
            </TableCell>
          </TableRow>
        )}
      </PagedTable>
      <Creations toDecide={toDecide} changed={changed} />
      <Unmatched toDecide={toDecide} changed={changed} />
      <Decided toDecide={toDecide} changed={changed} />
    </Flex>
  );
}

const TABS = { fields: 'customers', archivals: 'customers', products: 'products' } as const;

/** What is decided on another tab, with the way there. */
function Elsewhere({ toDecide, select }: Pick<Props, 'toDecide' | 'select'>) {
  const { t } = useSettings();
  const waiting = (['fields', 'archivals', 'products'] as const).filter((what) => toDecide[what] > 0);
  if (waiting.length === 0) return null;
  return (
    <Flex direction="row" align="center" gap="sm" wrap>
      <Text format={{ fontWeight: 'bold' }}>{t('review.elsewhere')}</Text>
      {waiting.map((what) => (
        <Button key={what} size="sm" onClick={() => select(TABS[what])} testId={`decide-${what}`}>
          {t(`review.elsewhere.${what}`, { count: toDecide[what] })}
        </Button>
      ))}
    </Flex>
  );
}
