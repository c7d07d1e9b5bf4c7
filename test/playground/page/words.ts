import type { ObjectType } from '../api.ts';

export const TYPE_WORDS: Record<ObjectType, { one: string; many: string }> = {
  companies: { one: 'Company', many: 'Companies' },
  contacts: { one: 'Contact', many: 'Contacts' },
  deals: { one: 'Deal', many: 'Deals' },
  products: { one: 'Product', many: 'Products' },
};

const STATUS: Record<string, { words: string; tone: string }> = {
  none: { words: 'Nothing invoiced', tone: 'default' },
  open: { words: 'Open', tone: 'info' },
  partially_paid: { words: 'Partly paid', tone: 'warning' },
  in_payment: { words: 'Payment in progress', tone: 'info' },
  paid: { words: 'Paid', tone: 'success' },
  overdue: { words: 'Overdue', tone: 'danger' },
  credited: { words: 'Credited', tone: 'default' },
};

export const statusOf = (value: string): { words: string; tone: string } => STATUS[value] ?? { words: value, tone: 'default' };
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();
