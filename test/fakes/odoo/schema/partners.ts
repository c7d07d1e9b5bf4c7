import type { View } from '../store.ts';
import type { OdooVersion, Row } from '../types.ts';
import {
  boolean,
  char,
  computed,
  date,
  float,
  html,
  integer,
  inverse,
  many2many,
  many2one,
  model,
  money,
  one2many,
  selection,
} from './field.ts';
import type { Field, Model } from './field.ts';

/** `Parent, Name` for people of an organisation. */
function partnerLabel(view: View, row: Row): string {
  const parent = typeof row.parent_id === 'number' && !row.is_company ? view.get('res.partner', row.parent_id) : undefined;
  const own = typeof row.name === 'string' ? row.name : { invoice: 'Invoice Address', delivery: 'Delivery Address' }[String(row.type)];
  return parent ? [parent.name, own].filter(Boolean).join(', ') : String(own ?? '');
}

/** `email` is free text and may hold several addresses; the normalised one is the single clean address in it, or nothing. */
function normalisedEmail(_view: View, row: Row): string | null {
  const found = String(row.email ?? '').match(/[^\s<>,;"']+@[^\s<>,;"']+\.[^\s<>,;"']+/g) ?? [];
  return found.length === 1 && found[0] ? found[0].toLowerCase() : null;
}

/** Of the organisation, in the company's currency. */
function owedBy(view: View, row: Row): number {
  const moves = view.ids('account.move').flatMap((id) => view.get('account.move', id) ?? []);
  const own = moves.filter((move) => move.state === 'posted' && move.commercial_partner_id === row.commercial_partner_id);
  return own.reduce((sum, move) => sum + move.amount_residual, 0) / 100;
}

/** Confirmed and not invoiced. */
function orderedBy(view: View, row: Row): number {
  const orders = view.ids('sale.order').flatMap((id) => view.get('sale.order', id) ?? []);
  const own = orders.filter(
    ({ state, partner_id }) =>
      state === 'sale' && view.get('res.partner', Number(partner_id))?.commercial_partner_id === row.commercial_partner_id,
  );
  const open = own.filter(({ id }) =>
    view.by('sale.order.line', 'order_id', id).every((line) => view.by('account.move.line', 'sale_line_ids', line).length === 0),
  );
  return open.reduce((sum, { amount_total }) => sum + Number(amount_total), 0) / 100;
}

function versionFields(version: OdooVersion): Record<string, Field> {
  return {
    ...(version >= 17 ? { complete_name: char('Complete Name', { get: partnerLabel, readonly: true }) } : {}),
    ...(version <= 18
      ? {
          mobile: char('Mobile'),
          sale_warn: selection('Sales Warnings', [
            ['no-message', 'No Message'],
            ['warning', 'Warning'],
            ['block', 'Blocking Message'],
          ]),
          title: many2one('Title', 'res.partner.title'),
          invoice_warn: selection('Invoice', [
            ['no-message', 'No Message'],
            ['warning', 'Warning'],
            ['block', 'Blocking Message'],
          ]),
          invoice_warn_msg: char('Message for Invoice'),
        }
      : {}),
  };
}

