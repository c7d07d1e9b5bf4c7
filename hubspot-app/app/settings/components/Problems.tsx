import { useCallback } from 'react';
import { Accordion, Button, Flex, Heading, Link, List, LoadingSpinner, Tag, Text, Tile } from '@hubspot/ui-extensions';
import type { Retry } from '../api/endpoints.ts';
import type { ConnectionView, ProblemGroup } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { productPropertyLabel } from '../common/property-labels.ts';
import { useEvery } from '../common/timers.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { asksWhichErp } from './Decisions.tsx';
import { MakeList } from './MakeList.tsx';
import { Failed, FailureAlert } from './Notices.tsx';

/** What does not work, by cause: a plain sentence, what to do, whom it touches, and "try again". */
export function Problems({ connections }: { connections: ConnectionView[] }) {
  const { api, t, refreshSeconds } = useSettings();
  const load = useCallback(() => api.problems(), [api]);
  const { state, reload } = useLoaded(load);
  useEvery(refreshSeconds, reload);
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('problems.title')}</Heading>
      {state.status === 'loading' && <LoadingSpinner label={t('loading')} />}
      {state.status === 'failed' && <Failed failure={state.failure} retry={() => void reload()} />}
      {state.status === 'ready' && state.data.groups.length === 0 && <Text>{t('problems.none')}</Text>}
      {state.status === 'ready' &&
        state.data.groups.map((group) => (
          <Group key={`${group.code} ${group.connectionId}`} group={group} connections={connections} changed={() => void reload()} />
        ))}
    </Flex>
  );
}

function Group({ group, connections, changed }: { group: ProblemGroup; connections: ConnectionView[]; changed: () => void }) {
  const { t, api, explain, format } = useSettings();
  const { run, isRunning, failure } = useAction();
  const { what, todo } = explain(group);
  const reason = useReason(group);
  const retry = async (which: Retry) => {
    if (await run(() => api.retry(which), group.isNews ? undefined : t('problems.retried'))) changed();
  };
  const connection = connections.find(({ id }) => id === group.connectionId);
  const isPaused = connection?.status === 'paused';
  const paused = connection && asksWhichErp(connection) ? 'problems.retry.answer' : 'problems.retry.paused';
  return (
    <Tile compact>
      <Flex direction="column" gap="sm">
        <Flex direction="row" align="center" justify="between" gap="sm" wrap>
          <Text format={{ fontWeight: 'bold' }}>{what}</Text>
          {isOfRecords(group) && <Tag variant="warning">{t('problems.count', { count: group.count })}</Tag>}
        </Flex>
        {reason && <Text>{reason}</Text>}
        <Text>{todo}</Text>
        <Text variant="microcopy">
          {[connections.length > 1 && connection?.name, t('problems.lastSeen', { moment: format.moment(group.lastSeenAt) })]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Records group={group} cannotRetry={isRunning || isPaused} retry={retry} />
        <Flex direction="row" align="center" gap="sm" wrap>
          {(group.canRetry || group.isNews) && (
            <Button
              size="sm"
              disabled={isRunning || (isPaused && !group.isNews)}
              onClick={() => void retry({ code: group.code, connectionId: group.connectionId })}
              testId={`retry-all-${group.code}`}
            >
              {t(group.isNews ? 'problems.seen' : 'problems.retryAll')}
            </Button>
          )}
          {group.records.some(({ subjectKind }) => LISTED.includes(subjectKind)) && (
            <MakeList of={{ about: 'problem', code: group.code, connectionId: group.connectionId }} what={what} id={group.code} />
          )}
        </Flex>
        {group.canRetry && isPaused && <Text variant="microcopy">{t(paused)}</Text>}
        <FailureAlert failure={failure} />
      </Flex>
    </Tile>
  );
}

/** A connection that does not answer is no record, and neither is a property. */
const OF_NO_RECORD = ['connection', 'stream', 'portal', 'property'];
const isOfRecords = ({ records }: ProblemGroup): boolean =>
  records.length === 0 || !records.every(({ subjectKind }) => OF_NO_RECORD.includes(subjectKind));

/** What is a record of HubSpot, or stands on some. */
const LISTED = ['companies', 'contacts', 'deals', 'customer', 'invoice', 'order', 'payment'];

/** The cause behind the cause, where it has a sentence: which refusal of HubSpot, which failure of the network. */
function useReason({ params }: ProblemGroup): string | null {
  const { explain } = useSettings();
  const code = params['reason'] ?? params['cause'];
  if (typeof code !== 'string') return null;
  const { what, isKnown } = explain({ code, params });
  // A fact that was not kept with it would leave a hole in the sentence.
  return isKnown && !what.includes('…') ? what : null;
}

type Named = Pick<ProblemGroup['records'][number], 'label' | 'subject' | 'subjectKind'>;

/** A record of HubSpot that has no name is called one: its bare number could be of anything. */
const nameOf = ({ label, subject, subjectKind }: Named, t: ReturnType<typeof useSettings>['t']): string =>
  label ?? (['companies', 'contacts', 'deals'].includes(subjectKind) ? t('review.noName', { recordId: subject }) : subject);

/** Of a product: `price: 99 → 10; hs_sku: A → B`, the names in words. Of a refusal: what HubSpot says within its list of facts, in its language. */
function useDetailWords(): (detail: string, code: string) => string {
  const { t, language } = useSettings();
  return (detail, code) => {
    const labelOf = (name: string): string => productPropertyLabel(name, language);
    if (code.startsWith('product.'))
      return detail.replaceAll(/(^|; )(\w+)(?=: )/g, (_, start: string, name: string) => start + labelOf(name));
    const said = [...detail.matchAll(/"message":"((?:[^"\\]|\\.)+)"/g)].map(([, words = '']) => words.replaceAll(/\\(.)/g, '$1'));
    return said.length > 0 ? t('problems.said', { words: said.join('; ') }) : detail;
  };
}

interface RecordsProps {
  group: ProblemGroup;
  cannotRetry: boolean;
  retry: (which: Retry) => Promise<void>;
}

function Records({ group, cannotRetry, retry }: RecordsProps) {
  const { t } = useSettings();
  const detailWords = useDetailWords();
  if (group.records.length === 0) return null;
  return (
    <Accordion title={t('problems.show')} size="xs">
      <List>
        {group.records.map(({ problemId, detail, url, ...record }) => (
          <Flex key={problemId} direction="row" align="center" gap="sm" wrap>
            {url ? <Link href={url}>{nameOf(record, t)}</Link> : <Text>{nameOf(record, t)}</Text>}
            {detail !== null && <Text variant="microcopy">{detailWords(detail, group.code)}</Text>}
            {group.canRetry && (
              <Button
                size="xs"
                variant="transparent"
                disabled={cannotRetry}
                onClick={() => void retry({ problemIds: [problemId] })}
                testId={`retry-${problemId}`}
              >
                {t('problems.retry')}
              </Button>
            )}
          </Flex>
        ))}
      </List>
      {group.count > group.records.length && <Text variant="microcopy">{t('problems.more', { count: group.records.length })}</Text>}
    </Accordion>
  );
}
