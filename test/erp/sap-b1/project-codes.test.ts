import { describe, expect, it } from '@jest/globals';
import { UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { selling, VALVES, VISIT } from './selling-harness.ts';

const { harness, fake, create, confirm, amend, row } = selling();
const OWN = { code: 'HS7-9K2', name: 'Ampliación de planta' };
const projectsOf = (id: Parameters<typeof row>[0]) => [row(id).Project, ...row(id).DocumentLines.map((line) => line.ProjectCode)];

describe('the project code of an order', () => {
  it('of its own is made once, and stands on the quotation, its lines and the order', async () => {
    const quotation = await create({ projectCode: OWN });
    expect(fake().records('Projects')).toMatchObject([{ Code: 'HS7-9K2', Name: 'Ampliación de planta', Active: 'tYES' }]);
    expect(projectsOf(quotation.id)).toEqual(['HS7-9K2', 'HS7-9K2', 'HS7-9K2']);
    const order = await confirm(quotation.id);
    expect(projectsOf(order.id)).toEqual(['HS7-9K2', 'HS7-9K2', 'HS7-9K2']);
    await create({ projectCode: OWN }, 'HS-4711-D99-2');
    expect(fake().records('Projects')).toHaveLength(1);
  });

  it('is made once when its answer was lost', async () => {
    fake().faults.next({ kind: 'doneButNoAnswer', match: /POST .*\/Projects$/ });
    expect(await failureOf(create({ projectCode: OWN }))).toBeInstanceOf(UnclearOutcomeError);
    expect(fake().records('Quotations')).toEqual([]);
    expect(projectsOf((await create({ projectCode: OWN })).id)[0]).toBe('HS7-9K2');
    expect(fake().records('Projects')).toHaveLength(1);
  });

  it('is one that is there and in use, or the order is refused', async () => {
    fake().addProjectCode({ code: 'OBRA-1', name: 'Obra norte' });
    fake().addProjectCode({ code: 'OBRA-0', name: 'Obra vieja', active: false });
    fake().addProjectCode({ code: 'OBRA-9', name: 'Obra pasada', until: '2020-12-31' });
    const named = (code: string) => create({ projectCode: { code, name: null } });
    expect(projectsOf((await named('OBRA-1')).id)[0]).toBe('OBRA-1');
    for (const code of ['OBRA-0', 'OBRA-9', 'OBRA-2'])
      expect(await failureOf(create({ projectCode: { code, name: null } }, `K-${code}`))).toMatchObject({
        ...{ code: 'order.no_such_project_code', params: { project: code } },
      });
    expect(fake().records('Quotations')).toHaveLength(1);
    const { projectCodes } = await harness().connect().capabilities.orders!.choices(never);
    expect(projectCodes).toEqual([{ id: 'OBRA-1', name: 'OBRA-1 · Obra norte' }]);
  });

  it('stands on lines that come to it later', async () => {
    const { id } = await create({ projectCode: OWN, lines: [VALVES] });
    await amend(id, { projectCode: OWN, lines: [VALVES, VISIT] });
    expect(projectsOf(id)).toEqual(['HS7-9K2', 'HS7-9K2', 'HS7-9K2']);
  });

  it('is said to be missing where the user may not make one', async () => {
    fake().revokeWriting('Projects');
    expect(await failureOf(create({ projectCode: OWN }))).toMatchObject({ code: 'order.no_right_to_projects' });
  });

  it('is none unless the rules want one', async () => {
    expect(projectsOf((await create()).id)).toEqual([undefined, null, null]);
  });
});