export function partnerModel(version: OdooVersion): Model {
  const ofCompanies = { companyDependent: true, store: version >= 18 };
  return model('res.partner', {
    description: 'Contact',
    order: 'id',
    display: partnerLabel,
    indexed: ['parent_id', 'commercial_partner_id'],
    required: { name: 'The operation cannot be completed: Contacts require a name' },
    fields: {
      name: char('Name'),
      is_company: boolean('Is a Company'),
      company_type: computed(
        selection('Company Type', [
          ['person', 'Individual'],
          ['company', 'Company'],
        ]),
        (_view, row) => (row.is_company ? 'company' : 'person'),
      ),
      type: selection('Address Type', [
        ['contact', 'Contact'],
        ['invoice', 'Invoice Address'],
        ['delivery', 'Delivery Address'],
        ['other', 'Other Address'],
      ]),
      parent_id: many2one('Related Company', 'res.partner'),
      commercial_partner_id: many2one('Commercial Entity', 'res.partner', { readonly: true }),
      commercial_company_name: char('Company Name Entity', {
        get: (view, row) => view.get('res.partner', Number(row.commercial_partner_id))?.name,
      }),
      child_ids: one2many(
        'Contact',
        'res.partner',
        inverse('res.partner', 'parent_id', (row) => row.active === true),
      ),
      email: char('Email'),
      email_normalized: char('Normalized Email', { get: normalisedEmail, readonly: true }),
      phone: char('Phone'),
      website: char('Website Link'),
      vat: char('Tax ID'),
      ref: char('Reference'),
      street: char('Street'),
      street2: char('Street2'),
      city: char('City'),
      zip: char('Zip'),
      state_id: many2one('State', 'res.country.state'),
      country_id: many2one('Country', 'res.country'),
      country_code: computed(char('Country Code'), (view, row) => view.get('res.country', Number(row.country_id))?.code),
      lang: selection('Language', [
        ['en_US', 'English (US)'],
        ['es_MX', 'Spanish (MX)'],
      ]),
      category_id: many2many('Tags', 'res.partner.category'),
      user_id: many2one('Salesperson', 'res.users'),
      comment: html('Notes'),
      function: char('Job Position'),
      property_payment_term_id: many2one('Customer Payment Terms', 'account.payment.term', ofCompanies),
      property_account_position_id: many2one('Fiscal Position', 'account.fiscal.position', ofCompanies),
      property_product_pricelist: many2one('Pricelist', 'product.pricelist', { store: false }),
      credit_limit: computed(float('Credit Limit'), (_view, row) => row.limit ?? 0),
      show_credit_limit: computed(boolean('Show Credit Limit'), (_view, row) => row.limit !== undefined),
      credit: computed(float('Total Receivable'), owedBy),
      credit_to_invoice: computed(float('Credit To Invoice'), orderedBy),
      sale_warn_msg: char('Message for Sales Order'),
      customer_rank: integer('Customer Rank'),
      supplier_rank: integer('Supplier Rank'),
      active: boolean('Active'),
      company_id: many2one('Company', 'res.company'),
      ...versionFields(version),
    },
  });
}

/** From the top down to itself. */
function ancestorsOf(view: View, row: Row): number[] {
  const above = view.get('res.company', Number(row.parent_id));
  return [...(above ? ancestorsOf(view, above) : []), row.id];
}

