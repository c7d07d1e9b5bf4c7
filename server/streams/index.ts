import { customers } from './customers/index.ts';
import type { StreamDefinition } from './shared/definition.ts';
import { invoices } from './invoices/index.ts';
import { orders } from './orders/index.ts';
import { payments } from './payments/index.ts';
import { prices } from './prices/index.ts';
import { products } from './products/index.ts';
import { projects } from './projects/index.ts';
import { stock } from './stock/index.ts';
import { subscriptions } from './subscriptions/index.ts';

/** In order of dependence: an invoice names its customer, a payment its invoices, a price its product, a project or a subscription its order. */
const DEFINITIONS = [customers, orders, invoices, payments, products, prices, stock, projects, subscriptions] as const;

type Definition = (typeof DEFINITIONS)[number];
export type StreamName = Definition['name'];
type RecordOf<D> = D extends StreamDefinition<string, infer R, infer _> ? R : never;
export type StreamRecord = { [D in Definition as D['name']]: RecordOf<D> };

export const STREAMS: readonly StreamName[] = DEFINITIONS.map(({ name }) => name);

const byName = new Map<string, StreamDefinition>(
  DEFINITIONS.map((definition) => [definition.name, definition as unknown as StreamDefinition]),
);

export function streamOf(name: StreamName): StreamDefinition {
  return byName.get(name)!;
}
