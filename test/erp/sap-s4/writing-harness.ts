import { afterEach, beforeEach } from '@jest/globals';
import type { CommandSupport, CustomerFieldSupport, FieldValues, MadeRecord, NewCustomer } from '../../../server/erp/shared/contract.ts';
import { never } from '../../contract/reading.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import { s4Harness, type S4Harness } from './harness.ts';

interface Writing {
  harness(): S4Harness;
  commands(settings?: Record<string, unknown>): CommandSupport;
  fields(): CustomerFieldSupport;
  create(values: FieldValues, key?: string, input?: Partial<NewCustomer>): Promise<MadeRecord>;
  find(key?: string): Promise<MadeRecord[]>;
  row(set: string, key: string): Row;
  /** Requests that changed something, or tried to. */
  writes(): string[];
}

export const KEY = 'HS-4711-COMPANY-99';
export const NAME = 'BusinessPartnerFullName';

/** An S/4HANA of its own for each test, and what is asked of it most. */
export function writing(options: Parameters<typeof s4Harness>[0] = {}): Writing {
  let harness: S4Harness;
  beforeEach(async () => {
    harness = await s4Harness(options);
  });
  afterEach(() => harness.close());
  const commands = (settings = {}): CommandSupport => harness.connectWith(settings).capabilities.commands!;
  return {
    harness: () => harness,
    commands,
    fields: () => harness.connect().capabilities.customerFields!,
    create: (values, key = KEY, input = {}) =>
      commands().run('createCustomer', { key, input: { kind: 'organisation', organisationId: null, values, ...input } }, never),
    find: async (key = KEY) => (await commands().find('createCustomer', [key], never)).get(key) ?? [],
    row(set, key) {
      const found = harness.fake.record(set, key);
      if (!found) throw new Error(`there is no ${set} ${key}`);
      return found;
    },
    writes: () =>
      harness.fake
        .calls()
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, status }) => `${method} ${path.replace(/^.*_SRV\/|^.*API_BUSINESS_PARTNER\//, '')} ${status}`),
  };
}
