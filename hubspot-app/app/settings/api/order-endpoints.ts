import type {
  OrderChoicesView,
  OrderCommandFilter,
  OrderCommandList,
  OrderHistory,
  OrderProducts,
  OrderRules,
  OrdersView,
} from './orders.ts';
import type { Done, RetryOutcome } from './types.ts';

export interface OrderEndpoints {
  /** GET /settings/orders */
  orders(): Promise<OrdersView>;
  /** POST /settings/orders { rules, revision } — refused if somebody saved since; what money depends on has to be confirmed anew where it changed */
  saveOrders(rules: OrderRules, revision: number): Promise<Done>;
  /** POST /settings/orders/confirm { pipelineId, revision } — from here on the pipeline's rules act by themselves, for deals that enter a stage later */
  confirmOrders(pipelineId: string, revision: number): Promise<Done>;
  /** GET /settings/orders/choices?connectionId */
  orderChoices(connectionId: string): Promise<OrderChoicesView>;
  /** GET /settings/orders/products?connectionId&query */
  orderProducts(connectionId: string, query: string): Promise<OrderProducts>;
  /** GET /settings/orders/products?connectionId&id */
  orderProduct(connectionId: string, id: string): Promise<OrderProducts>;
  /** GET /settings/orders/history?pipelineId */
  orderHistory(pipelineId: string): Promise<OrderHistory>;
  /** GET /settings/orders/commands?state&page */
  orderCommands(state: OrderCommandFilter, page: number): Promise<OrderCommandList>;
  /** POST /settings/orders/retry { keys } — empty: all that wait or were refused, but for what a person decides */
  retryOrders(keys: string[]): Promise<RetryOutcome>;
}

interface Calls {
  get<T>(path: string, query?: Record<string, string | number>): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

export const orderEndpoints = ({ get, post }: Calls): OrderEndpoints => ({
  orders: () => get('/orders'),
  saveOrders: (rules, revision) => post('/orders', { rules, revision }),
  confirmOrders: (pipelineId, revision) => post('/orders/confirm', { pipelineId, revision }),
  orderChoices: (connectionId) => get('/orders/choices', { connectionId }),
  orderProducts: (connectionId, query) => get('/orders/products', { connectionId, query }),
  orderProduct: (connectionId, id) => get('/orders/products', { connectionId, id }),
  orderHistory: (pipelineId) => get('/orders/history', { pipelineId }),
  orderCommands: (state, page) => get('/orders/commands', { state, page }),
  retryOrders: (keys) => post('/orders/retry', { keys }),
});
