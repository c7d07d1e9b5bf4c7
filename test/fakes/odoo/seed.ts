import type { Rates } from './accounting/books.ts';
import { TERMS } from './accounting/draft.ts';
import { StockOperations } from './catalog/stock.ts';
import { createPartner } from './partners.ts';
import { FIRST_WITH_ABSOLUTE_FACTORS } from './schema/units.ts';
import type { Books } from './accounting/books.ts';

export interface CompanyInput {
  name: string;
  /** ISO code. */
  currency: 'MXN' | 'USD' | 'EUR' | 'JPY';
  country?: 'MX' | 'US' | 'ES';
  vat?: string | null;
}

export const CURRENCIES = { USD: 1, EUR: 125, MXN: 33, JPY: 25 } as const;
export const COUNTRIES = { MX: 156, US: 233, ES: 68 } as const;
export const ADMIN_UID = 2;
export const BOT_UID = 8;
/** Percent → `account.tax` row. */
export const TAXES: Readonly<Record<number, number>> = { 16: 1, 0: 2, 8: 3, 8.25: 4 };

/** Per US dollar. */
export const defaultRates = (): Rates =>
  new Map([
    ['USD', [{ from: '2000-01-01', rate: 1 }]],
    ['MXN', [{ from: '2000-01-01', rate: 18.6664 }]],
    ['EUR', [{ from: '2000-01-01', rate: 0.92 }]],
    ['JPY', [{ from: '2000-01-01', rate: 151 }]],
  ]);

/** What every new database holds. */
export function seedDatabase(books: Books, companies: readonly CompanyInput[], uuid: string): void {
  const { tx } = books;
  for (const [name, decimals, symbol, active] of [
    ['USD', 2, '$', true],
    ['EUR', 2, '€', true],
    ['MXN', 2, '$', true],
    ['JPY', 0, '¥', false],
  ] as const) {
    tx.insert('res.currency', {
      id: CURRENCIES[name],
      name,
      symbol,
      position: name === 'EUR' ? 'after' : 'before',
      decimal_places: decimals,
      rounding: 10 ** -decimals,
      active,
    });
  }
  for (const [code, name] of [
    ['MX', 'Mexico'],
    ['US', 'United States'],
    ['ES', 'Spain'],
  ] as const)
    tx.insert('res.country', { id: COUNTRIES[code], name, code });
  for (const [code, name, country] of STATES) tx.insert('res.country.state', { code, name, country_id: COUNTRIES[country] });
  for (let nth = STATES.length; nth < STATE_COUNT; nth++)
    tx.insert('res.country.state', { code: `R${nth}`, name: `Region ${nth}`, country_id: COUNTRIES.ES });
  for (const [percent, id] of Object.entries(TAXES)) {
    tx.insert('account.tax', {
      id,
      name: Number(percent) === 8.25 ? 'Sales Tax 8.25%' : `IVA ${percent}%`,
      amount: Number(percent),
      type_tax_use: 'sale',
      amount_type: 'percent',
      price_include: false,
      company_id: null,
      active: true,
    });
  }
  for (const { id, name } of TERMS) tx.insert('account.payment.term', { id, name, company_id: null });
  seedUnits(books);
  for (const name of ['Mayoreo', 'Distribuidor']) tx.insert('res.partner.category', { name });
  tx.insert('account.fiscal.position', { name: 'Frontera norte', company_id: null, active: true });
  if (books.version <= 18) for (const name of ['Doctor', 'Madam']) tx.insert('res.partner.title', { name });
  for (const company of companies) addCompany(books, company);
  seedUsers(books);
  tx.insert('product.category', { name: 'All', parent_id: null });
  new StockOperations(books).createWarehouse('WH');
  tx.insert('ir.config_parameter', { key: 'database.uuid', value: uuid });
  tx.insert('ir.config_parameter', { key: 'web.base.url', value: 'https://erp.example' });
  for (const name of ['account', 'base_automation', 'l10n_mx', 'product', 'sale', 'stock'])
    tx.insert('ir.module.module', { name, state: 'installed' });
}

