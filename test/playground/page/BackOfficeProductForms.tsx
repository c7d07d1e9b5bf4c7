import { useState } from 'react';
import type { ErpProduct, ErpProductAction } from '../api.ts';
import { Booking, Field, today } from './BackOfficeBooking.tsx';
import type { BookProduct } from './booking.ts';

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
  const [amount, setAmount] = useState(price?.amount ?? '');
  return (
    <Booking {...form} action={action(amount)} said={`${product.name} now costs ${amount}`} label="Save price">
      <Field label={`Price (${price?.currency ?? 'currency of the list'})`} value={amount} set={setAmount} type="number" />
    </Booking>
  );
}

interface StockFormProps extends ProductFormProps {
  place: NonNullable<ErpProduct['stock']>[number];
}

export function StockForm({ product, place, ...form }: StockFormProps) {
  const [action, setAction] = useState<'receive' | 'issue'>('issue');
  const [quantity, setQuantity] = useState(String(Math.max(1, place.onHand)));
  const { warehouseId, name } = place;
  return (
    <Booking
      {...form}
      action={{ action, productId: product.id, warehouseId, quantity: Number(quantity) }}
      said={`${quantity} of ${product.name} ${action === 'issue' ? 'left' : 'came to'} ${name}`}
      label="Book"
    >
      <label>
        Movement
        <select className="ui-input" value={action} onChange={(event) => setAction(event.target.value === 'issue' ? 'issue' : 'receive')}>
          <option value="issue">Goods issue</option>
          <option value="receive">Goods receipt</option>
        </select>
      </label>
      <Field label="Quantity" value={quantity} set={setQuantity} type="number" step="1" />
    </Booking>
  );
}

export function OrderForm({ product, ...form }: ProductFormProps) {
  const [quantity, setQuantity] = useState('50');
  const [on, setOn] = useState(today(10));
  const warehouseId = product.stock?.[0]?.warehouseId ?? '';
  return (
    <Booking
      {...form}
      action={{ action: 'order', productId: product.id, warehouseId, quantity: Number(quantity), on }}
      said={`${quantity} of ${product.name} ordered`}
      label="Order"
    >
      <Field label="Quantity" value={quantity} set={setQuantity} type="number" step="1" />
      <Field label="Arrives on" value={on} set={setOn} type="date" />
    </Booking>
  );
}
