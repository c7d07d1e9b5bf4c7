import { expect } from '@jest/globals';
import { Button, LoadingButton, StatusTag } from '@hubspot/ui-extensions';
import type { DealOrder, DealOrderState, OrderAction } from '../../hubspot-app/app/cards/api/orders.ts';
import { readable } from './host.ts';
import { aDeal, DEAL, dealRoutes } from './orders.ts';
import { openTab } from './tab.tsx';

type Routes = Parameters<typeof openTab>[0];
interface Options {
  orders?: DealOrder[];
  routes?: Routes;
  locale?: string;
  refreshSeconds?: number;
}

/** The tab card of a deal of a pipeline with order rules. */
export function openDeal(deal: Partial<DealOrderState>, { orders = [], routes = {}, ...options }: Options = {}) {
  const card = openTab({ ...dealRoutes({ deal: aDeal(deal), orders }), ...routes }, { ...DEAL, ...options });
  const words = () => readable(card.getRootNode());
  const reads = (sentence: string) => card.waitFor(() => expect(words()).toContain(sentence));
  const button = (testId: string) => card.maybeFind(LoadingButton, { testId }) ?? card.maybeFind(Button, { testId });
  const press = async (testId: string) => {
    await card.waitFor(() => expect(button(testId)).not.toBeNull());
    button(testId)?.trigger('onClick');
  };
  const tag = async (testId: string) => {
    await card.waitFor(() => expect(card.maybeFindByTestId(StatusTag, testId)).not.toBeNull());
    return card.findByTestId(StatusTag, testId).text;
  };
  const sent = async (path: string) => {
    await card.waitFor(() => expect(card.server.to(`POST /cards/orders/${path}`)).toHaveLength(1));
    const { objectTypeId, objectId, ...body } = card.server.to(`POST /cards/orders/${path}`)[0]!.body;
    expect([objectTypeId, objectId]).toEqual(['0-3', '101']);
    return body;
  };
  const alerts = () => card.mocks.actions.addAlert.calls.map(([alert]) => alert);
  return { ...card, words, reads, button, press, tag, sent, alerts };
}

export const CREATE: OrderAction[] = [{ action: 'create_quotation', isAgain: false }];
export const OF_ORDER = { connectionId: 'c1', orderId: '42' };
