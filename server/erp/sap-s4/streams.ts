import type { StreamName, StreamSupport } from '../shared/contract.ts';
import { customers } from './customers.ts';
import { invoices } from './invoices.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { prices } from './prices.ts';
import { products } from './products.ts';
import { stock } from './stock.ts';
import type { S4Stream } from './stream.ts';

/** What S/4HANA offers, in the order in which the check of a connection names missing scenarios. A new stream is a file and a line here. */
const STREAMS: { readonly [S in StreamName]?: S4Stream<S> } = { customers, invoices, payments, orders, products, prices, stock };

export const S4_STREAMS = Object.entries(STREAMS) as [StreamName, S4Stream<StreamName>][];

/** The engine asks for none that is not declared. */
export function streamOf<S extends StreamName>(stream: S): S4Stream<S> {
  const found: S4Stream<S> | undefined = STREAMS[stream];
  if (!found) throw new Error(`S/4HANA has no stream of ${stream}`);
  return found;
}

export const SUPPORTED: Readonly<Partial<Record<StreamName, StreamSupport>>> = Object.fromEntries(
  S4_STREAMS.map(([stream, { support }]) => [stream, support]),
);
