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

type Ready = Extract<OrderChecklist, { state: 'ready' }>;

const LOOK = { blocked: 'danger', warning: 'warning', unknown: 'default', ok: 'success' } as const;
const ORDER = ['blocked', 'warning', 'unknown'] as const;

interface Props {
  checklist: Ready;
  deal: DealOrderState;
  act: Act;
  again: () => void;
  isLoading: boolean;
}

/** What stands between the deal and an order, the worst first; what is all right lies behind its number. */
export function Checklist({ checklist: { checks, passed, canCreate }, deal, act, again, isLoading }: Props) {
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
      {toSee.length > 0 && <Checks checks={toSee} deal={deal} act={act} />}
      {fine.length > 0 && (
        <Accordion title={t('checklist.fine', { count: fine.length })} size="xs">
          <Checks checks={fine} deal={deal} act={act} />
        </Accordion>
      )}
    </Flex>
  );
}

function Checks({ checks, deal, act }: { checks: OrderCheck[]; deal: DealOrderState; act: Act }) {
  return (
    <Table density="condensed" flush>
      <TableBody>
        {checks.map((check, index) => (
          <Check key={`${check.about} ${check.lineId} ${index}`} check={check} deal={deal} act={act} />
        ))}
      </TableBody>
    </Table>
  );
}

function Check({ check: { state, reason, action }, deal, act }: { check: OrderCheck; deal: DealOrderState; act: Act }) {
  const { t, explain } = useCard();
  const { what, todo } = explain(reason);
  return (
    <TableRow>
      <TableCell width="min">
        <StatusTag variant={LOOK[state]} hollow={state === 'unknown'}>
          {t(`check.${state}`)}
        </StatusTag>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="xs" align="start">
          <Text>{what}</Text>
          {state !== 'ok' && <Text variant="microcopy">{todo}</Text>}
          {action === 'create_customer' && <CreateCustomer deal={deal} act={act} />}
        </Flex>
      </TableCell>
    </TableRow>
  );
}

function CreateCustomer({ deal: { connectionId, connectionName: name }, act }: { deal: DealOrderState; act: Act }) {
  const { t, api } = useCard();
  return (
    <LoadingButton
      size="xs"
      loading={act.isRunning}
      onClick={() => void act.run(() => api.createCustomer(connectionId), t('asked.again', { name }))}
      testId="create-customer"
    >
      {t('create.button.customer')}
    </LoadingButton>
  );
}
