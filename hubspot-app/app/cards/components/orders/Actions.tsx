import { useCallback, useState } from 'react';
import { Flex, LoadingButton } from '@hubspot/ui-extensions';
import type { CardApi } from '../../api/endpoints.ts';
import type { DealOrder, OrderAction } from '../../api/orders.ts';
import { useAction } from '../../hooks/useAction.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { Confirmed } from '../Confirmed.tsx';

export type Pressable = Exclude<OrderAction, { action: 'create_customer' | 'tie' }>;

/** What the section is doing at this moment: one thing at a time, whichever button it came from. */
export interface Act {
  press: (action: Pressable) => Promise<void>;
  run: (action: () => Promise<unknown>, success: string | null) => Promise<void>;
  isRunning: boolean;
  /** The button that was pressed. */
  pressed: string | null;
}

export function useAct(name: string, changed: () => Promise<unknown>): Act {
  const { api, t } = useCard();
  const { run: once, isRunning } = useAction();
  const [pressed, setPressed] = useState<string | null>(null);
  const run = useCallback(
    async (action: () => Promise<unknown>, success: string | null) => {
      await once(action, success);
      // After a refusal too: what it was pressed for may have been done by somebody else.
      await changed();
    },
    [once, changed],
  );
  const press = useCallback(
    async (action: Pressable) => {
      setPressed(idOf(action));
      await run(() => send(api, action), t(`do.${action.action}.done`, { name }));
    },
    [api, t, name, run],
  );
  return { press, run, isRunning, pressed };
}

function send(api: CardApi, action: Pressable): Promise<unknown> {
  switch (action.action) {
    case 'create_quotation':
      return api.createOrder('quotation');
    case 'create_order':
      return api.createOrder('order');
    case 'approve':
      return api.approveOrder(action);
    case 'decline':
      return api.declineOrder(action);
    case 'accept_difference':
      return api.acceptDifference(action);
    case 'retry':
      return api.retryOrder(action.key);
    case 'leave':
      return api.leaveOrder(action.key);
    case 'confirm':
      return api.confirmOrder(action);
    case 'amend':
      return api.amendOrder(action);
    case 'cancel':
      return api.cancelOrder(action);
    case 'reserve':
      return api.reserveOrder({ ...action, isReserved: true });
    case 'release':
      return api.reserveOrder({ ...action, isReserved: false });
    case 'untie':
      return api.untieOrder(action);
  }
}

export const idOf = (action: Pressable): string =>
  [action.action, 'orderId' in action ? action.orderId : '', 'key' in action ? action.key : ''].filter(Boolean).join('-');

interface ButtonProps {
  action: Pressable;
  act: Act;
  variant: 'primary' | 'secondary';
  /** Of which document, where there are several. */
  number?: string | null;
  disabled?: boolean;
  /** In place of the words of the action. */
  label?: string;
  /** Tells the same button at two places apart. */
  place?: string;
}

/** What cannot be taken back, or makes a second document, is asked once more. */
export function ActionButton({ action, act: { press, isRunning, pressed }, variant, disabled = false, place, ...words }: ButtonProps) {
  const { t } = useCard();
  const { number = null } = words;
  const id = idOf(action);
  const testId = place ? `${place}-${id}` : id;
  const isAgain = 'isAgain' in action && action.isAgain;
  const word = t(isAgain ? `do.${action.action}.again` : `do.${action.action}`);
  const label = words.label ?? (number ? t('do.with', { word, number }) : word);
  const start = () => press(action);
  if (action.action === 'cancel' || isAgain) {
    const kind = action.action === 'cancel' ? 'do.cancel' : 'do.again';
    return (
      <Confirmed
        id={testId}
        label={label}
        title={t(`${kind}.title`)}
        text={t(`${kind}.text`)}
        variant={action.action === 'cancel' ? 'destructive' : 'primary'}
        isRunning={isRunning}
        disabled={disabled}
        act={start}
      />
    );
  }
  return (
    <LoadingButton
      size="sm"
      variant={variant}
      loading={isRunning && pressed === id}
      disabled={disabled || isRunning}
      onClick={() => void start()}
      testId={testId}
    >
      {label}
    </LoadingButton>
  );
}

/** What the deal waits for; creating stands with the checklist, a difference and a tie with what they are about. */
export const NEXT = ['approve', 'decline', 'retry', 'leave', 'confirm'] as const;
export const OTHERS = ['reserve', 'release', 'cancel'] as const;

interface ActionsProps {
  /** In the order in which they are likely wanted. */
  which: typeof NEXT | typeof OTHERS;
  actions: OrderAction[];
  orders: DealOrder[];
  act: Act;
}

export function Actions({ which, actions, orders, act }: ActionsProps) {
  const shown = which.flatMap((name) => actions.filter((action): action is Pressable => action.action === name));
  if (shown.length === 0) return null;
  const numberOf = (action: Pressable): string | null =>
    orders.length > 1 && 'orderId' in action ? (orders.find(({ id }) => id === action.orderId)?.number ?? null) : null;
  return (
    <Flex direction="row" gap="sm" wrap>
      {shown.map((action, index) => (
        <ActionButton
          key={idOf(action)}
          action={action}
          act={act}
          variant={index === 0 && which === NEXT && action.action !== 'leave' ? 'primary' : 'secondary'}
          number={numberOf(action)}
        />
      ))}
    </Flex>
  );
}
