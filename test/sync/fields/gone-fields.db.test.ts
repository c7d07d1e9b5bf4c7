import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

/** A linked company whose note, emptied on one side, is emptied on the other. */
async function noted() {
  const world = await WritingWorld.start(db());
  const record = await world.linked('companies', { name: 'Acme', note: 'Pays late' }, { name: 'Acme', x_note: 'Pays late' });
  await world.begin({ companies: aRule({ mapping: [mapped('note', 'x_note', { whenEmptied: 'clear' })] }) });
  world.forgetCalls();
  return { world, record };
}

async function look(world: WritingWorld): Promise<void> {
  await world.markDue();
  await world.settle();
}

describe('a property that an administrator deleted in HubSpot', () => {
  it('empties nothing in the ERP, and a person is told', async () => {
    const { world } = await noted();
    world.hubspot.deletedProperties.add('note');
    await look(world);
    expect(world.erp.holds('1', 'x_note')).toBe('Pays late');
    expect(await world.problems()).toEqual(['mapping.property_gone']);
  });

  it('is followed again when it is back', async () => {
    const { world, record } = await noted();
    world.hubspot.deletedProperties.add('note');
    await look(world);
    world.hubspot.deletedProperties.clear();
    await world.edit('companies', record, { note: 'Pays early' });
    await world.settle();
    expect(world.erp.holds('1', 'x_note')).toBe('Pays early');
    expect(await world.problems()).toEqual([]);
  });

  it('is only empty where HubSpot has it and says nothing of it', async () => {
    const { world, record } = await noted();
    world.hubspot.edit('companies', record, { note: '' });
    const { batchRead } = world.hubspot;
    world.hubspot.batchRead = async (...asked) => {
      const records = await batchRead.apply(world.hubspot, asked);
      for (const { properties } of records.values()) if (properties['note'] === null) delete properties['note'];
      return records;
    };
    await look(world);
    expect(world.erp.holds('1', 'x_note')).toBeNull();
  });

  it('is no emptying to the dry run either', async () => {
    const { world } = await noted();
    world.hubspot.deletedProperties.add('note');
    expect(await world.dryRun()).toEqual({ incomplete: 1 });
  });
});

describe('a field that is gone from the ERP', () => {
  it('empties nothing in HubSpot, and a person is told', async () => {
    const { world, record } = await noted();
    world.erp.fieldsOf.customer = world.erp.fieldsOf.customer.filter(({ name }) => name !== 'x_note');
    await look(world);
    expect(world.hubspot.get('companies', record)['note']).toBe('Pays late');
    expect(await world.problems()).toEqual(['mapping.field_gone']);
  });
});
