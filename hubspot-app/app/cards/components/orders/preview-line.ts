import type { OrderPreviewLine } from '../../api/orders.ts';
import type { Money } from '../../api/types.ts';
import { isZero, type Format } from '../../common/format.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';

/** How many at which price, what is taken off, and the taxes on it. */
export function previewLineText(
  { quantity, unitPrice, discount, taxes }: OrderPreviewLine,
  { t, format, money }: { t: Translate<Key>; format: Format; money: (amount: Money) => string },
): string {
  const pieces = format.decimal(quantity);
  return [
    unitPrice ? t('line.times', { quantity: pieces, price: money(unitPrice) }) : t('preview.pieces', { quantity: pieces }),
    discount && !isZero(discount) && t('preview.discount', { percent: format.decimal(discount) }),
    ...taxes,
  ]
    .filter(Boolean)
    .join(' · ');
}
