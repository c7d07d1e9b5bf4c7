import { useState } from 'react';
import type { ErpOrderFile, ErpOrderLine } from '../api.ts';
import { Booking, Field } from './BackOfficeBooking.tsx';
import type { BookOrder } from './booking.ts';
import { useSay } from './say.ts';

interface OrderFormProps {
  file: ErpOrderFile;
  book: BookOrder;
  done: () => void;
}

/** What leaves now, line by line; all that is missing is proposed. */
export function DeliveryForm({ file, ...form }: OrderFormProps) {
  const say = useSay();
  const missing = file.lines.filter(({ isGoods, quantity, delivered }) => isGoods && quantity > delivered);
  const [quantities, setQuantities] = useState(() =>
    Object.fromEntries(missing.map(({ id, quantity, delivered }) => [id, String(quantity - delivered)])),
  );
  const asked = Object.fromEntries(Object.entries(quantities).map(([id, quantity]) => [id, Number(quantity)]));
  return (
    <Booking
      {...form}
      action={{ action: 'deliver', orderId: file.id, quantities: asked }}
      said={`${file.number}: ${say('delivered')}`}
      label={say('Deliver')}
    >
      {missing.map(({ id, name }) => (
        <Field
          key={id}
          label={name}
          value={quantities[id] ?? ''}
          set={(quantity) => setQuantities({ ...quantities, [id]: quantity })}
          type="number"
          step="any"
        />
      ))}
    </Booking>
  );
}

export function OrderLineForm({ file, line, ...form }: OrderFormProps & { line: ErpOrderLine }) {
  const say = useSay();
  const [quantity, setQuantity] = useState(String(line.quantity));
  const [price, setPrice] = useState(line.price);
  const [discount, setDiscount] = useState(String(line.discount));
  const edited = { quantity: Number(quantity), price, discount: Number(discount) };
  return (
    <Booking
      {...form}
      action={{ action: 'editLine', orderId: file.id, lineId: line.id, ...edited }}
      said={`${file.number}: ${say('line changed')}`}
      label={say('Save line')}
    >
      <Field label={say('Quantity')} value={quantity} set={setQuantity} />
      <Field label={`${say('Unit price')} (${file.currency})`} value={price} set={setPrice} />
      <Field label={say('Discount (%)')} value={discount} set={setDiscount} />
    </Booking>
  );
}