export function companyModels(version: OdooVersion): Model[] {
  const ofPartner = (name: string) => (view: View, row: Row) => view.get('res.partner', Number(row.partner_id))?.[name];
  return [
    model('res.company', {
      description: 'Companies',
      order: 'name, id',
      fields: {
        name: char('Company Name'),
        partner_id: many2one('Partner', 'res.partner'),
        currency_id: many2one('Currency', 'res.currency'),
        country_id: many2one('Country', 'res.country'),
        vat: char('Tax ID'),
        parent_id: many2one('Parent Company', 'res.company'),
        ...(version >= 17 ? { parent_ids: computed(many2many('Parent Companies', 'res.company'), ancestorsOf) } : {}),
        email: char('Email', { get: ofPartner('email') }),
      },
    }),
    model('res.currency', {
      description: 'Currency',
      order: 'active desc, name',
      fields: {
        name: char('Currency'),
        symbol: char('Symbol'),
        position: selection('Symbol Position', [
          ['after', 'After Amount'],
          ['before', 'Before Amount'],
        ]),
        rounding: float('Rounding Factor'),
        decimal_places: integer('Decimal Places'),
        rate: { ...float('Current Rate'), store: false },
        active: boolean('Active'),
      },
    }),
    model('res.country', { description: 'Country', order: 'name', fields: { name: char('Country Name'), code: char('Country Code') } }),
    model('res.country.state', {
      description: 'Country state',
      order: 'code',
      display: (view, row) => `${row.name} (${view.get('res.country', Number(row.country_id))?.code})`,
      fields: { name: char('State Name'), code: char('State Code'), country_id: many2one('Country', 'res.country') },
    }),
    model('res.partner.category', { description: 'Partner Tags', fields: { name: char('Tag Name') } }),
    model('account.fiscal.position', {
      description: 'Fiscal Position',
      fields: { name: char('Fiscal Position'), company_id: many2one('Company', 'res.company'), active: boolean('Active') },
    }),
    ...(version <= 18 ? [model('res.partner.title', { description: 'Partner Title', fields: { name: char('Title') } })] : []),
    model('account.tax', {
      description: 'Tax',
      fields: {
        name: char('Tax Name'),
        amount: float('Amount'),
        type_tax_use: selection('Tax Type', [
          ['sale', 'Sales'],
          ['purchase', 'Purchases'],
          ['none', 'None'],
        ]),
        amount_type: selection('Tax Computation', [
          ['percent', 'Percentage'],
          ['fixed', 'Fixed'],
        ]),
        // Worked out from 18 on.
        price_include: { ...boolean('Included in Price'), ...(version >= 18 ? { store: false, searchable: true } : {}) },
        company_id: many2one('Company', 'res.company'),
        active: boolean('Active'),
      },
    }),
    model('account.full.reconcile', {
      description: 'Full Reconcile',
      display: (_view, row) => `account.full.reconcile,${row.id}`,
      fields: {},
    }),
    model('account.payment.term', {
      description: 'Payment Terms',
      fields: { name: char('Payment Terms'), company_id: many2one('Company', 'res.company') },
    }),
    model('account.payment.method', { description: 'Payment Methods', fields: { name: char('Name'), code: char('Code') } }),
    model('account.payment.method.line', {
      description: 'Payment Methods',
      fields: { name: char('Name'), journal_id: many2one('Journal', 'account.journal') },
    }),
    model('account.bank.statement.line', {
      description: 'Bank Statement Line',
      groups: ['Invoicing/Billing', 'Technical/Show Accounting Features - Readonly'],
      fields: {
        move_id: many2one('Journal Entry', 'account.move'),
        payment_ref: char('Label'),
        date: date('Date'),
        partner_id: many2one('Partner', 'res.partner'),
        amount: money('Amount', 'currency_id'),
        currency_id: many2one('Journal Currency', 'res.currency'),
        company_id: many2one('Company', 'res.company'),
      },
    }),
  ];
}

export function ledgerModels(version: OdooVersion): Model[] {
  const company: Record<string, Field> =
    version >= 18
      ? { company_ids: many2many('Companies', 'res.company', { get: (_view, row) => [Number(row.company_id)] }) }
      : { company_id: many2one('Company', 'res.company') };
  return [
    model('account.account', {
      description: 'Account',
      order: 'code',
      display: (_view, row) => `${row.code} ${row.name}`,
      groups: ['Invoicing/Billing', 'Technical/Show Accounting Features - Readonly'],
      fields: {
        name: char('Account Name'),
        code: version >= 18 ? { ...char('Code'), store: false, searchable: true } : char('Code'),
        account_type: selection('Type', [
          ['asset_receivable', 'Receivable'],
          ['asset_cash', 'Bank and Cash'],
          ['income', 'Income'],
          ['liability_current', 'Current Liabilities'],
          ['expense', 'Expenses'],
        ]),
        ...company,
      },
    }),
    model('account.journal', {
      description: 'Journal',
      order: 'id',
      groups: ['Invoicing/Billing', 'Technical/Show Accounting Features - Readonly'],
      fields: {
        name: char('Journal Name'),
        code: char('Short Code'),
        type: selection('Type', [
          ['sale', 'Sales'],
          ['purchase', 'Purchase'],
          ['cash', 'Cash'],
          ['bank', 'Bank'],
          ['general', 'Miscellaneous'],
        ]),
        company_id: many2one('Company', 'res.company'),
        active: boolean('Active'),
      },
    }),
  ];
}
