import { z } from 'zod';
import type { ErpField, StreamName } from '../shared/contract.ts';
import { readMetadata } from '../shared/odata-metadata.ts';
import { singleFlight } from '../shared/single-flight.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import type { S4Client } from './client.ts';
import { streamOf } from './streams.ts';
import type { DescribedSet } from './stream.ts';

const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;

/** Descriptions have some hundred KB: fetched once an hour at most, and only what they say of the streams is kept. */
export function createDescriber(client: S4Client, now: () => Date) {
  const kept = new Map<StreamName, ReturnType<typeof singleFlight<ErpField[]>>>();
  return async (stream: StreamName, signal: AbortSignal): Promise<ErpField[]> => {
    const fields = kept.get(stream) ?? singleFlight(() => describe(client, streamOf(stream).described), { forMs: KEPT_MS, now });
    kept.set(stream, fields);
    return fields.get(signal);
  };
}

async function describe(client: S4Client, { service, set }: DescribedSet): Promise<ErpField[]> {
  const type = `${set}Type`;
  const { entityTypes } = await readMetadata(await client.metadata(service, AbortSignal.timeout(READ_WITHIN_MS)), [type]);
  const properties = z.array(Property).min(1).safeParse(entityTypes.get(type));
  if (!properties.success) throw new UnreadableError(type);
  return properties.data.map(toField);
}

const Property = z.looseObject({
  Name: z.string().min(1),
  Type: z.string().min(1),
  MaxLength: z.coerce.number().positive().optional().catch(undefined),
});

/** As people add them with Key User Extensibility, or developers with an append. */
const isCustom = (name: string): boolean => /^(YY|ZZ)/.test(name);

function toField({ Name: name, Type: edm, MaxLength: maxLength, ...others }: z.output<typeof Property>): ErpField {
  const title = others['sap:label'];
  const options = CHOICES[name]?.map(([value, label]) => ({ value, label }));
  const type = options ? 'choice' : (TYPES[edm] ?? 'other');
  return {
    name,
    label: typeof title === 'string' && title !== '' ? title : isCustom(name) ? name.replace(/^\w\w\d?_/, '') : name,
    type,
    isCustom: isCustom(name),
    // Of the others the document says what can be sent, not what is kept.
    isWritable: isCustom(name),
    ...(options && { options }),
    ...(type === 'text' && maxLength && { maxLength }),
  };
}

const TYPES: Readonly<Record<string, ErpField['type']>> = {
  'Edm.String': 'text',
  'Edm.Int16': 'number',
  'Edm.Int32': 'number',
  'Edm.Decimal': 'number',
  'Edm.Double': 'number',
  'Edm.Boolean': 'boolean',
  'Edm.DateTime': 'date',
  'Edm.DateTimeOffset': 'datetime',
};

/** Codes that are the same in every system; the document names none. */
const CHOICES: Readonly<Record<string, readonly (readonly [value: string, label: string])[]>> = {
  BusinessPartnerCategory: [['1', 'Person'], ['2', 'Organization'], ['3', 'Group']], // prettier-ignore
  SDDocumentCategory: [
    ...([['A', 'Inquiry'], ['B', 'Quotation'], ['C', 'Order'], ['M', 'Invoice']] as const), // prettier-ignore
    ...([
      ['N', 'Invoice cancellation'],
      ['O', 'Credit memo'],
      ['P', 'Debit memo'],
      ['S', 'Credit memo cancellation'],
    ] as const),
  ],
  FinancialAccountType: [['D', 'Customer'], ['K', 'Supplier'], ['S', 'G/L account'], ['A', 'Asset'], ['M', 'Material']], // prettier-ignore
  DebitCreditCode: [['S', 'Debit'], ['H', 'Credit']], // prettier-ignore
  // As SAP delivers them; a tenant may have others.
  ProductType: [['FERT', 'Finished product'], ['HALB', 'Semifinished product'], ['HAWA', 'Trading goods'], ['NLAG', 'Non-stock product'], ['ROH', 'Raw material'], ['SERV', 'Service']], // prettier-ignore
  ConditionCalculationType: [['A', 'Percentage'], ['B', 'Fixed amount'], ['C', 'Quantity']], // prettier-ignore
};
