import { readFileSync } from 'node:fs';

const FIXTURES = new URL('../../fixtures/sap-s4/', import.meta.url);

/** Service and the communication scenario that opens it. */
export const SCENARIOS = {
  API_BUSINESS_PARTNER: 'SAP_COM_0008',
  API_BILLING_DOCUMENT_SRV: 'SAP_COM_0120',
  API_OPLACCTGDOCITEMCUBE_SRV: 'SAP_COM_0303',
  API_COMPANYCODE_SRV: 'SAP_COM_0087',
  API_SALES_QUOTATION_SRV: 'SAP_COM_0118',
  API_SALES_ORDER_SRV: 'SAP_COM_0109',
  API_SALES_ORDER_SIMULATION_SRV: 'SAP_COM_0109',
  API_OUTBOUND_DELIVERY_SRV: 'SAP_COM_0106',
  API_PRODUCT_SRV: 'SAP_COM_0009',
  API_SLSPRICINGCONDITIONRECORD_SRV: 'SAP_COM_0294',
  API_MATERIAL_STOCK_SRV: 'SAP_COM_0164',
} as const;
export type ServiceName = keyof typeof SCENARIOS;
export type Scenario = (typeof SCENARIOS)[ServiceName];

export interface Property {
  name: string;
  /** `Edm.String`, `Edm.Decimal`, … */
  type: string;
  maxLength: number;
  scale: number;
  /** Digits only; kept with leading zeros and, years apart, told without. */
  isNumeric: boolean;
  /** A number of a record: digits are kept with leading zeros. */
  isAlpha: boolean;
  /** Rows are looked up by it. */
  isIndexed: boolean;
  /** Property with the currency or unit of the amount. */
  unit: string | null;
  isCurrency: boolean;
  /** Whether it can be said of a new record, and of one that is there; what cannot is passed over without a word. */
  isCreatable: boolean;
  isUpdatable: boolean;
}
interface Navigation {
  name: string;
  target: EntityType;
  isMany: boolean;
}
export interface EntityType {
  service: ServiceName;
  /** Of the set: `A_BusinessPartner`. */
  set: string;
  /** Qualified: `API_BUSINESS_PARTNER.A_BusinessPartnerType`. */
  type: string;
  key: readonly Property[];
  properties: Map<string, Property>;
  navigations: Map<string, Navigation>;
  /** The metadata says which property an ETag is made of. */
  concurrency: string | null;
}

/** What SAP converts on the way in and out (conversion exit ALPHA); other numbers, those of references, travel as they are. */
const ALPHA = new Set([
  ...['BusinessPartner', 'BusinessPartner1', 'BusinessPartner2', 'BusinessPartnerCompany', 'BusinessPartnerPerson', 'RelationshipNumber'],
  ...['Customer', 'Supplier', 'AddressID', 'Person', 'ReconciliationAccount', 'ContactPerson', 'SoldToParty', 'PayerParty'],
  ...['BillingDocument', 'CancelledBillingDocument', 'SalesDocument', 'ReferenceSDDocument', 'AccountingDocument', 'InvoiceReference'],
  ...['SalesOrder', 'SalesQuotation', 'SalesOrderItem', 'SalesQuotationItem', 'ReferenceSDDocumentItem', 'ScheduleLine'],
  ...['DeliveryDocument', 'DeliveryDocumentItem'],
  ...['ClearingAccountingDocument', 'ReverseDocument', 'GLAccount', 'OperationalGLAccount', 'OffsettingAccount'],
]);

/** Other texts that rows are looked up by; they travel as they are kept. */
const LOOKED_UP = new Set(['Product', 'Material', 'ConditionRecord']);

/** What the `$metadata` of one tenant says, and nothing else: a property it does not name is refused. */
export class Schema {
  readonly sets = new Map<string, EntityType>();
  private readonly xml = new Map<ServiceName, string>();

  constructor() {
    for (const service of Object.keys(SCENARIOS) as ServiceName[]) {
      const text = readFileSync(new URL(`${service}.xml`, FIXTURES), 'utf8');
      this.xml.set(service, text);
      this.read(service, text);
    }
  }

