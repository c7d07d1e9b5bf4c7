import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { FieldChange, MappingSample } from '../../hubspot-app/app/settings/api/customers.ts';
import { describeInBrowser } from '../support/browser.ts';
import { startPages, type ExtensionPages } from './browser/page.ts';
import { aFieldChange, changeList, conflictList } from './settings-customer-lists.ts';
import { aCommand, aCustomersView, aRun, aSample, commandList } from './settings-customers-views.ts';
import { someDecided } from './settings-decided-views.ts';
import { anOverview, someReviews, someUnmatched } from './settings-views.ts';

let pages: ExtensionPages;
beforeAll(async () => void (pages = await startPages('draw-settings.tsx')));
afterAll(async () => pages?.close());

const counts = {
  ...{ planned: 1, waiting: 2, unknown: 0, rejected: 3, done: 40, inStep: 1180, due: 4, asked: 1, archivals: 0, held: 0 },
  ...{ frozenRecords: 0, frozenFields: 0, oneWay: 0, archivalsPlanned: 0, differing: 0, waitingContacts: 12, waitingCompanies: 0 },
  ...{ behindTrial: 25, leftDifferent: 1, undoing: 0 },
};
const VIEWS = {
  off: aCustomersView(),
  previewed: aCustomersView({ isDraft: true, preview: aRun() }),
  trial: aCustomersView({ state: 'live', isTrial: true, run: aRun({ done: 10, total: 10 }), counts }),
  live: aCustomersView({ state: 'live', run: aRun({ state: 'running', done: 300 }), counts }),
};

const CHANGES = [
  aFieldChange(),
  aFieldChange({ id: '2', after: 'Av. Constitución 400 Poniente, Col. Centro, Monterrey, N.L., México', lost: 'Luis' }),
];
interface How {
  width?: number;
  locale?: 'en-us' | 'es-mx';
  sample?: MappingSample;
  changes?: FieldChange[];
}

async function open(
  view: unknown,
  { width = 600, locale = 'en-us' as 'en-us' | 'es-mx', sample, changes = CHANGES }: How = {},
): Promise<Page> {
  const answers = {
    'GET /settings/overview': anOverview(),
    'GET /settings/problems': { groups: [] },
    'GET /settings/customers': view,
    'POST /settings/customers/sample': sample ?? aSample(),
    'GET /settings/customers/commands': commandList([aCommand()]),
    'GET /settings/customers/conflicts': conflictList(),
    'GET /settings/customers/changes': changeList(changes),
  };
  const page = await pages.open(answers, { width, locale });
  await page.getByRole('tab', { name: locale === 'en-us' ? 'Customers' : 'Clientes', exact: true }).click();
  await page.getByText(locale === 'en-us' ? 'Rules and fields' : 'Reglas y campos').waitFor();
  return page;
}

/** No browser breaks it at its dots. */
const ADDRESS = 'https://www.aceros-y-perfiles-del-noreste-de-mexico.example';
function withAddress(): Required<Pick<How, 'sample' | 'changes'>> {
  const { pair } = aSample();
  const [properties, fields] = [
    { ...pair!.properties, phone: ADDRESS },
    { ...pair!.fields, phone: `pagos.y.cobranza@${ADDRESS.slice(12)}` },
  ];
  return {
    sample: { pair: { ...pair!, properties, fields } },
    changes: [aFieldChange({ before: null, after: ADDRESS, lost: ADDRESS, canUndo: true, isFrozen: false })],
  };
}

