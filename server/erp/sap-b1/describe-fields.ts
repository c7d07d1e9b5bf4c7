import { z } from 'zod';
import type { ErpField, StreamName } from '../shared/contract.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import { B1_STREAMS, streamOf } from './streams.ts';
import { readUserFields } from './user-fields.ts';
import { readMetadata, type Metadata } from '../shared/odata-metadata.ts';
import { rowsOf } from '../shared/rows.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';

const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;

/** The document has up to 2.5 MB: fetched once an hour at most, and only what it says of the streams is kept. */
export function createDescriber(client: B1Client, now: () => Date) {
  const described = singleFlight(() => describeAll(client, AbortSignal.timeout(READ_WITHIN_MS)), { forMs: KEPT_MS, now });
  return async (stream: StreamName, signal: AbortSignal): Promise<ErpField[]> => {
    const { set, key } = streamOf(stream).described;
    // The document is the same for every user, whatever their authorisations.
    await client.page(set, { select: [key], top: 1 }, 1, signal);
    return (await described.get(signal)).get(stream) ?? [];
  };
}

async function describeAll(client: B1Client, signal: AbortSignal): Promise<ReadonlyMap<StreamName, ErpField[]>> {
  const wanted = B1_STREAMS.map(([, { described }]) => described.type);
  const metadata = await readMetadata(await client.metadata(signal), wanted);
  const fields = new Map<StreamName, ErpField[]>();
  for (const [
    stream,
    {
      described: { type, tables },
    },
  ] of B1_STREAMS) {
    const described = fieldsIn(metadata, type);
    const titled = await readUserFields(client, tables, signal);
    // Each node of the server describes what it knew when it started: fields may be missing there, or be of another company.
    fields.set(stream, titled?.length ? [...described.filter(({ isCustom }) => !isCustom), ...titled] : described);
  }
  return fields;
}

function fieldsIn({ entityTypes, enumTypes }: Metadata, type: string): ErpField[] {
  const properties = z.array(Property).min(1).safeParse(entityTypes.get(type));
  if (!properties.success) throw new UnreadableError(type);
  return properties.data.map((property) => toField(property, enumTypes));
}

const Property = z.object({ Name: z.string().min(1), Type: z.string().min(1) });
const Member = z.object({ Name: z.string().min(1) });

function toField({ Name: name, Type: type }: z.infer<typeof Property>, enumTypes: Metadata['enumTypes']): ErpField {
  const isCustom = name.startsWith('U_');
  const members = rowsOf(Member).parse(enumTypes.get(type.replace('SAPB1.', '')) ?? []);
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
