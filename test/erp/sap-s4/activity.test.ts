import { describe, expect, it } from '@jest/globals';
import { never } from '../../contract/reading.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { writing } from './writing-harness.ts';

describe('a customer that is archived and taken back into use', () => {
  const { harness, commands, row } = writing();
  const set = (id: string, isActive: boolean, hasBlocked?: boolean) => {
    const input = { id: erpRecordId(id), isActive, ...(hasBlocked !== undefined && { hasBlocked }) };
    return commands().run('setCustomerActive', { key: 'PU-ACTIVE-1', input }, never);
  };
  const OUT = { IsMarkedForArchiving: true, BusinessPartnerIsBlocked: true };

  it('is blocked meanwhile, and not any more afterwards', async () => {
    const id = harness().fake.createPartner({ name: 'Aceros' });
    expect(await set(id, false)).toMatchObject({ isChanged: true, hasBlocked: true });
    expect(row('A_BusinessPartner', id)).toMatchObject(OUT);
    expect(await set(id, true, true)).toMatchObject({ isChanged: true });
    expect(row('A_BusinessPartner', id)).toMatchObject({ IsMarkedForArchiving: false, BusinessPartnerIsBlocked: false });
  });

  it('stays blocked where somebody had blocked it before', async () => {
    const id = harness().fake.createPartner({ name: 'Aceros' });
    harness().fake.blockPartner(id);
    expect(await set(id, false)).toMatchObject({ isChanged: true, hasBlocked: false });
    expect(row('A_BusinessPartner', id)).toMatchObject(OUT);
    expect(await set(id, true, false)).toMatchObject({ isChanged: true });
    expect(row('A_BusinessPartner', id)).toMatchObject({ IsMarkedForArchiving: false, BusinessPartnerIsBlocked: true });
  });
});
