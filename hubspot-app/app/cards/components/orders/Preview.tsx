import { useCallback, useState, type ReactNode } from 'react';
import {
  Alert,
  Button,
  Flex,
  LoadingSpinner,
  Panel,
  PanelBody,
  PanelFooter,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { OrderPreview, OrderPreviewLine } from '../../api/orders.ts';
import type { Money } from '../../api/types.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { Failed } from '../Failed.tsx';
import { Findings } from '../Findings.tsx';
import { previewLineText } from './preview-line.ts';

const PANEL = 'order-preview';

/** The document before anything exists; read afresh each time it is opened, with the buttons that make it at its end. */
export function Preview({ children }: { children: ReactNode }) {
  const { t } = useCard();
  const [times, setTimes] = useState(0);
  return (
    <Button
      size="sm"
      onClick={() => setTimes((count) => count + 1)}
      overlay={
        <Panel id={PANEL} title={t('preview.title')} width="md">
          {times > 0 && <Opened key={times}>{children}</Opened>}
        </Panel>
      }
      testId="preview-order"
    >
      {t('preview.button')}
    </Button>
  );
}

function Opened({ children }: { children: ReactNode }) {
  const { t, api, actions } = useCard();
  const load = useCallback(() => api.orderPreview(), [api]);
  const { state, reload } = useLoaded(load);
  return (
    <>
      <PanelBody>
        {state.status === 'loading' && <LoadingSpinner label={t('preview.loading')} layout="centered" showLabel />}
        {state.status === 'failed' && <Failed failure={state.failure} retry={() => void reload()} />}
        {state.status === 'ready' && <Body preview={state.data} />}
      </PanelBody>
      <PanelFooter>
        <Flex direction="row" gap="sm" wrap>
          {state.status === 'ready' && state.data.state === 'ready' && children}
          <Button size="sm" onClick={() => actions.closeOverlay(PANEL)}>
            {t('close')}
          </Button>
        </Flex>
      </PanelFooter>
    </>
  );
}

function Body({ preview }: { preview: OrderPreview }) {
  const { t } = useCard();
  if (preview.state === 'off') return <Text>{t('preview.off')}</Text>;
  if (preview.state === 'refused') return <Findings notices={preview.reasons} variant="danger" title={t('preview.refused')} />;
  return <Document preview={preview} />;
}

function Document({ preview }: { preview: Extract<OrderPreview, { state: 'ready' }> }) {
  const { t, format } = useCard();
  const { source, connectionName: name, customer, lines, net, tax, total, dealNet, isDifferent, notices } = preview;
  const money = (amount: Money) => format.money(amount, { withCode: true });
  return (
    <Flex direction="column" gap="md">
      <Flex direction="column" gap="flush">
        <Text format={{ fontWeight: 'demibold' }}>{[customer.name, customer.number].filter(Boolean).join(' · ')}</Text>
        <Text variant="microcopy">{t(`preview.${source}`, { name })}</Text>
      </Flex>
      {isDifferent && net && (
        <Alert title={t('preview.different')} variant="warning">
          {t('difference.totals', { deal: money(dealNet), erp: money(net), name })}
        </Alert>
      )}
      <Findings notices={notices} variant="info" title={t('preview.notices')} />
      <Table density="condensed" flush>
        <TableBody>
          {lines.map((line, index) => (
            <Line key={index} line={line} />
          ))}
          <Sum label={t('preview.net')} amount={net} />
          <Sum label={t('preview.tax')} amount={tax} />
          <Sum label={t('preview.total')} amount={total} />
        </TableBody>
      </Table>
      <Text variant="microcopy">{t('preview.nothing', { name })}</Text>
    </Flex>
  );
}

function Line({ line }: { line: OrderPreviewLine }) {
  const words = useCard();
  const { t, format } = words;
  return (
    <TableRow>
      <TableCell>
        <Text>{[line.name, line.sku].filter(Boolean).join(' · ')}</Text>
        <Text variant="microcopy">{previewLineText(line, words)}</Text>
      </TableCell>
      <TableCell align="right">{line.net ? format.money(line.net, { withCode: true }) : t('preview.erpPrice')}</TableCell>
    </TableRow>
  );
}

/** What is not known before is said, not left empty. */
function Sum({ label, amount }: { label: string; amount: Money | null }) {
  const { t, format } = useCard();
  return (
    <TableRow>
      <TableCell>
        <Text format={{ fontWeight: 'demibold' }}>{label}</Text>
      </TableCell>
      <TableCell align="right">{amount ? format.money(amount, { withCode: true }) : t('preview.later')}</TableCell>
    </TableRow>
  );
}
