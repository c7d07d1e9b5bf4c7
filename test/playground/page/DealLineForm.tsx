import { useState, type FormEvent } from 'react';
import type { DealLine, LineDiscount, LineValues, ListPage, ProductSummary } from '../api.ts';
import { useFetched } from './live.ts';
import { useWords } from './words.ts';

interface Picked {
  productId: string | null;
  name: string;
}

interface LineFormProps {
  /** Null: a new one. */
  line: DealLine | null;
  currency: string;
  save(values: LineValues, picked: Picked): Promise<void>;
  close(): void;
}

export function LineForm({ line, currency, save, close }: LineFormProps) {
  const words = useWords();
  const [picked, setPicked] = useState<Picked>({ productId: null, name: '' });
  const [quantity, setQuantity] = useState(line?.quantity ?? '1');
  const [price, setPrice] = useState(line?.price ?? '');
  const [discount, setDiscount] = useState<LineDiscount>(line?.discount ?? { value: '', kind: 'percent' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save({ quantity, price, discount }, picked);
  };
  return (
    <form className="crm-line-form" onSubmit={submit}>
      {line === null ? <ProductPicker picked={picked} pick={setPicked} /> : <strong className="crm-line-name">{line.name}</strong>}
      <Figure label={words.lines.quantity} value={quantity} set={setQuantity} />
      <Figure
        label={`${words.lines.price} (${currency})`}
        value={price}
        set={setPrice}
        placeholder={picked.productId === null ? '' : words.lines.libraryPrice}
      />
      <Figure label={words.lines.discount} value={discount.value} set={(value) => setDiscount({ ...discount, value })} />
      <label>
        {words.lines.discountKind}
        <select
          className="ui-input"
          value={discount.kind}
          onChange={(event) => setDiscount({ ...discount, kind: event.target.value === 'amount' ? 'amount' : 'percent' })}
        >
          <option value="percent">%</option>
          <option value="amount">
            {currency} {words.lines.perUnit}
          </option>
        </select>
      </label>
      <div className="crm-create-buttons">
        <button type="submit" className="crm-button">
          {words.form.save}
        </button>
        <button type="button" className="crm-button crm-button-quiet" onClick={close}>
          {words.form.cancel}
        </button>
      </div>
    </form>
  );
}

interface FigureProps {
  label: string;
  value: string;
  set(value: string): void;
  placeholder?: string;
}

const Figure = ({ label, value, set, placeholder = '' }: FigureProps) => (
  <label>
    {label}
    <input className="ui-input" inputMode="decimal" value={value} placeholder={placeholder} onChange={(event) => set(event.target.value)} />
  </label>
);

const OFFERED = 6;

/** From the product library; what is typed and not picked becomes a line of its own. */
function ProductPicker({ picked, pick }: { picked: Picked; pick(picked: Picked): void }) {
  const words = useWords();
  const isSearching = picked.name.trim() !== '' && picked.productId === null;
  const found = useFetched<ListPage<ProductSummary>>(
    isSearching ? `records/products?search=${encodeURIComponent(picked.name)}` : null,
    picked.name,
  );
  return (
    <div className="crm-company-picker crm-line-name">
      <label>
        {words.lines.product}
        <input
          className="ui-input"
          type="search"
          placeholder={words.lines.pick}
          value={picked.name}
          onChange={(event) => pick({ productId: null, name: event.target.value })}
        />
      </label>
      {isSearching && found && found.total > 0 ? (
        <ul>
          {found.records.slice(0, OFFERED).map(({ id, name, sku }) => (
            <li key={id}>
              <button type="button" onClick={() => pick({ productId: id, name })}>
                {name} <span className="crm-quiet">{sku}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
