import type { OrderPreviewLine } from '../../api/orders.ts';
import type { Money } from '../../api/types.ts';
import { isZero, type Format } from '../../common/format.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';
import { dotted } from '../dotted.ts';

/** How many at which price, and what is taken off. */
export function previewLineText(
  { quantity, unitPrice, discount }: OrderPreviewLine,
  { t, format, money }: { t: Translate<Key>; format: Format; money: (amount: Money) => string },
): string {
  const pieces = format.decimal(quantity);
  return dotted([
    unitPrice ? t('line.times', { quantity: pieces, price: money(unitPrice) }) : t('preview.pieces', { quantity: pieces }),
    discount && !isZero(discount) && t('preview.discount', { percent: format.decimal(discount) }),
  ]);
}