/** Of pieces and of time. Until 18 a unit says how many of it are one of reference, a day; from 19 on how many hours it is. */
function seedUnits({ tx, version }: Books): void {
  const isAbsolute = version >= FIRST_WITH_ABSOLUTE_FACTORS;
  const [unit, time] = isAbsolute ? [null, null] : ['Unit', 'Working Time'].map((name) => tx.insert('uom.category', { name }));
  const like = (category: number | null | undefined, path: string) => (isAbsolute ? { parent_path: path } : { category_id: category! });
  const units = [
    { key: 'unit', name: 'Units', factor: 1, ...like(unit, '1/') },
    { key: 'hour', name: 'Hours', factor: isAbsolute ? 1 : 8, ...like(time, '2/') },
    { key: 'day', name: 'Days', factor: isAbsolute ? 8 : 1, ...like(time, '2/3/') },
  ];
  for (const { key, ...values } of units) {
    const id = tx.insert('uom.uom', values);
    tx.insert('ir.model.data', { module: 'uom', name: `product_uom_${key}`, model: 'uom.uom', res_id: id, noupdate: true });
  }
}

/** So many has a new database of 18, of all countries. */
const STATE_COUNT = 1_776;
const STATES = [
  ['NLE', 'Nuevo León', 'MX'],
  ['JAL', 'Jalisco', 'MX'],
  ['CMX', 'Ciudad de México', 'MX'],
  ['MEX', 'México', 'MX'],
  ['QUE', 'Querétaro', 'MX'],
  ['COA', 'Coahuila', 'MX'],
  ['GUA', 'Guanajuato', 'MX'],
  ['CHH', 'Chihuahua', 'MX'],
  ['PUE', 'Puebla', 'MX'],
  ['BCN', 'Baja California', 'MX'],
  ['TX', 'Texas', 'US'],
  ['CA', 'California', 'US'],
  ['AZ', 'Arizona', 'US'],
] as const;

export function addCompany(books: Books, { name, currency, country = 'MX', vat = null }: CompanyInput): number {
  const { tx } = books;
  const partner = createPartner(books, { name, is_company: true, vat, country_id: COUNTRIES[country], email: 'info@erp.example' });
  const id = tx.insert('res.company', {
    name,
    partner_id: partner,
    currency_id: CURRENCIES[currency],
    country_id: COUNTRIES[country],
    vat,
    parent_id: null,
  });
  for (const [code, label, type] of ACCOUNTS) tx.insert('account.account', { code, name: label, account_type: type, company_id: id });
  tx.insert('account.journal', { name: 'Customer Invoices', code: 'INV', type: 'sale', company_id: id, active: true });
  tx.insert('account.journal', { name: 'Miscellaneous Operations', code: 'MISC', type: 'general', company_id: id, active: true });
  const bank = tx.insert('account.journal', { name: 'Bank', code: 'BNK1', type: 'bank', company_id: id, active: true });
  // Made once, with the module for accounting: for all companies.
  if (tx.ids('account.payment.method').length === 0) tx.insert('account.payment.method', { name: 'Manual', code: 'manual' });
  tx.insert('account.payment.method.line', { name: books.version >= 18 ? 'Manual Payment (Bank)' : 'Manual', journal_id: bank });
  for (const uid of [ADMIN_UID, BOT_UID]) {
    const user = tx.get('res.users', uid);
    if (user) tx.update('res.users', uid, { company_ids: [...(user.company_ids as readonly number[]), id] }, { silent: true });
  }
  return id;
}

const ACCOUNTS = [
  ['121000', 'Account Receivable', 'asset_receivable'],
  ['101401', 'Bank', 'asset_cash'],
  ['400000', 'Product Sales', 'income'],
  ['251000', 'Tax Received', 'liability_current'],
] as const;

function seedUsers(books: Books): void {
  const group = books.tx.insert('res.groups', { name: 'User: Own Documents Only' });
  books.tx.insert('ir.model.data', {
    ...{ module: 'sales_team', name: 'group_sale_salesman', model: 'res.groups', res_id: group, noupdate: false },
  });
  addUser(books, { id: ADMIN_UID, name: 'Mitchell Admin', login: 'admin' });
  addUser(books, { id: BOT_UID, name: 'HubSpot Bot', login: 'bot' });
}

/** Of all companies. */
export function addUser(
  books: Books,
  { name, login, id, sells = false }: { name: string; login: string; id?: number; sells?: boolean },
): number {
  const { tx } = books;
  const companies = [...tx.ids('res.company')];
  const partner = createPartner(books, { name, email: `${login}@erp.example` });
  const known = id === undefined ? {} : { id };
  return tx.insert('res.users', {
    ...known,
    login,
    partner_id: partner,
    company_id: companies[0] ?? 1,
    company_ids: companies,
    ...(sells && { groups_id: [...tx.ids('res.groups')], all_group_ids: [...tx.ids('res.groups')] }),
    active: true,
  });
}
