import type { OdooVersion } from '../types.ts';
import { char, float, many2one, model, type Model } from './field.ts';

/** From then on a unit is so much of its root, and no category tells what is like it. */
export const FIRST_WITH_ABSOLUTE_FACTORS = 19;

export function unitModels(version: OdooVersion): Model[] {
  const isAbsolute = version >= FIRST_WITH_ABSOLUTE_FACTORS;
  return [
    model('uom.uom', {
      description: 'Product Unit of Measure',
      fields: {
        name: char('Unit of Measure'),
        factor: float('Ratio'),
        ...(isAbsolute ? { parent_path: char('Parent Path') } : { category_id: many2one('Category', 'uom.category') }),
      },
    }),
    ...(isAbsolute ? [] : [model('uom.category', { description: 'Product UoM Categories', fields: { name: char('Name') } })]),
  ];
}
