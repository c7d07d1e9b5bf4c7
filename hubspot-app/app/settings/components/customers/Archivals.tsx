import { useCallback } from 'react';
import { Button, Flex, Heading, LoadingSpinner, Table, TableBody, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { ArchivalSide, ArchivalView } from '../../api/archivals.ts';
import { countsOf, useStep, type Offered } from '../../hooks/customers.ts';
import { usePages } from '../../hooks/pages.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';
import { MakeList } from '../MakeList.tsx';
import { Failed, FailureAlert } from '../Notices.tsx';
import { ArchivalRow } from './ArchivalRow.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
}

const SIDES: ArchivalSide[] = ['erp', 'hubspot'];

/** What is archived because it was deleted or archived on the other side, and what waits for a person first. */
export function Archivals({ connectionId, view, changed }: Props) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.archivals(connectionId, page), [api, connectionId]);
  const { state, reload, paging } = usePages(load, countsOf(view));
  const again = () => Promise.all([reload(), changed()]);
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { archivals } = state.data;
  const { held } = view.counts;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('archivals')}</Heading>
      {held > 0 && <Text>{t('archivals.text.held', { count: held })}</Text>}
      {archivals.some(({ side, state: at }) => side === 'hubspot' && at === 'held') && (
        <MakeList of={{ about: 'archivals', connectionId }} what={t('lists.what.archivals')} id="archivals" />
      )}
      <Table density="condensed" {...paging}>
        <TableHead>
          <TableRow>
            <TableHeader>{t('archivals.column.what')}</TableHeader>
            <TableHeader>{t('customers.column.outcome')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {archivals.map((archival) => (
            <ArchivalRow key={keyOf(archival)} {...{ connectionId, archival }} isOff={view.state === 'off'} changed={again} />
          ))}
        </TableBody>
      </Table>
      {SIDES.filter((side) => archivals.some((one) => one.side === side && one.state === 'held')).map((side) => (
        <AllOf key={side} connectionId={connectionId} side={side} changed={again} />
      ))}
    </Flex>
  );
}

const keyOf = ({ side, objectType, customerId }: ArchivalView): string => `${side} ${objectType} ${customerId}`;

/** One answer for all that wait on a side. */
function AllOf({ connectionId, side, changed }: { connectionId: string; side: ArchivalSide; changed: () => Promise<unknown> }) {
  const { api, t } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const decision = { connectionId, side, customers: null };
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" gap="sm" wrap>
        <Confirmed
          id={`archive-all-${side}`}
          label={t(`archivals.all.${side}`)}
          title={t('archivals.all.title')}
          sentences={[t(`archivals.all.${side}.text`)]}
          variant="destructive"
          act={() => api.decideArchivals({ ...decision, answer: 'archive' })}
          success={t('archivals.all.done')}
          changed={changed}
        />
        <Button
          size="sm"
          disabled={isRunning}
          onClick={() => void step(() => api.decideArchivals({ ...decision, answer: 'keep' }), t('archivals.none.done'))}
          testId={`keep-all-${side}`}
        >
          {t(`archivals.none.${side}`)}
        </Button>
      </Flex>
      <FailureAlert failure={failure} />
    </Flex>
  );
}
