import type { OrderPreviewLine } from '../../api/orders.ts';
import { isZero, type Format } from '../../common/format.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';

/** How many at which price, what is taken off, and the taxes on it. */
export function previewLineText(
  { quantity, unitPrice, discount, taxes }: OrderPreviewLine,
  { t, format }: { t: Translate<Key>; format: Format },
): string {
  const pieces = format.decimal(quantity);
  return [
    unitPrice
      ? t('line.times', { quantity: pieces, price: format.money(unitPrice, { withCode: true }) })
      : t('preview.pieces', { quantity: pieces }),
    discount && !isZero(discount) && t('preview.discount', { percent: format.decimal(discount) }),
    ...taxes,
  ]
    .filter(Boolean)
    .join(' · ');
}
