import { describe, expect, it } from '@jest/globals';
import { Button, LoadingButton, MultiSelect, SearchInput } from '@hubspot/ui-extensions';
import { openOrders, select, values } from './settings-orders-page.tsx';
import { anOrdersView, pipelineRules, someChoices } from './settings-orders-views.ts';

const TEMPLATES = [
  { id: '90', name: 'Onboarding' },
  { id: '91', name: 'Audit' },
];
const ONBOARDING = { id: '5', templateId: '90', products: [{ id: '77', name: 'Training' }], categoryIds: [] };
const choices = {
  'GET /settings/orders/choices': someChoices({ projectTemplates: TEMPLATES, projectCodes: [{ id: 'OBRA-1', name: 'OBRA-1' }] }),
};

/** The name of the categories of the rule that was just added. */
const newRule = (page: Awaited<ReturnType<typeof openOrders>>): Promise<string> =>
  page.drawn(() => {
    const names = page.findAll(MultiSelect).flatMap(({ props: { name } }) => (name?.startsWith('project-categories-') ? [name] : []));
    return names.find((name) => name !== 'project-categories-default-5') ?? null;
  });

describe('what becomes a project once it is ordered', () => {
  it('is set up with a project and what it is for, and not saved before both are there', async () => {
    const routes = { ...choices, 'GET /settings/orders/products': { products: [{ id: '77', name: 'Training', sku: 'SRV-1' }] } };
    const page = await openOrders(anOrdersView([pipelineRules()]), { routes });
    await page.unfold();
    await page.reads('No rule: the ERP makes the projects that it makes by itself.');
    await page.drawn(() => page.maybeFindByTestId(Button, 'add-project-default'));
    page.press('add-project-default');
    await page.reads('Each rule for projects needs a project and at least one product or category: then it can be saved.');
    expect(page.findByTestId(LoadingButton, 'save-orders').props.disabled).toBe(true);
    const name = (await newRule(page)).replace('project-categories-', '');
    (await select(page, `project-template-${name}`)).props.onChange?.('90');
    (await page.drawn(() => page.maybeFind(SearchInput, { name: `project-product-${name}` }))).props.onInput?.('tra');
    await page.drawn(() => page.maybeFindByTestId(Button, 'choose-product-77'));
    page.press('choose-product-77');
    await page.reads('Remove Training');
    const { projects } = await page.saved();
    expect(projects).toMatchObject([{ templateId: '90', products: [{ id: '77', name: 'Training' }], categoryIds: [] }]);
  });

  it('offers each project once', async () => {
    const page = await openOrders(anOrdersView([pipelineRules({ projects: [ONBOARDING] })]), { routes: choices });
    await page.unfold();
    await page.drawn(() => page.maybeFindByTestId(Button, 'add-project-default'));
    expect(values((await select(page, 'project-template-default-5')).props.options as never)).toEqual(['Onboarding', 'Audit']);
    page.press('add-project-default');
    const other = await newRule(page);
    expect(values((await select(page, other.replace('categories', 'template'))).props.options as never)).toEqual([
      'Choose a project',
      'Audit',
    ]);
  });

  it('can be taken away, and stays in sight where the ERP has it no more', async () => {
    const gone = { ...ONBOARDING, templateId: '99' };
    const page = await openOrders(anOrdersView([pipelineRules({ projects: [gone] })]), { routes: choices });
    await page.unfold();
    expect(values((await select(page, 'project-template-default-5')).props.options as never)).toContain('No. 99');
    await page.drawn(() => page.maybeFindByTestId(Button, 'remove-project-default-5'));
    page.press('remove-project-default-5');
    expect((await page.saved()).projects).toEqual([]);
  });

  it.each([
    ['en-us', 'Puente cannot make projects in this ERP.'],
    ['es-mx', 'Este ERP no permite que Puente cree proyectos.'],
  ])('is said to be nothing where the ERP makes none (%s)', async (locale, words) => {
    const page = await openOrders(anOrdersView([pipelineRules()]), { locale });
    await page.unfold('Sales', locale === 'en-us' ? 'Rules of' : 'Reglas de');
    await page.reads(words);
    expect(page.text()).not.toMatch(/once the order is confirmed|en cuanto el pedido está confirmado/i);
    expect(page.maybeFindByTestId(Button, 'add-project-default')).toBeNull();
  });

  it('is confirmed in words', async () => {
    const rules = pipelineRules({ projects: [ONBOARDING], projectCode: { kind: 'per_deal' } });
    const page = await openOrders(anOrdersView([rules]), { routes: choices });
    await page.unfold();
    await page.reads('Once ordered, this becomes a project in Aceros ERP, made like "Onboarding": Training.');
    await page.reads('In Aceros ERP each deal gets a project code of its own, which its order carries.');
  });
});

describe('the project code of an order', () => {
  it('is chosen from those of the ERP, or one for each deal', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]), { routes: choices });
    await page.unfold();
    const code = await select(page, 'projectCode-default');
    expect(values(code.props.options as never)).toEqual(['None', 'A code of its own for each deal', 'OBRA-1']);
    code.props.onChange?.('code OBRA-1');
    expect((await page.saved()).projectCode).toEqual({ kind: 'existing', code: 'OBRA-1' });
  });

  it('is not offered where the ERP keeps none', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]));
    await page.unfold();
    await page.reads('Price lists');
    expect(page.words()).not.toContain('Project code of the order');
  });
});
