import type { CustomerFieldKind, ErpField } from '../shared/contract.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import { userField, type PartnerField } from './partner-fields.ts';
import { KEY_FIELD } from './partner-keys.ts';
import type { RawUserField } from './raw.ts';
import { readRawUserFields, toUserField } from './user-fields.ts';

export interface DescribedUserField {
  described: ErpField;
  field: PartnerField;
}
type ByName = ReadonlyMap<string, DescribedUserField>;
export interface PartnerUserFields {
  get(kind: CustomerFieldKind, signal: AbortSignal): Promise<ByName>;
  /** The same, read anew where one of the names is not known. */
  with(names: readonly string[], kind: CustomerFieldKind, signal: AbortSignal): Promise<ByName>;
}

const TABLES: Readonly<Record<CustomerFieldKind, string>> = { customer: 'OCRD', contact_person: 'OCPR' };
const KINDS = ['customer', 'contact_person'] as const;
const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;

/** Fields that administrators added to partners and contact persons. Whom the server does not show them, it shows those of partners in `$metadata`. */
export function createPartnerUserFields(
  client: B1Client,
  describe: (signal: AbortSignal) => Promise<ErpField[]>,
  now: () => Date,
): PartnerUserFields {
  const read = async () => {
    const signal = AbortSignal.timeout(READ_WITHIN_MS);
    const fields = new Map<CustomerFieldKind, ByName>();
    for (const kind of KINDS) fields.set(kind, await readFields(client, kind, describe, signal));
    return fields;
  };
  const kept = singleFlight(read, { forMs: KEPT_MS, now });
  const get = async (kind: CustomerFieldKind, signal: AbortSignal): Promise<ByName> => (await kept.get(signal)).get(kind) ?? new Map();
  return {
    get,
    async with(names, kind, signal) {
      const all = await kept.get(signal);
      const known = all.get(kind);
      if (!known || names.every((name) => !name.startsWith('U_') || known.has(name))) return known ?? new Map();
      kept.forget(all);
      return get(kind, signal);
    },
  };
}

async function readFields(
  client: B1Client,
  kind: CustomerFieldKind,
  describe: (signal: AbortSignal) => Promise<ErpField[]>,
  signal: AbortSignal,
): Promise<ByName> {
  const raw = await readRawUserFields(client, [TABLES[kind]], signal);
  const fields = raw
    ? raw.map((row) => fromTable(kind, row))
    : kind === 'customer'
      ? (await describe(signal)).filter(isUsers).map(fromMetadata)
      : [];
  return new Map(fields.filter(isMapped).map((one) => [one.field.name, one]));
}

/** The key is ours, and times of day have no spelling outside. */
const isMapped = ({ described }: DescribedUserField): boolean => described.name !== KEY_FIELD && described.type !== 'other';
const isUsers = ({ isCustom }: ErpField): boolean => isCustom;

function fromTable(kind: CustomerFieldKind, raw: RawUserField): DescribedUserField {
  const described = toUserField(raw);
  const isNumber = raw.Type === 'db_Numeric' || raw.Type === 'db_Float';
  const isRequired = raw.Mandatory && raw.DefaultValue === null;
  return { described, field: userField(kind, described.name, { type: described.type, isNumber, isRequired }) };
}

const fromMetadata = (described: ErpField): DescribedUserField => ({
  described,
  field: userField('customer', described.name, { type: described.type, isNumber: described.type === 'number' }),
});