  metadata(service: ServiceName): string {
    return this.xml.get(service) ?? '';
  }

  type(set: string): EntityType {
    const type = this.sets.get(set);
    if (!type) throw new Error(`no entity set is called ${set}`);
    return type;
  }

  /** A field of the customer's own, named as Key User Extensibility names them. */
  addProperty(set: string, name: string, label: string): void {
    const type = this.type(set);
    const element = `<Property Name="${name}" Type="Edm.String" MaxLength="40" sap:label="${label}"/>`;
    type.properties.set(name, propertyOf(element));
    const text = this.metadata(type.service);
    const from = text.indexOf(`<EntityType Name="${set}Type"`);
    const at = text.indexOf('   </EntityType>', from);
    this.xml.set(type.service, `${text.slice(0, at)}    ${element}\n${text.slice(at)}`);
  }

  /** An older release lacks it, in `$metadata` as in every query. */
  dropProperty(set: string, name: string): void {
    const type = this.type(set);
    type.properties.delete(name);
    const text = this.metadata(type.service);
    const from = text.indexOf(`<EntityType Name="${set}Type"`);
    const [head, rest] = [text.slice(0, from), text.slice(from)];
    this.xml.set(type.service, head + rest.replace(new RegExp(` *<Property Name="${name}"[^>]*/>\n`), ''));
  }

  private read(service: ServiceName, xml: string): void {
    const ends = new Map(
      [...xml.matchAll(/<Association Name="(\w+)">(.*?)<\/Association>/g)].map(([, name = '', inner = '']) => [name, inner]),
    );
    const blocks = [...xml.matchAll(/<EntityType Name="(\w+)Type".*?<\/EntityType>/gs)];
    for (const [block, set = ''] of blocks) this.sets.set(set, typeOf(service, set, block));
    for (const [block, set = ''] of blocks)
      for (const [, name = '', association = '', role = ''] of block.matchAll(
        /<NavigationProperty Name="(\w+)" Relationship="\w+\.(\w+)"[^>]*ToRole="(\w+)"/g,
      )) {
        const end = new RegExp(`<End Type="\\w+\\.(\\w+)Type" Multiplicity="([^"]+)" Role="${role}"`).exec(ends.get(association) ?? '');
        const target = this.sets.get(end?.[1] ?? '');
        if (target) this.type(set).navigations.set(name, { name, target, isMany: end?.[2] === '*' });
      }
  }
}

function typeOf(service: ServiceName, set: string, block: string): EntityType {
  const elements = [...block.matchAll(/<Property [^>]*>/g)].map(([element]) => element);
  const properties = new Map(elements.map((element) => propertyOf(element)).map((property) => [property.name, property]));
  const key = [...block.matchAll(/<PropertyRef Name="(\w+)"/g)].flatMap(([, name = '']) => properties.get(name) ?? []);
  const concurrent = elements.find((element) => element.includes('ConcurrencyMode="Fixed"'));
  const concurrency = concurrent === undefined ? null : propertyOf(concurrent).name;
  return { service, set, type: `${service}.${set}Type`, key, properties, navigations: new Map(), concurrency };
}

function propertyOf(element: string): Property {
  const attribute = (name: string) => new RegExp(`[ ]${name}="([^"]*)"`).exec(element)?.[1];
  const name = attribute('Name') ?? '';
  return {
    name,
    type: attribute('Type') ?? 'Edm.String',
    maxLength: Number(attribute('MaxLength') ?? 0),
    scale: Number(attribute('Scale') ?? 0),
    isNumeric: attribute('sap:display-format') === 'NonNegative',
    isAlpha: ALPHA.has(name),
    isIndexed: ALPHA.has(name) || LOOKED_UP.has(name),
    unit: attribute('sap:unit') ?? null,
    isCurrency: attribute('sap:semantics') === 'currency-code',
    isCreatable: attribute('sap:creatable') !== 'false',
    isUpdatable: attribute('sap:updatable') !== 'false',
  };
}
