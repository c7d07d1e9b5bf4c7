import { z } from 'zod';
import type { ErpField, StreamName } from '../contract.ts';
import { shared } from '../single-flight.ts';
import type { B1Client } from './client.ts';
import { unexpectedMetadata } from './errors.ts';

const PLANS: Readonly<Record<StreamName, { set: string; type: string; key: string }>> = {
  customers: { set: 'BusinessPartners', type: 'BusinessPartner', key: 'CardCode' },
  invoices: { set: 'Invoices', type: 'Document', key: 'DocEntry' },
  payments: { set: 'IncomingPayments', type: 'Payment', key: 'DocEntry' },
};
const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;

/** The document has up to 2.5 MB: fetched once an hour at most, and only what it says of the streams is kept. */
export function createDescriber(client: B1Client, now: () => Date) {
  const described = shared(async () => describeAll(await client.metadata(AbortSignal.timeout(READ_WITHIN_MS))));
  let readAt = 0;
  return async (stream: StreamName, signal: AbortSignal): Promise<ErpField[]> => {
    const { set, key } = PLANS[stream];
    // The document is the same for every user, whatever their authorisations.
    await client.page(set, { select: [key], top: 1 }, 1, signal);
    if (now().getTime() - readAt > KEPT_MS) {
      described.forget();
      readAt = now().getTime();
    }
    return (await described.get(signal))[stream];
  };
}

function describeAll(xml: string): Record<StreamName, ErpField[]> {
  const of = (stream: StreamName): ErpField[] => {
    const entity = elementOf(xml, 'EntityType', PLANS[stream].type);
    const properties = z.array(Property).min(1).safeParse(tagsIn(entity, 'Property'));
    if (!properties.success) throw unexpectedMetadata(PLANS[stream].type);
    return properties.data.map((property) => toField(xml, property));
  };
  return { customers: of('customers'), invoices: of('invoices'), payments: of('payments') };
}

const Property = z.object({ Name: z.string().min(1), Type: z.string().min(1) });
const Member = z.object({ Name: z.string().min(1) });

function toField(xml: string, { Name: name, Type: type }: z.infer<typeof Property>): ErpField {
  const isCustom = name.startsWith('U_');
  const members = type.startsWith('SAPB1.') ? z.array(Member).parse(tagsIn(elementOf(xml, 'EnumType', type.slice(6)), 'Member')) : [];
  return {
    name,
    label: isCustom ? name.slice(2) : name,
    type: members.length > 0 ? 'choice' : (TYPES[type] ?? 'other'),
    isCustom,
    // The document does not tell calculated fields from others; user-defined ones are never calculated.
    isWritable: isCustom,
    ...(members.length > 0 && { options: members.map((member) => ({ value: member.Name, label: member.Name })) }),
  };
}

const TYPES: Readonly<Record<string, ErpField['type']>> = {
  'Edm.String': 'text',
  'Edm.Int16': 'number',
  'Edm.Int32': 'number',
  'Edm.Int64': 'number',
  'Edm.Double': 'number',
  'Edm.Decimal': 'number',
  'Edm.Boolean': 'boolean',
  'Edm.Date': 'date',
  // Days with a meaningless midnight; times stand in fields of their own.
  'Edm.DateTimeOffset': 'date',
};

/** What stands between the tags of one named element. Elements of these kinds do not nest; names in EDM need no unescaping. */
function elementOf(xml: string, element: string, name: string): string {
  const opening = new RegExp(`<${element}\\s[^<>]*\\bName="${name}"[^<>]*>`).exec(xml);
  const start = opening ? opening.index + opening[0].length : 0;
  const end = xml.indexOf(`</${element}>`, start);
  return opening && end > 0 ? xml.slice(start, end) : '';
}

function tagsIn(text: string, tag: string): Record<string, string>[] {
  return [...text.matchAll(new RegExp(`<${tag}\\s([^<>]*)>`, 'g'))].map(([, attributes = '']) =>
    Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])),
  );
}
