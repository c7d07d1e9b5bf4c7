import type { z } from 'zod';
import type { OdooClient } from './client.ts';
import { RawCategory, RawCountry, RawCurrency, RawLocation, RawNamed, RawProduct, RawState, RawTax } from './raw.ts';
import { searchRead } from './search.ts';

/** Small records that others point to, kept because every page needs the same few. */
interface Lookup<T> {
  /** Reads those not known yet; afterwards `get` answers at once. */
  ensure(ids: Iterable<number | null>, signal: AbortSignal): Promise<void>;
  /** Undefined: gone, or hidden from this user. */
  get(id: number | null): T | undefined;
}

export interface References {
  currencies: Lookup<Currency>;
  countries: Lookup<string | null>;
  states: Lookup<string | null>;
  /** Its code in its country. */
  stateCodes: Lookup<{ code: string | null; countryId: number }>;
  taxes: Lookup<Tax>;
  products: Lookup<string | null>;
  paymentMethods: Lookup<string | null>;
  users: Lookup<string | null>;
  categories: Lookup<Category>;
  tags: Lookup<string | null>;
  units: Lookup<string | null>;
  taskStages: Lookup<string | null>;
  contractTemplates: Lookup<string | null>;
  /** Place → its warehouse. */
  warehouses: Lookup<number | null>;
}

export interface Currency {
  code: string;
  decimals: number;
}

interface Tax {
  name: string;
  /** Null: not a percentage. */
  percent: number | null;
  isIncluded: boolean;
}

interface Category {
  name: string;
  /** Those above it, the nearest first. */
  above: number[];
}

/** Names are changed now and then: they are read again after a while. */
const KEPT_MS = 3_600_000;
const MOST = 20_000;

export function createReferences(client: OdooClient, now: () => Date): References {
  const lookup = <R extends { id: number }, T>(model: string, row: z.ZodType<R>, field: string[], value: (raw: R) => T): Lookup<T> =>
    createLookup({ client, now, model, row, fields: field, value });
  const named = (model: string) => lookup(model, RawNamed, ['name'], ({ name }) => name);
  return {
    currencies: lookup('res.currency', RawCurrency, ['name', 'decimal_places'], ({ name, decimal_places }) => ({
      code: name,
      decimals: decimal_places,
    })),
    countries: lookup('res.country', RawCountry, ['code'], ({ code }) => code?.toUpperCase() ?? null),
    states: named('res.country.state'),
    stateCodes: lookup('res.country.state', RawState, ['code', 'country_id'], ({ code, country_id: countryId }) => ({ code, countryId })),
    taxes: lookup('account.tax', RawTax, ['name', 'amount', 'amount_type', 'price_include'], (raw) => ({
      name: raw.name ?? '',
      percent: raw.amount_type === 'percent' ? raw.amount : null,
      isIncluded: raw.price_include,
    })),
    products: lookup('product.product', RawProduct, ['default_code'], ({ default_code }) => default_code),
    paymentMethods: named('account.payment.method.line'),
    users: named('res.users'),
    categories: lookup('product.category', RawCategory, ['name', 'parent_path'], ({ id, name, parent_path }) => ({
      name: name ?? '',
      above: (parent_path ?? '')
        .split('/')
        .map(Number)
        .filter((one) => one > 0 && one !== id)
        .toReversed(),
    })),
    tags: named('product.tag'),
    units: named('uom.uom'),
    taskStages: named('project.task.type'),
    contractTemplates: named('contract.template'),
    warehouses: lookup('stock.location', RawLocation, ['warehouse_id'], ({ warehouse_id }) => warehouse_id),
  };
}

interface LookupInput<R, T> {
  client: OdooClient;
  now: () => Date;
  model: string;
  row: z.ZodType<R>;
  fields: string[];
  value: (raw: R) => T;
}

function createLookup<R extends { id: number }, T>({ client, now, model, row, fields, value }: LookupInput<R, T>): Lookup<T> {
  // In order of last use.
  const known = new Map<number, Known<T>>();
  return {
    async ensure(ids, signal) {
      const at = now().getTime();
      const wanted = [...new Set(ids)].filter((id) => id !== null);
      const missing = wanted.filter((id) => at - (known.get(id)?.readAt ?? -Infinity) > KEPT_MS);
      const rows = missing.length === 0 ? [] : await searchRead(client, { model, domain: [['id', 'in', missing]], fields }, signal);
      const read = rows.flatMap((raw) => row.safeParse(raw).data ?? []);
      const found = new Map(read.map((raw) => [raw.id, value(raw)]));
      // What is not answered, or cannot be understood, is hidden: asking again for every page would not show it.
      for (const id of missing) known.set(id, { value: found.get(id), readAt: at, usedAt: at });
      for (const id of wanted) use(known, id, at);
      forgetUnused(known, at);
    },
    get: (id) => (id === null ? undefined : known.get(id)?.value),
  };
}

interface Known<T> {
  value: T | undefined;
  readAt: number;
  usedAt: number;
}

function use<T>(known: Map<number, Known<T>>, id: number, usedAt: number): void {
  const entry = known.get(id);
  if (!entry) return;
  entry.usedAt = usedAt;
  known.delete(id);
  known.set(id, entry);
}

/** Several readings share a connector: what one of them ensured and still needs must not go because another asks for something. */
function forgetUnused<T>(known: Map<number, Known<T>>, at: number): void {
  for (const [id, { usedAt }] of known) {
    if (known.size <= MOST || at - usedAt < KEPT_MS) return;
    known.delete(id);
  }
}
