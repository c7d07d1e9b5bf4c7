import {
  runBy,
  type CustomerActivity,
  type Commands,
  type FieldValues,
  type LastEdit,
  type MakingCommand,
  type NewCustomer,
  type NewProduct,
} from '../../server/erp/shared/contract.ts';
import { requireStillHeld } from '../../server/erp/shared/still-held.ts';
import { normaliseEmail } from '../../server/mirror/identity-values.ts';
import { RecordRejectedError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { MemoryErp } from './erp.ts';
import { aProduct } from './catalog.ts';
import { aCustomer } from './erp-records.ts';
import { MEMORY_FIELDS, usualSpelling } from './memory-fields.ts';
import { MemoryOrders } from './memory-orders.ts';
import { MemoryProjects } from './memory-projects.ts';

/** How a write ends: without an answer, before it was carried out or after, or long after (`commitLate`); or with this failure. */
type WriteEnd = 'lost_before' | 'lost_after' | 'late' | Error;

interface Held extends Partial<Record<'isActive' | 'isBlocked', boolean>> {
  kind: NewCustomer['kind'];
  organisationId: ErpRecordId | null;
  values: FieldValues;
  key: string | null;
}

/** Customers and orders that can be written, of an ERP in memory that keeps what it gets in its own spelling, and fails on demand. */
export class WritableErp extends MemoryErp {
  fieldsOf = structuredClone(MEMORY_FIELDS);
  /** The next writes, in order, end like this. */
  readonly ends: WriteEnd[] = [];
  /** Fields that are refused, of what is written; `isNamed` false: without saying which. */
  refuses: (values: FieldValues) => string[] = () => [];
  isNamed = true;
  /** Happens while the ERP works on a call. */
  meanwhile: (call: string) => Promise<void> = async () => undefined;
  /** How a value is kept. */
  spell: (name: string, value: string) => string = usualSpelling;
  /** Everything that was written, newest last. */
  readonly writes: { id: ErpRecordId; values: FieldValues }[] = [];
  readonly orders = new MemoryOrders(this);
  readonly projects = new MemoryProjects(this);
  private readonly customers = new Map<ErpRecordId, Held>();
  private readonly lastEdits = new Map<ErpRecordId, LastEdit | null>();
  /** Who edits there from now on; null: nobody knows. */
  person: LastEdit | null = null;
  private readonly late: (() => void)[] = [];
  private lastId = 100;

  constructor() {
    super();
    this.capabilities = {
      ...this.capabilities,
      customerFields: {
        list: async (kind) => this.fieldsOf[kind],
        read: async (ids, names) => {
          await this.answer('fields.read');
          return new Map(ids.flatMap((id) => (this.customers.has(id) ? [[id, this.pick(id, names)] as const] : [])));
        },
        readWithEdits: async (ids, names) => {
          await this.answer('fields.read');
          const known = ids.filter((id) => this.customers.has(id));
          return new Map(known.map((id) => [id, { fields: this.pick(id, names), lastEdit: this.lastEdits.get(id) ?? null }]));
        },
        write: (id, values, _signal, before) =>
          this.writing('fields.write', { values, check: () => this.requireHeld(id, before) }, () => this.write(id, values)),
        findAlike: async (facts) => {
          await this.answer('findAlike');
          return facts.map((one) => this.alikeTo(one));
        },
      },
      commands: {
        names: [
          ...(['createCustomer', 'setCustomerActive', 'createProduct', 'createOrder', 'confirmOrder', 'amendOrder'] as const),
          ...(['cancelOrder', 'reserveOrder', 'createProject', 'planProject'] as const),
        ],
        settledAfterMs: 150_000,
        isIdempotent: false,
        keysAtOnce: 20,
        find: async <N extends MakingCommand>(name: N, keys: readonly string[]) => {
          await this.answer('commands.find');
          const carrying = (key: string) => [...this.customers].filter(([, one]) => one.key === key);
          const made = (key: string) => {
            if (name === 'createProject') return this.projects.find(key);
            return name === 'createOrder' ? this.orders.find(key) : carrying(key).map(([id]) => ({ id, number: `C${id}` }));
          };
          return new Map(keys.map((key) => [key, made(key) as Commands[N]['result'][]]));
        },
        run: runBy({
          createCustomer: ({ key, input }) => this.writing('commands.run', input, () => this.make(input, key)),
          setCustomerActive: ({ input }) => this.writing('commands.run', {}, () => this.setActive(input)),
          createProduct: ({ input }) => this.writing('products.create', {}, () => this.makeProduct(input)),
          createOrder: ({ key, input }) => this.writing('orders.create', {}, () => this.orders.make(input, key)),
          confirmOrder: ({ input }) => this.writing('orders.confirm', {}, () => this.orders.confirm(input.id, input.net)),
          amendOrder: ({ input }) => this.writing('orders.amend', {}, () => this.orders.amend(input.id, input.order)),
          cancelOrder: ({ input }) => this.writing('orders.cancel', {}, () => this.orders.cancel(input.id)),
          reserveOrder: ({ input }) => this.writing('orders.reserve', {}, () => this.orders.reserve(input.id, input.isReserved)),
          createProject: ({ key, input }) => this.writing('projects.create', {}, () => this.projects.create(input, key)),
          planProject: ({ input }) => this.writing('projects.plan', {}, () => this.projects.plan(input)),
        }),
      },
      orders: this.orders.support,
      projects: this.projects.support,
    };
  }

  /** Somebody makes or edits a customer in the ERP. */
  edit(id: string, values: FieldValues, more: Partial<Omit<Held, 'values'>> = {}): ErpRecordId {
    const customerId = erpRecordId(id);
    const before = this.customers.get(customerId) ?? {
      kind: 'organisation',
      organisationId: null,
      values: { name: `Customer ${id}` },
      key: null,
    };
    this.lastEdits.set(customerId, this.person);
    const after = { ...before, ...more, values: { ...before.values, ...this.spelled(values) } };
    // A person belongs to an organisation, an organisation only stands below another.
    if (after.kind === 'person' && values['parent']) after.organisationId = erpRecordId(values['parent']);
    if (after.kind === 'person') after.values['parent'] = after.organisationId;
    this.customers.set(customerId, after);
    this.publish(customerId);
    return customerId;
  }

  isActive(id: string): boolean {
    return this.customers.get(erpRecordId(id))?.isActive ?? true;
  }

  deleteCustomer(id: string): void {
    this.customers.delete(erpRecordId(id));
    this.remove('customers', id);
  }

  /** What was sent without an answer is carried out now. */
  commitLate(): void {
    for (const commit of this.late.splice(0)) commit();
  }

  holds(id: string, name: string): string | null {
    return this.customers.get(erpRecordId(id))?.values[name] ?? null;
  }

  made(): { id: ErpRecordId; key: string; values: FieldValues; organisationId: ErpRecordId | null }[] {
    return [...this.customers].flatMap(([id, { key, values, organisationId }]) =>
      key === null ? [] : [{ id, key, values, organisationId }],
    );
  }

  /** Copies the made record, key and all, as people do. */
  copy(id: ErpRecordId): void {
    const { key, ...rest } = this.customers.get(id)!;
    this.edit(String(++this.lastId), rest.values, { ...rest, key });
  }

  countOf(call: string): number {
    return this.calls.filter((one) => one === call).length;
  }

  private async writing<T>(
    call: string,
    { values = {}, check }: { values?: FieldValues; check?: () => void },
    carryOut: () => T,
  ): Promise<T> {
    await this.answer(call);
    await this.meanwhile(call);
    check?.();
    const end = this.ends.shift();
    if (end instanceof Error) throw end;
    const unclear = new UnclearOutcomeError('No answer', { code: 'memory.timeout' });
    if (end === 'lost_before') throw unclear;
    if (end === 'late') {
      this.late.push(() => void carryOut());
      throw unclear;
    }
    const refused = [...this.refuses(values), ...Object.keys(values).filter((name) => this.isReadOnly(name))];
    if (refused.length > 0) {
      const properties = this.isNamed ? refused : [];
      throw new RecordRejectedError('Refused', { code: 'memory.refused', properties, params: { message: 'That cannot be.' } });
    }
    const result = carryOut();
    if (end === 'lost_after') throw unclear;
    await this.answer(`${call} done`);
    return result;
  }

  /** As Odoo does, and the whole record with it. */
  private isReadOnly(name: string): boolean {
    const named = Object.values(this.fieldsOf).flatMap((fields) => fields.filter((one) => one.name === name));
    return named.length > 0 && named.every(({ isWritable }) => !isWritable);
  }

  private requireHeld(id: ErpRecordId, before: FieldValues | undefined): void {
    if (before && this.customers.has(id)) requireStillHeld(before, this.pick(id, Object.keys(before)), new Date(0));
  }

  private write(id: ErpRecordId, values: FieldValues): FieldValues {
    if (!this.customers.has(id)) throw new RecordRejectedError('Gone', { code: 'erp.record_gone' });
    this.edit(id, values);
    // These are whose credentials we have.
    this.lastEdits.set(id, null);
    this.writes.push({ id, values });
    return this.pick(id, Object.keys(values));
  }

  private make({ kind, organisationId, values }: NewCustomer, key: string) {
    const id = this.edit(String(++this.lastId), values, { kind, organisationId, key });
    return { id, number: `C${id}` };
  }

  /** Of each SKU one; what it costs is in the books' own currency. */
  private makeProduct({ sku, name, kind, price }: NewProduct) {
    const known = this.records('products').find((product) => product.sku?.toLowerCase() === sku.toLowerCase());
    if (known) return { id: known.id, number: known.sku, isChanged: false };
    const id = erpRecordId(`p${++this.lastId}`);
    this.set('products', aProduct({ id, sku, name, kind, basePrice: price }));
    return { id, number: sku, isChanged: true };
  }

  private setActive({ id, isActive, hasBlocked = false }: CustomerActivity) {
    const before = this.customers.get(id);
    if (!before) throw new RecordRejectedError('Gone', { code: 'erp.record_gone' });
    const isChanged = (before.isActive ?? true) !== isActive;
    const isBlockOurs = isActive ? hasBlocked : !before.isBlocked;
    if (isChanged) this.edit(id, {}, { isActive, ...(isBlockOurs && { isBlocked: !isActive }) });
    return { id, number: `C${id}`, isChanged, ...(isChanged && !isActive && { hasBlocked: isBlockOurs }) };
  }

  private spelled(values: FieldValues): FieldValues {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value === null || value.trim() === '' ? null : this.spell(name, value)]),
    );
  }

  private pick(id: ErpRecordId, names: readonly string[]): FieldValues {
    const { kind, organisationId, values } = this.customers.get(id)!;
    const own = this.fieldsOf[kind === 'person' && organisationId ? 'contact_person' : 'customer'].map(({ name }) => name);
    return Object.fromEntries(names.filter((name) => own.includes(name)).map((name) => [name, values[name] ?? null]));
  }

  private alikeTo({ taxId, email }: { taxId: string | null; email: string | null }) {
    const isAlike = ({ values }: Held): boolean =>
      (taxId !== null && values['vat']?.toUpperCase() === taxId.toUpperCase()) ||
      (email !== null && values['email']?.toLowerCase() === email.toLowerCase());
    return [...this.customers]
      .filter(([, one]) => isAlike(one))
      .map(([id]) => this.records('customers').find((record) => record.id === id)!);
  }

  /** As the stream of customers shows it. */
  private publish(id: ErpRecordId): void {
    const { kind, organisationId, values, isActive = true } = this.customers.get(id)!;
    const email = normaliseEmail(values['email'] ?? null);
    const address = {
      street: null,
      city: values['city'] ?? null,
      zip: null,
      state: values['state'] ?? null,
      country: values['country'] ?? null,
    };
    const { name, vat, website, phone } = values;
    const shown = {
      name: name ?? '',
      taxId: vat ?? null,
      website: website ?? null,
      phone: phone ?? null,
      emails: email ? [email] : [],
      address,
      active: isActive,
    };
    this.set('customers', aCustomer({ id, kind, ...(organisationId && { organisationId }), number: `C${id}`, ...shown }));
  }
}
