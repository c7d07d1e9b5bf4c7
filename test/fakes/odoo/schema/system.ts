import type { OdooVersion } from '../types.ts';
import { boolean, char, datetime, integer, many2many, many2one, model, money, selection, date, inverse, one2many } from './field.ts';
import type { Model } from './field.ts';
import { mailModels } from './mail.ts';

const ADMIN = (version: OdooVersion): string[] => [version >= 19 ? 'Role / Administrator' : 'Administration/Settings'];

export function systemModels(version: OdooVersion): Model[] {
  const groups = ADMIN(version);
  const keyExpiry = version >= 18 ? { expiration_date: datetime('Expiration Date') } : {};
  return [
    model('res.users', {
      description: 'User',
      display: (view, row) => String(view.get('res.partner', Number(row.partner_id))?.name ?? row.login),
      fields: {
        name: char('Name', { get: (view, row) => view.get('res.partner', Number(row.partner_id))?.name }),
        login: char('Login'),
        email: char('Email', { get: (view, row) => view.get('res.partner', Number(row.partner_id))?.email }),
        ...(version >= 19 ? { all_group_ids: many2many('All Groups', 'res.groups') } : { groups_id: many2many('Groups', 'res.groups') }),
        partner_id: many2one('Related Partner', 'res.partner'),
        company_id: many2one('Company', 'res.company'),
        company_ids: many2many('Companies', 'res.company'),
        lang: char('Language', { get: () => 'en_US' }),
        tz: char('Timezone', { get: () => null }),
        active: boolean('Active'),
        share: boolean('Share User', { get: () => false }),
      },
    }),
    model('res.groups', { description: 'Access Groups', fields: { name: char('Name') } }),
    ...mailModels(groups),
    model('ir.model.data', {
      description: 'Model Data',
      groups,
      indexed: ['res_id'],
      fields: {
        module: char('Module'),
        name: char('External Identifier'),
        model: char('Model Name'),
        res_id: integer('Record ID'),
        noupdate: boolean('Non Updatable'),
      },
    }),
    model('res.users.apikeys', {
      description: 'Users API Keys',
      fields: { name: char('Description'), user_id: many2one('User', 'res.users'), scope: char('Scope'), ...keyExpiry },
    }),
    model('ir.config_parameter', {
      description: 'System Parameter',
      order: 'key',
      groups,
      fields: { key: char('Key'), value: char('Value') },
    }),
    model('ir.module.module', {
      description: 'Module',
      order: 'name',
      groups,
      fields: {
        name: char('Technical Name'),
        state: selection('Status', [
          ['installed', 'Installed'],
          ['uninstalled', 'Not Installed'],
        ]),
      },
    }),
    model('ir.model', { description: 'Models', order: 'model', groups, fields: { model: char('Model'), name: char('Model Description') } }),
    model('ir.model.fields', {
      description: 'Fields',
      order: 'name',
      groups,
      fields: { name: char('Field Name'), model: char('Model Name'), model_id: many2one('Model', 'ir.model'), ttype: char('Field Type') },
    }),
    ...automationModels(version, groups),
    ...wizardModels(),
  ];
}

function automationModels(version: OdooVersion, groups: string[]): Model[] {
  const states = [
    ['code', 'Execute Python Code'],
    ['object_write', 'Update Record'],
    ...(version >= 17 ? [['webhook', 'Send Webhook Notification'] as const] : []),
  ] as const;
  const triggers = ['on_create_or_write', 'on_create', 'on_write', 'on_unlink', 'on_archive', 'on_time'].map((key) => [key, key] as const);
  return [
    model('base.automation', {
      description: 'Automation Rule',
      groups,
      indexed: ['model_id'],
      fields: {
        name: char('Automation Rule Name'),
        active: boolean('Active'),
        model_id: many2one('Model', 'ir.model'),
        model_name: char('Model Name', { get: (view, row) => view.get('ir.model', Number(row.model_id))?.model }),
        trigger: selection('Trigger', triggers, { required: true }),
        trigger_field_ids: many2many('Trigger Fields', 'ir.model.fields'),
        filter_pre_domain: char('Before Update Domain'),
        filter_domain: char('Apply on'),
        ...(version >= 17
          ? { action_server_ids: one2many('Actions', 'ir.actions.server', inverse('ir.actions.server', 'base_automation_id')) }
          : {}),
        last_run: datetime('Last Run'),
      },
    }),
    model('ir.actions.server', {
      description: 'Server Action',
      groups,
      indexed: ['base_automation_id'],
      fields: {
        name: char('Action Name'),
        state: selection('Type', states, { required: true }),
        usage: char('Usage'),
        model_id: many2one('Model', 'ir.model'),
        base_automation_id: many2one('Automation Rule', 'base.automation'),
        ...(version >= 17 ? { webhook_url: char('Webhook URL'), webhook_field_ids: many2many('Webhook Fields', 'ir.model.fields') } : {}),
      },
    }),
  ];
}

function wizardModels(): Model[] {
  const billing = ['Invoicing/Billing'];
  return [
    model('account.payment.register', {
      description: 'Register Payment',
      wizard: true,
      groups: billing,
      fields: {
        amount: money('Amount', 'currency_id', { readonly: false }),
        currency_id: many2one('Currency', 'res.currency'),
        payment_date: date('Payment Date'),
        journal_id: many2one('Journal', 'account.journal'),
        group_payment: boolean('Group Payments'),
        communication: char('Memo'),
        payment_difference_handling: selection('Payment Difference Handling', [
          ['open', 'Keep open'],
          ['reconcile', 'Mark as fully paid'],
        ]),
      },
    }),
    model('account.move.send.wizard', {
      description: 'Account Move Send Wizard',
      wizard: true,
      fields: { move_id: many2one('Move', 'account.move') },
    }),
    model('account.move.reversal', {
      description: 'Account Move Reversal',
      wizard: true,
      groups: billing,
      fields: {
        reason: char('Reason displayed on Credit Note'),
        date: date('Reversal date'),
        journal_id: many2one('Journal', 'account.journal'),
        refund_method: selection('Credit Method', [
          ['refund', 'Partial Refund'],
          ['cancel', 'Full Refund'],
          ['modify', 'Full refund and new draft invoice'],
        ]),
      },
    }),
  ];
}
