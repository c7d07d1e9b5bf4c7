import { useCallback } from 'react';
import { Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { DealOrderState, OrderAction } from '../../api/orders.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useEvery, useIsSlow } from '../../common/timers.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { useReloadWith } from '../../hooks/useReloadWith.ts';
import { FailedLine, NotLoaded } from '../Failed.tsx';
import { ActionButton, idOf, type Act } from './Actions.tsx';
import { Checklist } from './Checklist.tsx';
import { Preview } from './Preview.tsx';

export type Creation = Extract<OrderAction, { isAgain: boolean }>;

interface Props {
  deal: DealOrderState;
  creations: Creation[];
  act: Act;
  /** How often somebody edited the deal, and how far its commands are: both may mend something. */
  edits: number;
  stands: string | null;
  /** Other parts of the card show the deal's lines, too. */
  reloadRecord: () => Promise<unknown>;
}

/** HubSpot and the ERP are asked each time: often only while something stands in the way that somebody may be mending. */
const EVERY_WHEN_FINE = 8;

/** What stands between the deal and an order, how the document would look, and the buttons that make it. */
export function ReadyToClose({ deal, creations, act, edits, stands, reloadRecord }: Props) {
  const { t, api, refreshSeconds } = useCard();
  const load = useCallback(() => api.orderChecklist(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(`${edits} ${stands}`, reload);
  const checklist = state.status === 'ready' && state.data.state === 'ready' ? state.data : null;
  const isBlocked = checklist !== null && !checklist.canCreate;
  useEvery(refreshSeconds * (isBlocked ? 2 : EVERY_WHEN_FINE), reload);
  const isSlow = useIsSlow();
  // What the rules make of the stage; where they make nothing, the first.
  const main = creations.find(({ action }) => action === `create_${deal.rule}`) ?? creations[0];
  const buttons = (place?: string) =>
    creations.map((creation) => (
      <ActionButton
        key={idOf(creation)}
        action={creation}
        act={act}
        variant={creation === main ? 'primary' : 'secondary'}
        disabled={isBlocked}
        {...(place && { place })}
      />
    ));
  return (
    <Flex direction="column" gap="sm">
      {state.status === 'loading' && isSlow && <LoadingSpinner label={t('checklist.loading')} showLabel />}
      {state.status === 'failed' && <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-checklist" />}
      {state.status === 'ready' && state.failure && <FailedLine failure={state.failure} />}
      {state.status === 'ready' && checklist && (
        <Checklist
          checklist={checklist}
          deal={deal}
          act={act}
          again={() => void reload()}
          mended={() => Promise.all([reload(), reloadRecord()])}
          isLoading={state.isLoading}
        />
      )}
      <Flex direction="row" align="center" gap="sm" wrap>
        {buttons()}
        <Preview>{buttons('preview')}</Preview>
      </Flex>
      {isBlocked && main && <Text variant="microcopy">{t(`checklist.blocked.${main.action}`)}</Text>}
    </Flex>
  );
}
