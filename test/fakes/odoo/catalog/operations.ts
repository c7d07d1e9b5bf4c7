import type { Books } from '../accounting/books.ts';
import type { NewRow, Row } from '../types.ts';
import { CURRENCIES, TAXES } from '../seed.ts';

export interface ProductInput {
  sku?: string | null;
  name: string;
  /** Decimal text in the company's currency; default `100.00`. */
  price?: string;
  cost?: string;
  /** Default goods that are counted. */
  kind?: 'stocked' | 'goods' | 'service';
  category?: number;
  tags?: readonly number[];
  /** Percent, one of the known taxes; default none. */
  tax?: number;
  barcode?: string;
  description?: string;
  isSold?: boolean;
  /** What is invoiced: what was ordered (default), or what was delivered. */
  invoicePolicy?: 'order' | 'delivery';
  company?: number;
}

export interface PriceListInput {
  name: string;
  /** Default the company's. */
  currency?: keyof typeof CURRENCIES;
  company?: number;
  /** Until 17: quotations show the price before the list, and a discount. */
  showsDiscounts?: boolean;
}

/** Amounts and percentages are decimal texts. */
export interface PriceRuleInput {
  fixed?: string;
  percent?: string;
  /** On the product's own price, its cost, or another list. */
  formula?: {
    base?: 'list_price' | 'standard_price';
    list?: number;
    discount?: string;
    surcharge?: string;
    round?: string;
    minMargin?: string;
  };
  /** One of them; default all products. */
  product?: number;
  template?: number;
  category?: number;
  from?: Date;
  until?: Date;
  minQuantity?: number;
}

const OF_VARIANT: ReadonlySet<string> = new Set(['default_code', 'barcode', 'active', 'additional_product_tag_ids']);

/** What people do with products, prices and stock, inside one transaction. */
export class CatalogOperations {
  private readonly books: Books;

  constructor(books: Books) {
    this.books = books;
  }

  createCategory(name: string, parent: number | null = null): number {
    return this.books.tx.insert('product.category', { name, parent_id: parent });
  }

  createTag(name: string): number {
    return this.books.tx.insert('product.tag', { name });
  }

  /** One variant of a template of its own. */
  createProduct(input: ProductInput): number {
    const template = this.createTemplate(input);
    return this.addVariant(template, { default_code: input.sku ?? null, barcode: input.barcode ?? null });
  }

  /** A variant for each value of an attribute, which may add to the price. */
  createVariants(input: ProductInput, values: readonly { name: string; extra?: string }[]): number[] {
    const template = this.createTemplate(input);
    return values.map(({ name, extra }) => {
      const value = this.books.tx.insert('product.template.attribute.value', {
        name,
        price_extra: Number(extra ?? 0),
        product_tmpl_id: template,
        ptav_active: true,
      });
      return this.addVariant(template, { product_template_attribute_value_ids: [value] });
    });
  }

  private createTemplate({ kind = 'stocked', ...input }: ProductInput): number {
    return this.books.tx.insert('product.template', {
      name: input.name,
      list_price: Number(input.price ?? '100.00'),
      standard_price: Number(input.cost ?? 0),
      categ_id: input.category ?? this.defaultCategory(),
      product_tag_ids: input.tags ?? [],
      taxes_id: input.tax === undefined ? [] : [Number(TAXES[input.tax])],
      uom_id: 1,
      description_sale: input.description ?? null,
      sale_ok: input.isSold ?? true,
      company_id: input.company ?? null,
      type: kind === 'service' ? 'service' : 'consu',
      is_storable: kind === 'stocked',
      invoice_policy: input.invoicePolicy ?? 'order',
      active: true,
    });
  }

  private defaultCategory(): number {
    return this.books.tx.ids('product.category')[0] ?? this.createCategory('All');
  }

  private addVariant(template: number, values: Record<string, string | null | readonly number[]>): number {
    const { company_id } = this.books.tx.row('product.template', template);
    return this.books.tx.insert('product.product', {
      ...{ default_code: null, barcode: null, additional_product_tag_ids: [], product_template_attribute_value_ids: [] },
      ...values,
      product_tmpl_id: template,
      // For the rules of companies; what is read is the template's.
      company_id: company_id ?? null,
      active: true,
    });
  }

  /** Names, prices, categories … stand in the template; from 17 on a change of it stamps its variants too. */
  updateTemplate(product: number, values: NewRow<'product.template'>): void {
    const { tx, version } = this.books;
    const template = Number(tx.row('product.product', product).product_tmpl_id);
    tx.update('product.template', template, values, { force: true });
    if (version < 17) return;
    for (const variant of [...tx.by('product.product', 'product_tmpl_id', template)])
      tx.update('product.product', variant, { write_date: tx.at }, { force: true });
  }

  /** As the form of a variant is filled in: most of it goes to the template. */
  createFromForm(values: NewRow<'product.product'>): number {
    const product = this.createProduct({ name: String(values.name), kind: 'goods' });
    this.writeFromForm(product, values);
    return product;
  }

