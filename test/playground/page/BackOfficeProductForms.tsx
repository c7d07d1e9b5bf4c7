import { useState } from 'react';
import type { ErpProduct, ErpProductAction } from '../api.ts';
import { Booking, Field } from './BackOfficeBooking.tsx';
import type { BookProduct } from './booking.ts';
import { useSay } from './say.ts';
import { useToday } from './today.ts';

export interface ProductFormProps {
  product: ErpProduct;
  book: BookProduct;
  done: () => void;
}

interface PriceFormProps extends ProductFormProps {
  price: ErpProduct['basePrice'];
  action(amount: string): ErpProductAction;
}

export function PriceForm({ product, price, action, ...form }: PriceFormProps) {
  const say = useSay();
  const [amount, setAmount] = useState(price?.amount ?? '');
  return (
    <Booking
      {...form}
      action={action(amount)}
      said={say('{name} now costs {amount}', { name: product.name, amount })}
      label={say('Save price')}
    >
      <Field label={`${say('Price')} (${price?.currency ?? say('currency of the list')})`} value={amount} set={setAmount} type="number" />
    </Booking>
  );
}

interface StockFormProps extends ProductFormProps {
  place: NonNullable<ErpProduct['stock']>[number];
}

export function StockForm({ product, place, ...form }: StockFormProps) {
  const say = useSay();
  const [action, setAction] = useState<'receive' | 'issue'>('issue');
  const [quantity, setQuantity] = useState(String(Math.max(1, place.onHand)));
  const { warehouseId, name } = place;
  return (
    <Booking
      {...form}
      action={{ action, productId: product.id, warehouseId, quantity: Number(quantity) }}
      said={say(action === 'issue' ? '{quantity} of {product} left {place}' : '{quantity} of {product} came to {place}', {
        ...{ quantity, product: product.name, place: name },
      })}
      label={say('Book')}
    >
      <label>
        {say('Movement')}
        <select className="ui-input" value={action} onChange={(event) => setAction(event.target.value === 'issue' ? 'issue' : 'receive')}>
          <option value="issue">{say('Goods issue')}</option>
          <option value="receive">{say('Goods receipt')}</option>
        </select>
      </label>
      <Field label={say('Quantity')} value={quantity} set={setQuantity} type="number" step="1" />
    </Booking>
  );
}

export function OrderForm({ product, ...form }: ProductFormProps) {
  const say = useSay();
  const [quantity, setQuantity] = useState('50');
  const [on, setOn] = useState(useToday(10));
  const warehouseId = product.stock?.[0]?.warehouseId ?? '';
  return (
    <Booking
      {...form}
      action={{ action: 'order', productId: product.id, warehouseId, quantity: Number(quantity), on }}
      said={say('{quantity} of {product} ordered', { quantity, product: product.name })}
      label={say('Order')}
    >
      <Field label={say('Quantity')} value={quantity} set={setQuantity} type="number" step="1" />
      <Field label={say('Arrives on')} value={on} set={setOn} type="date" />
    </Booking>
  );
}
