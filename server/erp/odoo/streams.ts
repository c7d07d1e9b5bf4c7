import type { StreamName, StreamSupport } from '../shared/contract.ts';
import { customers } from './customers.ts';
import { invoices } from './invoices.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { prices } from './prices.ts';
import { products } from './products.ts';
import { projects } from './projects.ts';
import { stock } from './stock.ts';
import { subscriptions } from './subscriptions.ts';
import type { OdooStream } from './stream.ts';

/** What Odoo offers, in the order in which the check of a connection names missing rights. A new stream is a file and a line here. */
const STREAMS: { readonly [S in StreamName]?: OdooStream<S> } = {
  invoices,
  payments,
  customers,
  orders,
  products,
  prices,
  stock,
  projects,
  subscriptions,
};

export const ODOO_STREAMS = Object.entries(STREAMS) as [StreamName, OdooStream<StreamName>][];

/** The engine asks for none that is not declared. */
export function streamOf<S extends StreamName>(stream: S): OdooStream<S> {
  const found: OdooStream<S> | undefined = STREAMS[stream];
  if (!found) throw new Error(`Odoo has no stream of ${stream}`);
  return found;
}

export const SUPPORTED: Readonly<Partial<Record<StreamName, StreamSupport>>> = Object.fromEntries(
  ODOO_STREAMS.map(([stream, { support }]) => [stream, support]),
);
