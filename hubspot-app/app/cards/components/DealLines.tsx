import { useCallback, useState, type ReactNode } from 'react';
import { Accordion, Alert, Flex, Heading, Link, StatusTag, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { DealLine, DealLines as DealLinesAnswer, RecordView } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useEvery } from '../common/timers.ts';
import { useCard } from '../hooks/useCard.tsx';
import { useReloadWith } from '../hooks/useReloadWith.ts';
import {
  availableText,
  driftTexts,
  fineText,
  fineWord,
  isUncounted,
  lineLooks,
  linesNeedCents,
  priceText,
  pricedText,
} from './deal-line.ts';
import { FailedLine, NotLoaded } from './Failed.tsx';

/** HubSpot is asked for the lines each time, so more rarely than for the rest of the card. */
const EVERY = 4;

interface Props {
  view: RecordView;
  /** How often its orders moved: what they hold of the stock is shown here. */
  moves: number;
}

/** The deal's line items with what the ERP says of each; loaded by itself, so that the invoices never wait for it. */
export function DealLines({ view, moves }: Props) {
  const { api, refreshSeconds } = useCard();
  const load = useCallback(() => api.dealLines(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  useReloadWith(moves, reload);
  const isBehind = state.status === 'ready' && state.data.state === 'ready' && state.data.lines.some(isUncounted);
  useEvery(refreshSeconds * (isBehind ? 1 : EVERY), reload);
  if (state.status === 'loading') return null;
  if (state.status === 'failed') {
    return (
      <Section>
        <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-lines" />
      </Section>
    );
  }
  const { data, failure } = state;
  if (data.state === 'off' || (data.state === 'ready' && data.lines.length === 0)) return null;
  return (
    <Section>
      {failure && <FailedLine failure={failure} />}
      {data.state === 'ready' ? <Lines answer={data} /> : <NoPermission />}
    </Section>
  );
}

function Section({ children }: { children: ReactNode }) {
  const { t } = useCard();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('lines.title')}</Heading>
      {children}
    </Flex>
  );
}

function NoPermission() {
  const { t } = useCard();
  return (
    <Alert title={t('lines.noPermission')} variant="info">
      {t('lines.noPermission.todo')}
    </Alert>
  );
}

/** One sentence when all is well, with the lines behind it; otherwise the lines stand open. */
function Lines({ answer }: { answer: Ready }) {
  const { lines, pricedBy, drift } = answer;
  const words = useCard();
  const priced = pricedText(answer, words);
  const { t } = words;
  const toLookAt = lines.filter(({ findings }) => findings.length > 0).length;
  const rows = (
    <>
      {priced && <Text variant="microcopy">{priced}</Text>}
      <Rows lines={lines} pricedBy={pricedBy} />
    </>
  );
  if (toLookAt === 0) {
    return (
      <>
        <Flex direction="row" align="center" gap="sm" wrap>
          <StatusTag variant="success" testId="lines">
            {fineWord(lines.length, pricedBy, words)}
          </StatusTag>
          <Text>{fineText(lines, pricedBy, words)}</Text>
        </Flex>
        <Accordion title={t('lines.show')} size="sm">
          {rows}
        </Accordion>
      </>
    );
  }
  return (
    <>
      <StatusTag variant="warning" testId="lines">
        {t('lines.look', { count: toLookAt, total: lines.length })}
      </StatusTag>
      {driftTexts(drift, words).map((text) => (
        <Text key={text} format={{ fontWeight: 'demibold' }}>
          {text}
        </Text>
      ))}
      {rows}
    </>
  );
}

const PER_PAGE = 25;

type Ready = Extract<DealLinesAnswer, { state: 'ready' }>;

function Rows({ lines, pricedBy }: Pick<Ready, 'lines' | 'pricedBy'>) {
  const [wanted, setPage] = useState(1);
  const withCents = linesNeedCents(lines);
  const pageCount = Math.ceil(lines.length / PER_PAGE);
  const page = Math.min(wanted, pageCount);
  const paging = pageCount > 1 ? ({ paginated: true, page, pageCount, onPageChange: setPage } as const) : {};
  return (
    <Table density="condensed" flush {...paging}>
      <TableBody>
        {lines.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((line) => (
          <Row key={line.id} {...{ line, pricedBy, withCents }} />
        ))}
      </TableBody>
    </Table>
  );
}

/** What the ERP says stands beside the line where there is room, and below it in the narrow middle of a record. */
function Row({ line, pricedBy, withCents }: { line: DealLine; withCents: boolean } & Pick<Ready, 'pricedBy'>) {
  const words = useCard();
  const available = availableText(line, words);
  return (
    <TableRow>
      <TableCell>
        <Flex direction="row" justify="between" gap="xs" wrap>
          <Flex direction="column" gap="flush">
            <Text>{line.product?.url ? <Link href={{ url: line.product.url, external: true }}>{line.name}</Link> : line.name}</Text>
            <Text variant="microcopy">{priceText(line, { ...words, withCents })}</Text>
          </Flex>
          <Flex direction="column" gap="xs">
            {lineLooks(line, pricedBy, words).map(({ text, ...look }, index) => (
              <StatusTag key={text} {...look} testId={`line-${line.id}-${index}`}>
                {text}
              </StatusTag>
            ))}
            {available && <Text variant="microcopy">{available}</Text>}
          </Flex>
        </Flex>
      </TableCell>
    </TableRow>
  );
}
