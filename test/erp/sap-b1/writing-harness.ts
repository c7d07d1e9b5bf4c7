import { afterEach, beforeEach } from '@jest/globals';
import type { CommandSupport, CustomerFieldSupport, FieldValues, MadeRecord, NewCustomer } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { never } from '../../contract/reading.ts';
import type { PartnerRow } from '../../fakes/sap-b1/rows.ts';
import { b1Harness, type B1Harness } from './harness.ts';

interface Writing {
  harness(): B1Harness;
  commands(): CommandSupport;
  fields(): CustomerFieldSupport;
  create(values: FieldValues, key?: string, input?: Partial<NewCustomer>): Promise<MadeRecord>;
  find(key?: string): Promise<MadeRecord[]>;
  partner(code: string): PartnerRow;
  partners(): readonly PartnerRow[];
}

export const KEY = 'HS-4711-COMPANY-99';

/** A Business One of its own for each test, and what is asked of it most. */
export function writing(options: Parameters<typeof b1Harness>[0] = {}): Writing {
  let harness: B1Harness;
  beforeEach(async () => {
    harness = await b1Harness(options);
  });
  afterEach(() => harness.close());
  const commands = (): CommandSupport => harness.connect().capabilities.commands!;
  return {
    harness: () => harness,
    commands,
    fields: () => harness.connect().capabilities.customerFields!,
    create: (values, key = KEY, input = {}) =>
      commands().run('createCustomer', { key, input: { kind: 'organisation', organisationId: null, values, ...input } }, never),
    find: async (key = KEY) => (await commands().find('createCustomer', [key], never)).get(key) ?? [],
    partner(code) {
      const found = harness.fake.record('BusinessPartners', code);
      if (!found) throw new Error(`there is no partner ${code}`);
      return found;
    },
    partners: () => harness.fake.records('BusinessPartners'),
  };
}

export const personIn = (organisationId: ErpRecordId): Partial<NewCustomer> => ({ kind: 'person', organisationId });

export const FULL = { street: 'Juárez 12', city: 'Monterrey', zip: '64000', state: 'NLE', country: 'MX' };
/** An organisation with an address and two people. */
export function aceros({ harness, partner }: Pick<Writing, 'harness' | 'partner'>): {
  id: ErpRecordId;
  ana: ErpRecordId;
  luis: ErpRecordId;
} {
  const { fake } = harness();
  const contacts = [
    { name: 'Ana Garza', email: 'ana@aceros.mx', phone: '81 1' },
    { name: 'Luis Peña', position: 'Compras' },
  ];
  fake.createPartner({
    code: 'C1',
    name: 'Aceros',
    taxId: 'EKU9003173C9',
    contacts,
    addresses: [{ name: 'Fiscal', ...FULL }],
    currency: 'MXN',
  });
  const [ana, luis] = partner('C1').ContactEmployees.map(({ InternalCode }) => erpRecordId(`C1#${String(InternalCode)}`));
  return { id: erpRecordId('C1'), ana: ana!, luis: luis! };
}
