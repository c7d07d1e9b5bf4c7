import { Flex, StatusTag, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { ConnectionView, StreamView } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { Pause } from './Pause.tsx';

/** How far the first read is. ERPs do not say how much there is, so what counts is rows, pace and what is complete. */
export function Progress({ connection, changed }: { connection: ConnectionView; changed: () => void }) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Text>{connection.phase === 'matching' ? t('progress.matching') : t('progress.text')}</Text>
      <Table density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>{t('column.stream')}</TableHeader>
            <TableHeader align="right">{t('column.rows')}</TableHeader>
            <TableHeader>{t('column.state')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {connection.streams.map((stream) => (
            <StreamRow key={stream.stream} stream={stream} />
          ))}
        </TableBody>
      </Table>
      {connection.status === 'active' && (
        <Flex>
          <Pause connection={connection} changed={changed} />
        </Flex>
      )}
    </Flex>
  );
}

function StreamRow({ stream }: { stream: StreamView }) {
  const { t, format } = useSettings();
  return (
    <TableRow>
      <TableCell>{t(`stream.${stream.stream}`)}</TableCell>
      <TableCell align="right">{format.number(stream.rowsRead)}</TableCell>
      <TableCell>
        <Flex direction="row" gap="sm" align="center" wrap>
          <StatusTag variant={stream.isComplete ? 'success' : 'info'} hollow={!stream.isComplete && stream.rowsRead === 0}>
            {t(stream.isComplete ? 'progress.done' : stream.rowsRead === 0 ? 'progress.waiting' : 'progress.running')}
          </StatusTag>
          {Boolean(stream.rowsPerMinute) && <Text variant="microcopy">{t('progress.rate', { rate: stream.rowsPerMinute })}</Text>}
        </Flex>
      </TableCell>
    </TableRow>
  );
}
