import { useCallback } from 'react';
import { TableCell, TableRow } from '@hubspot/ui-extensions';
import type { ToDecide } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { MakeList } from '../MakeList.tsx';
import { PagedTable } from '../PagedTable.tsx';
import { Creation } from './Creation.tsx';

/** Records that shall become customers and may be some already. */
export function Creations({ toDecide, changed }: { toDecide: ToDecide; changed: () => Promise<unknown> }) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.creationReviews(page), [api]);
  return (
    <PagedTable
      load={load}
      counts={toDecide}
      rowsOf={({ creations }) => creations}
      keyOf={({ key }) => key}
      title={t('creations.title')}
      text={t('creations.text')}
      columns={[]}
      tools={() => <MakeList of={{ about: 'creations', connectionId: null }} what={t('lists.what.creations')} id="creations" />}
    >
      {(creation, again) => (
        <TableRow>
          <TableCell>
            <Creation creation={creation} changed={() => Promise.all([again(), changed()])} />
          </TableCell>
        </TableRow>
      )}
    </PagedTable>
  );
}