  writeFromForm(product: number, values: NewRow<'product.product'>): void {
    const own = Object.entries(values).filter(([field]) => OF_VARIANT.has(field));
    const rest = Object.entries(values).filter(([field]) => !OF_VARIANT.has(field));
    this.books.tx.update('product.product', product, Object.fromEntries(own), { force: true });
    if (rest.length > 0) this.updateTemplate(product, Object.fromEntries(rest));
  }

  renameProduct(product: number, name: string): void {
    this.updateTemplate(product, { name });
  }

  /** The price before any list. */
  setPrice(product: number, amount: string): void {
    this.updateTemplate(product, { list_price: Number(amount) });
  }

  setCost(product: number, amount: string): void {
    this.updateTemplate(product, { standard_price: Number(amount) });
  }

  setSku(product: number, sku: string | null): void {
    this.books.tx.update('product.product', product, { default_code: sku });
  }

  /** Stamps neither the variant nor its template. */
  setExtraPrice(product: number, amount: string): void {
    const [value] = this.books.tx.row('product.product', product).product_template_attribute_value_ids as readonly number[];
    if (value === undefined) throw new Error(`product ${product} has no attribute`);
    this.books.tx.update('product.template.attribute.value', value, { price_extra: Number(amount) });
  }

  archiveProduct(product: number): void {
    this.setActive(product, false);
  }

  unarchiveProduct(product: number): void {
    this.setActive(product, true);
  }

  /** The template goes with its last variant. */
  private setActive(product: number, active: boolean): void {
    const { tx } = this.books;
    const template = Number(tx.row('product.product', product).product_tmpl_id);
    tx.update('product.product', product, { active });
    const isSome = tx.by('product.product', 'product_tmpl_id', template).some((id) => tx.row('product.product', id).active === true);
    if (tx.row('product.template', template).active !== isSome) tx.update('product.template', template, { active: isSome });
  }

  /** One that was never used. Its rules go with it. */
  deleteProduct(product: number): void {
    const { tx } = this.books;
    const template = Number(tx.row('product.product', product).product_tmpl_id);
    const rules = tx.ids('product.pricelist.item').map((id) => tx.row('product.pricelist.item', id));
    for (const rule of rules.filter((row) => row.product_id === product)) tx.remove('product.pricelist.item', rule.id);
    tx.remove('product.product', product);
    if (tx.by('product.product', 'product_tmpl_id', template).length === 0) tx.remove('product.template', template);
  }

  createPriceList({ name, currency, company, showsDiscounts = false }: PriceListInput): number {
    const { tx } = this.books;
    const owner = tx.row('res.company', company ?? tx.ids('res.company')[0] ?? 1);
    return tx.insert('product.pricelist', {
      name,
      currency_id: currency ? CURRENCIES[currency] : owner.currency_id,
      company_id: company ?? null,
      discount_policy: showsDiscounts ? 'without_discount' : 'with_discount',
      active: true,
    });
  }

  /** What the list asks for the product: its fixed rule is changed, or made. */
  setListPrice(list: number, product: number, amount: string): number {
    const { tx } = this.books;
    const own = (row: Row): boolean => row.product_id === product && row.compute_price === 'fixed' && Number(row.min_quantity) === 0;
    const found = tx.by('product.pricelist.item', 'pricelist_id', list).find((id) => own(tx.row('product.pricelist.item', id)));
    if (found === undefined) return this.addPriceRule(list, { product, fixed: amount });
    tx.update('product.pricelist.item', found, { fixed_price: Number(amount) }, { force: true });
    return found;
  }

  addPriceRule(list: number, rule: PriceRuleInput): number {
    const { tx } = this.books;
    const { formula, product, template, category } = rule;
    const applied = product ? '0_product_variant' : template ? '1_product' : category ? '2_product_category' : '3_global';
    const micros = (at: Date | undefined): number | null => (at ? at.getTime() * 1000 : null);
    return tx.insert('product.pricelist.item', {
      pricelist_id: list,
      applied_on: applied,
      product_id: product ?? null,
      // The form names the template beside the variant.
      product_tmpl_id: template ?? (product ? Number(tx.row('product.product', product).product_tmpl_id) : null),
      categ_id: category ?? null,
      min_quantity: rule.minQuantity ?? 0,
      date_start: micros(rule.from),
      date_end: micros(rule.until),
      compute_price: rule.fixed !== undefined ? 'fixed' : formula ? 'formula' : 'percentage',
      fixed_price: Number(rule.fixed ?? 0),
      percent_price: Number(rule.percent ?? 0),
      base: formula?.list ? 'pricelist' : (formula?.base ?? 'list_price'),
      base_pricelist_id: formula?.list ?? null,
      price_discount: Number(formula?.discount ?? 0),
      price_surcharge: Number(formula?.surcharge ?? 0),
      price_round: Number(formula?.round ?? 0),
      price_min_margin: Number(formula?.minMargin ?? 0),
      price_max_margin: 0,
    });
  }

  /** Nothing remains of it. */
  deletePriceRule(rule: number): void {
    this.books.tx.remove('product.pricelist.item', rule);
  }

  deletePriceList(list: number): void {
    for (const rule of [...this.books.tx.by('product.pricelist.item', 'pricelist_id', list)]) this.deletePriceRule(rule);
    this.books.tx.remove('product.pricelist', list);
  }
}
