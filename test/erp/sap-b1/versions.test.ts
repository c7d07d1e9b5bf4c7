import { describe, expect, it } from '@jest/globals';
import { RecordBusyError } from '../../../server/shared/errors.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { aceros, writing } from './writing-harness.ts';

/** Somebody edits the partner once a change of it is under way. */
function editMeanwhile({ harness }: Pick<ReturnType<typeof writing>, 'harness'>): void {
  const match = ({ method }: { method: string }): boolean => {
    if (method === 'PATCH') harness().fake.updatePartner('C1', { name: 'Aceros y Tubos' });
    return method === 'PATCH';
  };
  harness().fake.faults.next({ kind: 'slow', ms: 0, match });
}
const patches = ({ harness }: Pick<ReturnType<typeof writing>, 'harness'>) =>
  harness()
    .fake.calls()
    .filter(({ method }) => method === 'PATCH');

describe('a partner that somebody edits between our reading and our change', () => {
  const world = writing();

  it.each(['id', 'ana'] as const)('is left as it is, and written the next time (%s)', async (which) => {
    const who = aceros(world)[which];
    const values = which === 'id' ? { CardName: 'Aceros del Norte' } : { Position: 'Compras' };
    editMeanwhile(world);
    expect(await failureOf(world.fields().write(who, values, never))).toBeInstanceOf(RecordBusyError);
    expect(world.partner('C1')).toMatchObject({ CardName: 'Aceros y Tubos' });
    expect(await world.fields().write(who, values, never)).toEqual(values);
    expect(patches(world)).toHaveLength(2);
  });
});

describe('a server without versions', () => {
  const world = writing({ patchLevel: 'old' });

  it('is written to all the same, and asked for them once', async () => {
    const { id } = aceros(world);
    const erp = world.fields();
    for (const CardName of ['Uno', 'Dos']) expect(await erp.write(id, { CardName }, never)).toEqual({ CardName });
    const asked = world
      .harness()
      .fake.calls()
      .filter(({ path }) => decodeURIComponent(path).includes('DataVersion'));
    expect(asked).toHaveLength(1);
  });
});
