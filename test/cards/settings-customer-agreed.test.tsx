import { describe, it, expect } from '@jest/globals';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aRun } from './settings-customers-views.ts';

describe('a dry run', () => {
  it('counts what is as it should be, and says so where that is all', async () => {
    const agreed = { ...aRun().groups[0]!, kind: 'in_step' as const, count: 184, property: null, field: null, rule: null, reason: null };
    const some = await openCustomers(aCustomersView({ isDraft: true, preview: aRun({ groups: [...aRun().groups, agreed] }) }));
    await some.sees('184 companies are as they should be: nothing is written.');
    expect(some.text()).not.toContain('Nothing would change');
    const all = await openCustomers(aCustomersView({ isDraft: true, preview: aRun({ groups: [agreed] }) }), { locale: 'es-mx' });
    await all.sees(/No cambiaría nada.*184 empresas ya están como deben/);
  });
});