/** What lies beyond the right edge, of the page or of a table in it. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll<HTMLElement>('.ui-table-scroll, .ui-statistic')];
    return boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.innerText.slice(0, 60));
  });

describeInBrowser('the page of customers in a browser', () => {
  const cases = Object.keys(VIEWS).flatMap((name) =>
    (['en-us', 'es-mx'] as const).map((locale) => [name as keyof typeof VIEWS, locale] as const),
  );

  it.each(cases)('fits 600 px: %s, %s', async (name, locale) => {
    const page = await open(VIEWS[name], { locale });
    await page
      .getByText(/Aceros del Norte/)
      .first()
      .waitFor();
    if (name === 'off') {
      await page
        .getByRole('button', { name: locale === 'en-us' ? 'Change' : 'Cambiar', exact: true })
        .nth(4)
        .click();
      await page.getByRole('button', { name: locale === 'en-us' ? 'Add a field' : 'Agregar un campo' }).click();
    }
    expect(await cutOff(page)).toEqual([]);
  });

  it.each([
    ['off', 'en-us'],
    ['off', 'es-mx'],
    ['live', 'en-us'],
    ['live', 'es-mx'],
  ] as const)('fits the 388 px that a window of 600 leaves it, with long addresses of web and mail: %s, %s', async (name, locale) => {
    const page = await open(VIEWS[name], { width: 388, locale, ...withAddress() });
    await page
      .getByText(/mexico/)
      .first()
      .waitFor();
    expect(await cutOff(page)).toEqual([]);
  });

  it.each(['en-us', 'es-mx'] as const)(
    'shows the history of a field whole in a column of 600 px, with what was before: %s',
    async (locale) => {
      const long = 'Av. Constitución 400 Poniente, Col. Centro, entre Escobedo y Emilio Carranza, Monterrey, Nuevo León, México';
      const change = { canUndo: true, isFrozen: true, lost: ADDRESS, before: long, after: `${long} ${ADDRESS}` };
      const earlier = ['3', '2', '1'].map((id) =>
        aFieldChange({ ...change, id, rule: 'erp_wins', by: 'facturacion.y.cobranza@aceros.example' }),
      );
      const page = await open(VIEWS.live, { locale, changes: [aFieldChange({ ...change, id: '4' }), ...earlier] });
      await page.getByRole('button', { name: locale === 'en-us' ? '3 earlier changes' : '3 cambios anteriores' }).click();
      await page
        .getByRole('button', { name: locale === 'en-us' ? 'Undo' : 'Deshacer', exact: true })
        .nth(3)
        .waitFor();
      expect(await cutOff(page)).toEqual([]);
      const row = page.locator('.ui-table tbody tr', { hasText: 'Constituci' });
      const widths = await row.locator('td').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width));
      // What happened is read, the record only recognised.
      expect(widths[1]! > 250 && widths[1]! > widths[0]!).toBe(true);
    },
  );

  it('keeps each field of the mapping on one line where there is room', async () => {
    const page = await open(VIEWS.off, { width: 1000 });
    const rows = page.locator('.ui-table tbody tr');
    await rows.first().waitFor();
    const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeLessThan(70);
  });

  it.each([
    [600, 'en-us', 'To decide (1)', 'Owes'],
    [600, 'es-mx', 'Por decidir (1)', 'Debe'],
    [400, 'es-mx', 'Por decidir (1)', 'Debe'],
  ] as const)('shows what customers owe whole at %s px (%s)', async (width, locale, tab, words) => {
    const facts = { email: ['facturacion.y.cobranza@aceros-y-perfiles-del-noreste-de-mexico.example'], city: ['Monterrey'] };
    const [customer] = someUnmatched().customers;
    const answers = {
      'GET /settings/overview': anOverview({ toDecide: { customers: 1, creations: 0, fields: 0, archivals: 0, products: 0 } }),
      'GET /settings/problems': { groups: [] },
      'GET /settings/reviews': someReviews(),
      'GET /settings/reviews/unmatched': someUnmatched({
        customers: [{ ...customer!, facts, owed: [{ amount: '12575051.25', currency: 'MXN' }] }],
      }),
      'GET /settings/decided': someDecided(),
    };
    const page = await pages.open(answers, { width, locale });
    await page.getByRole('tab', { name: tab }).click();
    await page.getByText(words).first().waitFor();
    expect(await cutOff(page)).toEqual([]);
  });

  it('keeps its tabs where they are when the number in a title changes', async () => {
    const counted = (customers: number) => anOverview({ toDecide: { customers, creations: 0, fields: 0, archivals: 0, products: 0 } });
    const answers = { 'GET /settings/overview': { $each: [counted(1), counted(2)] }, 'GET /settings/problems': { groups: [] } };
    const page = await pages.open(answers, { width: 1000, locale: 'en-us' });
    const tabs = page.getByRole('tab');
    await page.getByRole('tab', { name: 'To decide (1)' }).waitFor();
    const before = await tabs.allInnerTexts();
    await page.getByRole('tab', { name: 'To decide (2)' }).waitFor();
    expect(await tabs.allInnerTexts()).toEqual(before.map((title) => title.replace('(1)', '(2)')));
  });

  it('is reached by keyboard in the order in which it is read, and a line is edited without a mouse', async () => {
    const page = await open(VIEWS.off);
    await page.getByText('81 1234', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).nth(1).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('When one side is emptied').waitFor();
    const reached: string[] = [];
    for (let step = 0; step < 5; step++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const at = document.activeElement as HTMLSelectElement;
          return at.labels?.[0]?.innerText ?? at.innerText;
        }),
      );
    }
    expect(reached).toEqual(['Direction', 'Rule', 'When one side is emptied', 'Remove this line', 'Change']);
  });

  it('tells the way of a field in words, not by an arrow alone', async () => {
    const page = await open(VIEWS.off);
    const cell = page
      .getByRole('row', { name: /Phone number/ })
      .getByRole('cell')
      .nth(1);
    await cell.waitFor();
    expect((await cell.innerText()).split(/\s*\n\s*/)).toEqual(['↔ both ways', 'Phone', '+52\u00a081\u00a01234\u00a05678']);
  });
});
