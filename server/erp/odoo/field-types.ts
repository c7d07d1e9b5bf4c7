import { z } from 'zod';
import type { ErpField } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';

/** What `fields_get` says of a choice. */
export const Selection = rowsOf(z.tuple([z.union([z.string(), z.number(), z.boolean()]), z.string()]));

/** Odoo's types of fields that hold one value. */
export const ONE_VALUE: Readonly<Record<string, ErpField['type']>> = {
  char: 'text',
  text: 'text',
  html: 'text',
  integer: 'number',
  float: 'number',
  monetary: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  selection: 'choice',
  many2one: 'reference',
};
