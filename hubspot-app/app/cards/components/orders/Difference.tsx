import { useCallback, useState } from 'react';
import {
  Accordion,
  Alert,
  Flex,
  LoadingSpinner,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { ComparedLine, DealOrderState, OrderDifference } from '../../api/orders.ts';
import type { Money } from '../../api/types.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { useReloadWith } from '../../hooks/useReloadWith.ts';
import { NotLoaded } from '../Failed.tsx';
import { Explained } from '../Findings.tsx';
import { ActionButton, type Act, type Pressable } from './Actions.tsx';

interface Props {
  deal: DealOrderState;
  act: Act;
  /** Read again when this changes. */
  stands: string | null;
}

/** Where the deal and the ERP's document disagree: their totals at once, their lines on demand. */
export function Difference({ deal, act, stands }: Props) {
  const { t, format } = useCard();
  const { difference, actions, connectionName: name, status } = deal;
  const [isOpen, setOpen] = useState(status === 'difference');
  const accept = actions.find((action): action is Pressable => action.action === 'accept_difference');
  if (!difference && !actions.some(({ action }) => action === 'amend')) return null;
  return (
    <Flex direction="column" gap="xs">
      {difference && (
        <Alert title={t('difference.title', { name })} variant="warning">
          {t('difference.totals', {
            deal: format.money(difference.deal, { withCode: true }),
            erp: format.money(difference.erp, { withCode: true }),
            name,
          })}{' '}
          {t('difference.todo')}
        </Alert>
      )}
      {accept && (
        <Flex>
          <ActionButton action={accept} act={act} variant="secondary" />
        </Flex>
      )}
      <Accordion title={t('difference.lines', { name })} size="sm" open={isOpen} onClick={() => setOpen((before) => !before)}>
        {isOpen && <Comparison name={name} act={act} stands={stands} mayAmend={actions.some(({ action }) => action === 'amend')} />}
      </Accordion>
    </Flex>
  );
}

function Comparison({ name, act, stands, mayAmend }: Pick<Props, 'act' | 'stands'> & { name: string; mayAmend: boolean }) {
  const { t, api } = useCard();
  const load = useCallback(() => api.orderDifference(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(stands, reload);
  if (state.status === 'loading') return <LoadingSpinner label={t('difference.loading')} showLabel />;
  if (state.status === 'failed') return <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-difference" />;
  const { data } = state;
  if (data.state === 'none') return <Text>{t('difference.none')}</Text>;
  if (data.state === 'same') return <Text>{t('difference.same', { name })}</Text>;
  return <Differs difference={{ ...data, canAmend: data.canAmend && mayAmend }} name={name} act={act} />;
}

interface DiffersProps {
  difference: Extract<OrderDifference, { state: 'differs' }>;
  name: string;
  act: Act;
}

function Differs({ difference, name, act }: DiffersProps) {
  const { t, format } = useCard();
  const { lines, deal, erp, number, connectionId, orderId, canAmend, reasons } = difference;
  // Narrow columns: the currency stands once, unless there are two.
  const withCode = deal.currency !== erp.currency;
  const money = (amount: Money) => format.money(amount, { withCode });
  return (
    <Flex direction="column" gap="sm">
      <Table density="condensed" flush>
        <TableHead>
          <TableRow>
            <TableHeader>{t('difference.product')}</TableHeader>
            <TableHeader align="right">{t('difference.deal')}</TableHeader>
            <TableHeader align="right">{number ?? name}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map((line, index) => (
            <TableRow key={index}>
              <TableCell>
                <Text>{line.name}</Text>
                {line.sku && <Text variant="microcopy">{line.sku}</Text>}
              </TableCell>
              <Side line={line.deal} withCode={withCode} />
              <Side line={line.erp} withCode={withCode} />
            </TableRow>
          ))}
          <TableRow>
            <TableCell>
              <Text format={{ fontWeight: 'demibold' }}>
                {withCode ? t('preview.net') : t('difference.net', { currency: deal.currency })}
              </Text>
            </TableCell>
            <TableCell align="right">{money(deal)}</TableCell>
            <TableCell align="right">{money(erp)}</TableCell>
          </TableRow>
        </TableBody>
      </Table>
      <Explained notices={reasons} />
      {canAmend && (
        <Flex direction="column" gap="xs" align="start">
          <Text variant="microcopy">{t('do.amend.text', { name })}</Text>
          <ActionButton action={{ action: 'amend', connectionId, orderId }} act={act} variant="secondary" />
        </Flex>
      )}
    </Flex>
  );
}

function Side({ line, withCode }: { line: ComparedLine | null; withCode: boolean }) {
  const { t, format } = useCard();
  return (
    <TableCell align="right">
      {line ? (
        <>
          <Text>{format.decimal(line.quantity)}</Text>
          {line.net && <Text variant="microcopy">{format.money(line.net, { withCode })}</Text>}
        </>
      ) : (
        <Text variant="microcopy">{t('difference.missing')}</Text>
      )}
    </TableCell>
  );
}
