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
import { needCents } from '../../common/format.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { dotted } from '../dotted.ts';
import { Failed } from '../Failed.tsx';
import { Findings } from '../Findings.tsx';
import { codeBeside } from '../product-name.ts';
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
  const shown = [...lines.flatMap((line) => [line.net, line.unitPrice]), net, tax, total, dealNet].filter((amount) => amount !== null);
  const withCents = needCents(shown.map(({ amount }) => amount));
  const money = (amount: Money) => format.money(amount, { withCode: true, withCents });
  return (
    <Flex direction="column" gap="md">
      <Flex direction="column" gap="flush">
        <Text format={{ fontWeight: 'demibold' }}>{dotted([customer.name, customer.number])}</Text>
        <Text variant="microcopy">{t(`preview.${source}`, { name })}</Text>
      </Flex>
      {isDifferent && net && (
        <Alert title={t('preview.different', { name })} variant="warning">
          {t('difference.totals', { deal: money(dealNet), erp: money(net), name })} {t('preview.different.todo')}
        </Alert>
      )}
      <Findings notices={notices} variant="info" title={t('preview.notices')} />
      <Table density="condensed" flush>
        <TableBody>
          {lines.map((line, index) => (
            <Line key={index} line={line} money={money} />
          ))}
          <Sum label={t('preview.net')} amount={net} money={money} />
          <Sum label={t('preview.tax')} amount={tax} money={money} />
          <Sum label={t('preview.total')} amount={total} money={money} />
        </TableBody>
      </Table>
      <Text variant="microcopy">{t('preview.nothing', { name })}</Text>
    </Flex>
  );
}

type ShowMoney = (amount: Money) => string;

function Line({ line, money }: { line: OrderPreviewLine; money: ShowMoney }) {
  const words = useCard();
  const { t } = words;
  const more = dotted([codeBeside(line.name, line.sku), ...line.taxes]);
  return (
    <TableRow>
      <TableCell>
        <Text>{line.name}</Text>
        <Text variant="microcopy">{previewLineText(line, { ...words, money })}</Text>
        {more && <Text variant="microcopy">{more}</Text>}
      </TableCell>
      <TableCell align="right">{line.net ? money(line.net) : t('preview.erpPrice')}</TableCell>
    </TableRow>
  );
}

/** What is not known before is said, not left empty. */
function Sum({ label, amount, money }: { label: string; amount: Money | null; money: ShowMoney }) {
  const { t } = useCard();
  return (
    <TableRow>
      <TableCell>
        <Text format={{ fontWeight: 'demibold' }}>{label}</Text>
      </TableCell>
      <TableCell align="right">{amount ? money(amount) : t('preview.later')}</TableCell>
    </TableRow>
  );
}
