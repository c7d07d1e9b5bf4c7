import { describe, expect, it } from '@jest/globals';
import { CODES_EN } from '../../hubspot-app/app/cards/common/codes.en.ts';
import { ORDER_REFUSALS } from '../../server/sync/commands/order-refusals.ts';
import { refusalCodes } from '../support/refusal-codes.ts';
import { sourceFiles } from '../support/source-files.ts';

const FILES = sourceFiles('server/erp', 'server/shared').filter(({ path }) => path.endsWith('.ts'));
const startsIn = (folder: string, names: readonly string[]) =>
  names.map((name) => `server/erp/${folder}/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts ${name}`);

const MAKING = ['createProduct', 'createOrder', 'confirmOrder', 'amendOrder', 'cancelOrder'];
/** Where each ERP's commands about orders, products and e-mails begin, and what says why a call of theirs failed. */
const ERPS: Record<string, string[]> = {
  odoo: [
    ...startsIn('odoo', [...MAKING, 'reserveOrder', 'sendDocument', 'createProject', 'planProject']),
    'server/erp/odoo/order-preview.ts previewOrder',
    'server/erp/odoo/errors.ts changeFailureOf',
    'server/erp/odoo/errors.ts questionFailureOf',
  ],
  'sap-b1': [...startsIn('sap-b1', MAKING), 'server/erp/sap-b1/write-errors.ts writeFailureOf'],
};

/** Of no order: what is gone is said by the command, the preview of an old version is left out, the rest is about customers. */
const OTHERS: Record<string, string[]> = {
  odoo: ['erp.record_gone', 'erp.no_right_to_customers', 'odoo.preview_needs_newer_version'],
  'sap-b1': ['erp.record_gone', 'erp.no_right_to_customers'],
};

describe.each(Object.keys(ERPS))('what %s refuses of an order', (folder) => {
  const codes = refusalCodes(FILES, ERPS[folder]!);

  it('has a sentence of its own each, unless it is said in the words of the ERP', () => {
    const isWorded = (code: string) => (ORDER_REFUSALS as readonly string[]).includes(code) || code === `${folder}.refused`;
    expect(codes.size).toBeGreaterThan(12);
    const others = [...codes].filter(([code]) => !isWorded(code) && !OTHERS[folder]!.includes(code));
    expect(others).toEqual([]);
  });

  it('is found at all', () => {
    expect([...codes.keys()]).toEqual(
      expect.arrayContaining(['order.no_price_list', 'order.product_not_sold', 'order.no_right_to_orders', `${folder}.refused`]),
    );
  });
});

describe('a refusal', () => {
  it.each(ORDER_REFUSALS)('%s has words', (code) => {
    expect(CODES_EN).toHaveProperty([code]);
  });

  it('would be found wherever it is thrown', () => {
    const file = (path: string, text: string) => ({ path: `server/erp/x/${path}`, text });
    const files = [
      file(
        'refusals.ts',
        `export const bad = (code: string) => new RecordRejectedError('No', { code });\nexport const gone = () => bad('x.gone');`,
      ),
      file('work.ts', `import { bad, gone } from './refusals.ts';\nconst why = () => 'x.named';\nasync function work() { if (a) throw gone(); throw bad(why()); }\nexport async function start() { await work(); throw new TransientError('', { code: 'x.busy' }); }\nexport const other = () => bad('x.other');`), // prettier-ignore
    ];
    expect([...refusalCodes(files, ['server/erp/x/work.ts start']).keys()].toSorted()).toEqual(['x.gone', 'x.named']);
  });
});
