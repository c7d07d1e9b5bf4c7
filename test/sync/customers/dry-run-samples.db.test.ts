import { describe, expect, it } from '@jest/globals';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { resolveGoneRecord } from '../../../server/sync/inbox/gone-records.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

describe('a person who is forgotten', () => {
  it('is gone from the reasons that dry runs give for many, and so is a record that was merged into theirs', async () => {
    const world = await WritingWorld.start(db());
    const add = (email: string) => world.hubspot.add('contacts', { firstname: 'Ana', lastname: 'Ruiz', email, lifecyclestage: 'customer' });
    const [ana, twin, luis] = [add('ana at acme'), add('ana2 at acme'), add('luis at acme')];
    expect(await world.preview({ contacts: aPersonRule({ createWhen: [QUALIFIED] }) })).toMatchObject({ incomplete: 3 });
    const shown = async () => JSON.stringify(await db()('customerRuns').pluck('groups'));
    expect(await shown()).toMatch(/"ana at acme".*"ana2 at acme"|"ana2 at acme".*"ana at acme"/);
    const scope = { portalId: world.scope.portalId, objectType: 'contacts' as const, now: world.now };
    await resolveGoneRecord(world.deps, scope, twin, ana);
    await forgetContact({ ...world.deps, db: db() }, world.scope, ana);
    const left = await shown();
    expect(left).not.toMatch(new RegExp(`ana2? at acme|"${ana}"|"${twin}"`));
    expect(left).toContain(`"recordId":"${luis}"`);
    expect(left).toContain('"before":"luis at acme"');
  });
});
