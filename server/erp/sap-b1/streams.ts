import type { StreamName, StreamSupport } from '../shared/contract.ts';
import { customers } from './customers.ts';
import { invoices } from './invoices.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { prices } from './prices.ts';
import { products } from './products.ts';
import { projects } from './projects.ts';
import { stock } from './stock.ts';
import type { B1Stream } from './stream.ts';

/** What Business One offers, in the order in which the check of a connection names missing rights. A new stream is a file and a line here. */
const STREAMS: { readonly [S in StreamName]?: B1Stream<S> } = { customers, invoices, payments, orders, products, prices, stock, projects };

export const B1_STREAMS = Object.entries(STREAMS) as [StreamName, B1Stream<StreamName>][];

/** The engine asks for none that is not declared. */
export function streamOf<S extends StreamName>(stream: S): B1Stream<S> {
  const found: B1Stream<S> | undefined = STREAMS[stream];
  if (!found) throw new Error(`Business One has no stream of ${stream}`);
  return found;
}

export const SUPPORTED: Readonly<Partial<Record<StreamName, StreamSupport>>> = Object.fromEntries(
  B1_STREAMS.map(([stream, { support }]) => [stream, support]),
);
