import { useCallback } from 'react';
import { Accordion, Alert, Flex, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { ComparedLine, DealOrder, DealOrderState, OrderDifference } from '../../api/orders.ts';
import type { Money } from '../../api/types.ts';
import { needCents } from '../../common/format.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useEvery } from '../../common/timers.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { useReloadWith } from '../../hooks/useReloadWith.ts';
import { Confirmed } from '../Confirmed.tsx';
import { NotLoaded } from '../Failed.tsx';
import { Explained } from '../Findings.tsx';
import { ActionButton, type Act, type Pressable } from './Actions.tsx';

interface Props {
  deal: DealOrderState;
  orders: DealOrder[];
  act: Act;
  /** How often somebody edited the deal, and how far its commands are: both may change what differs. */
  edits: number;
  stands: string | null;
}

/** HubSpot is asked each time, so more rarely than for the rest of the card. */
const EVERY = 8;

const isCompared = ({ how, status }: DealOrder): boolean => how !== 'number' && status !== 'closed' && status !== 'cancelled';

/** Where the deal and the ERP's document disagree: looked at by itself, because a deal may change long after it was ordered. */
export function Difference(props: Props) {
  const { difference, actions } = props.deal;
  if (!difference && !actions.some(({ action }) => action === 'amend') && !props.orders.some(isCompared)) return null;
  return <Compared {...props} />;
}

function Compared({ deal, orders, act, edits, stands }: Props) {
  const { t, api, refreshSeconds } = useCard();
  const { actions, connectionName: name } = deal;
  const load = useCallback(() => api.orderDifference(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(`${edits} ${stands}`, reload);
  useEvery(refreshSeconds * EVERY, reload);
  const accept = actions.find((action): action is Pressable => action.action === 'accept_difference');
  const mayAmend = actions.some(({ action }) => action === 'amend');
  const differs = state.status === 'ready' && state.data.state === 'differs' ? state.data : null;
  const status = orders.find(({ id }) => id === differs?.orderId)?.status ?? null;
  return (
    <Flex direction="column" gap="xs">
      <Warning deal={deal} differs={differs} />
      {accept && (
        <Flex direction="column" gap="xs" align="start">
          <Text variant="microcopy">{t('do.accept_difference.text', { name })}</Text>
          <ActionButton action={accept} act={act} variant="secondary" />
        </Flex>
      )}
      {state.status === 'failed' && <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-difference" />}
      {state.status === 'ready' && state.data.state === 'same' && <Text variant="microcopy">{t('difference.same', { name })}</Text>}
      {differs && (
        <Accordion title={t('difference.lines', { name })} size="sm" defaultOpen>
          <Differs difference={{ ...differs, canAmend: differs.canAmend && mayAmend }} name={name} status={status} act={act} />
        </Accordion>
      )}
    </Flex>
  );
}

/** In words, with both figures: a quotation that waits for it, or an order whose deal says something else by now. */
function Warning({ deal: { difference, connectionName: name }, differs }: Pick<Props, 'deal'> & { differs: Differing | null }) {
  const { t, format } = useCard();
  const figures = differs ?? difference;
  if (!figures) return null;
  const withCents = needCents([figures.deal.amount, figures.erp.amount]);
  const money = (amount: Money) => format.money(amount, { withCode: true, withCents });
  const isSameTotal = figures.deal.amount === figures.erp.amount && figures.deal.currency === figures.erp.currency;
  return (
    <Alert title={t(isSameTotal ? 'difference.titleLines' : 'difference.title', { name })} variant="warning">
      {t('difference.totals', { deal: money(figures.deal), erp: money(figures.erp), name })}{' '}
      {t(difference ? 'difference.todo' : 'difference.todo.ordered')}
    </Alert>
  );
}

type Differing = Extract<OrderDifference, { state: 'differs' }>;

interface DiffersProps {
  difference: Differing;
  name: string;
  /** Of the ERP's document; null: it is not read yet. What is ordered is changed only after a second question. */
  status: DealOrder['status'] | null;
  act: Act;
}

function Differs({ difference, name, status, act }: DiffersProps) {
  const { t, format } = useCard();
  const { lines, deal, erp, number, connectionId, orderId, canAmend, reasons } = difference;
  const amend = { action: 'amend', connectionId, orderId } as const;
  const label = number ? t('do.amend.number', { number }) : t('do.amend');
  // Narrow columns: the currency stands once, unless there are two.
  const withCode = deal.currency !== erp.currency;
  const nets = lines.flatMap((line) => [line.deal?.net, line.erp?.net].flatMap((net) => net ?? []));
  const withCents = needCents([deal, erp, ...nets].map(({ amount }) => amount));
  const money = (amount: Money) => format.money(amount, { withCode, withCents });
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
              <Side line={line.deal} money={money} missing="deal" />
              <Side line={line.erp} money={money} missing={status === 'quotation' ? 'quotation' : 'order'} />
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
          {status === 'confirmed' ? (
            <Confirmed
              id={`amend-${orderId}`}
              label={label}
              title={t('do.amend.title')}
              text={t('do.amend.text', { name })}
              variant="primary"
              isRunning={act.isRunning}
              act={() => act.press(amend)}
            />
          ) : (
            <ActionButton action={amend} act={act} variant="secondary" label={label} />
          )}
        </Flex>
      )}
    </Flex>
  );
}

interface SideProps {
  line: ComparedLine | null;
  money: (amount: Money) => string;
  /** From what, where it is not there. */
  missing: 'deal' | 'quotation' | 'order';
}

function Side({ line, money, missing }: SideProps) {
  const { t, format } = useCard();
  return (
    <TableCell align="right">
      {line ? (
        <>
          <Text>{format.decimal(line.quantity)}</Text>
          {line.net && <Text variant="microcopy">{money(line.net)}</Text>}
        </>
      ) : (
        <Text variant="microcopy">{t(`difference.missing.${missing}`)}</Text>
      )}
    </TableCell>
  );
}
