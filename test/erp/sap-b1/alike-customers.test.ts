import { describe, expect, it } from '@jest/globals';
import { never } from '../../contract/reading.ts';
import { writing } from './writing-harness.ts';

const { harness, fields, partner } = writing();

describe('customers that look like the one to be made', () => {
  const alike = async (taxId: string | null, email: string | null = null) => (await fields().findAlike([{ taxId, email }], never))[0];

  it.each(['EKU9003173C9', 'EKU-900317-3C9', 'EKU 900317 3C9'])('are found by their tax id as somebody wrote it: %s', async (written) => {
    const code = harness().fake.createPartner({ name: 'Aceros', taxId: written });
    harness().fake.createPartner({ name: 'Otros', taxId: 'AAA010101AAA' });
    for (const asked of ['EKU9003173C9', 'eku-900317-3c9', written])
      expect(await alike(asked)).toEqual([{ id: code, kind: 'organisation', name: 'Aceros', taxId: written, emails: [] }]);
  });

  it('are found by the address of the partner and of its people', async () => {
    const { fake } = harness();
    const one = fake.createPartner({ name: 'Aceros', email: 'info@aceros.mx' });
    const other = fake.createPartner({ name: 'Válvulas', contacts: [{ name: 'Ana Garza', email: 'info@aceros.mx' }] });
    expect((await alike(null, 'Info@aceros.mx'))?.map(({ id, name }) => [id, name])).toEqual([
      [one, 'Aceros'],
      [`${other}#${String(partner(other).ContactEmployees[0]!.InternalCode)}`, 'Ana Garza'],
    ]);
  });

  it('are twenty at most, and none where nothing is asked', async () => {
    harness().fake.transaction((erp) =>
      Array.from({ length: 30 }, (_, at) => erp.createPartner({ name: `N ${at}`, taxId: 'XAXX010101000' })),
    );
    harness().fake.createPartner({ name: 'Gente', contacts: [{ name: 'Ana', email: 'ana@aceros.mx' }] });
    expect(await alike('XAXX010101000', 'ana@aceros.mx')).toHaveLength(20);
    expect([await alike(null), await alike('', ' ')]).toEqual([[], []]);
  });
});
