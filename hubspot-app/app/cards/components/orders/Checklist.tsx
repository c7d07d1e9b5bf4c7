import {
  Accordion,
  Button,
  Flex,
  Heading,
  LoadingButton,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { DealOrderState, OrderCheck, OrderChecklist } from '../../api/orders.ts';
import { useCard } from '../../hooks/useCard.tsx';
import type { Act } from './Actions.tsx';
import { ChooseProduct } from './ChooseProduct.tsx';
import { CreateCustomer } from './CreateCustomer.tsx';

type Ready = Extract<OrderChecklist, { state: 'ready' }>;

const LOOK = { blocked: 'danger', warning: 'warning', unknown: 'default', ok: 'success' } as const;
const ORDER = ['blocked', 'warning', 'unknown'] as const;

interface Props {
  checklist: Ready;
  deal: DealOrderState;
  act: Act;
  again: () => void;
  /** Something was mended right here. */
  mended: () => Promise<unknown>;
  isLoading: boolean;
}

/** What stands between the deal and an order, the worst first; what is all right lies behind its number. */
export function Checklist({ checklist: { checks, passed, canCreate }, deal, act, again, mended, isLoading }: Props) {
  const { t } = useCard();
  const toSee = ORDER.flatMap((state) => checks.filter((check) => check.state === state));
  const fine = checks.filter(({ state }) => state === 'ok');
  const isAllFine = passed === checks.length;
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" align="center" justify="between" gap="sm" wrap>
        <Flex direction="row" align="center" gap="sm" wrap>
          <Heading>{t('checklist.title')}</Heading>
          <StatusTag variant={isAllFine ? 'success' : canCreate ? 'warning' : 'danger'} testId="checklist">
            {t(isAllFine ? 'checklist.ready' : 'checklist.passed', { passed, total: checks.length })}
          </StatusTag>
        </Flex>
        <Button size="xs" variant="transparent" disabled={isLoading} onClick={again} testId="check-again">
          {t('checklist.again')}
        </Button>
      </Flex>
      {toSee.length > 0 && <Checks checks={toSee} mending={{ deal, act, mended }} />}
      {fine.length > 0 && (
        <Accordion title={t('checklist.fine', { count: fine.length })} size="xs">
          <Checks checks={fine} mending={{ deal, act, mended }} />
        </Accordion>
      )}
    </Flex>
  );
}

type Mending = Pick<Props, 'deal' | 'act' | 'mended'>;

function Checks({ checks, mending }: { checks: OrderCheck[]; mending: Mending }) {
  return (
    <Table density="condensed" flush>
      <TableBody>
        {checks.map((check, index) => (
          <Check key={`${check.about} ${check.lineId} ${index}`} check={check} mending={mending} />
        ))}
      </TableBody>
    </Table>
  );
}

function Check({ check, mending }: { check: OrderCheck; mending: Mending }) {
  const { t, explain } = useCard();
  const { state, reason, action, priceList } = check;
  const { what, todo } = explain(reason);
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="xs" align="start">
          <StatusTag variant={LOOK[state]} hollow={state === 'unknown'}>
            {t(`check.${state}`)}
          </StatusTag>
          <Text>{what}</Text>
          {priceList !== null && <Text variant="microcopy">{t('checklist.priceList', { name: priceList })}</Text>}
          {state !== 'ok' && (
            <Text variant="microcopy">{action === 'choose_product' ? t('lineProduct.todo', { count: check.lines.length }) : todo}</Text>
          )}
          {action === 'create_customer' && <CreateCustomer deal={mending.deal} act={mending.act} />}
          {action === 'choose_product' && (
            <Flex direction="column" gap="sm">
              {check.lines.map((line) => (
                <ChooseProduct key={line.lineId} line={line} {...mending} />
              ))}
            </Flex>
          )}
          {action === 'use_list_price' && <UseListPrice check={check} {...mending} />}
        </Flex>
      </TableCell>
    </TableRow>
  );
}

/** The price is sent as it was read: another one that the list has by now is not agreed to. */
function UseListPrice({ check: { lineId, listPrice }, act, mended }: Mending & { check: OrderCheck }) {
  const { t, api, format } = useCard();
  if (lineId === null || listPrice === null) return null;
  const price = format.money(listPrice, { withCode: true });
  const write = () => api.useListPrices([{ lineId, price: listPrice.amount }]);
  return (
    <LoadingButton
      size="xs"
      loading={act.isRunning}
      onClick={() => void act.run(write, t('listPrice.done', { price })).then(mended)}
      testId={`list-price-${lineId}`}
    >
      {t('listPrice.use', { price })}
    </LoadingButton>
  );
}
