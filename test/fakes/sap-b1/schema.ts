import { readFileSync } from 'node:fs';

const FIXTURES = new URL('../../fixtures/sap-b1/', import.meta.url);

/** `old`: before the header's paid amounts and ETags. */
export type PatchLevel = 'old' | '10.0';

export interface Property {
  name: string;
  /** `Edm.String`, `SAPB1.BoStatus`, `SAPB1.DocumentLine` */
  type: string;
  isCollection: boolean;
}
export interface TypeSchema {
  name: string;
  /** Several with commas. */
  key: string;
  properties: Map<string, Property>;
}

/** Collections within a record that have user-defined fields of their own. */
const ROW_TYPES: Readonly<Record<string, string>> = { ContactEmployees: 'ContactEmployee' };

const MISSING_ON_OLD = new Set(['PaidToDate', 'PaidToDateFC', 'PaidToDateSys', 'DataVersion']);

/** What `$metadata` says, and nothing else: a property it does not name is refused. */
export class Schema {
  readonly sets: ReadonlyMap<string, TypeSchema>;
  readonly types: ReadonlyMap<string, TypeSchema>;
  xml: string;
  private readonly enumValues: Readonly<Record<string, Readonly<Record<string, string>>>>;
  private readonly enumNames: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(patchLevel: PatchLevel) {
    const full = readFileSync(new URL('metadata-v2.xml', FIXTURES), 'utf8');
    this.xml = patchLevel === 'old' ? withoutNewProperties(full) : full;
    this.types = readTypes(this.xml);
    this.sets = new Map(
      [...this.xml.matchAll(/<EntitySet EntityType="SAPB1\.(\w+)" Name="(\w+)"/g)].flatMap(([, type = '', set = '']) => {
        const schema = this.types.get(type);
        return schema ? [[set, schema] as const] : [];
      }),
    );
    this.enumValues = JSON.parse(readFileSync(new URL('enum-values.json', FIXTURES), 'utf8')) as typeof this.enumValues;
    this.enumNames = new Map(
      [...this.xml.matchAll(/<EnumType [^>]*?Name="(\w+)".*?<\/EnumType>/gs)].map(([block, name = '']) => [
        name,
        new Set([...block.matchAll(/<Member Name="(\w+)"/g)].map(([, member = '']) => member)),
      ]),
    );
  }

  /** A user-defined field, as after a restart of Service Layer. */
  addProperty(set: string, name: string, edmType: string): void {
    const type = this.sets.get(set) ?? this.types.get(ROW_TYPES[set] ?? '');
    if (!type) throw new Error(`No set is called ${set}`);
    type.properties.set(name, { name, type: edmType, isCollection: false });
    const opening = new RegExp(`<(?:EntityType|ComplexType) Name="${type.name}"[^>]*>`);
    const from = this.xml.search(opening);
    const end = from + this.xml.slice(from).search(/<\/(?:EntityType|ComplexType)>/);
    this.xml = `${this.xml.slice(0, end)}<Property Name="${name}" Type="${edmType}" />${this.xml.slice(end)}`;
  }

  dropSet(name: string): void {
    (this.sets as Map<string, TypeSchema>).delete(name);
    this.xml = this.xml.replace(new RegExp(` *<EntitySet [^>]*Name="${name}"[^>]*>\\n`), '');
  }

  /** By name or by database value: `bost_Open` is also `O`. */
  enumMember(type: string, literal: string): string | undefined {
    const name = type.replace('SAPB1.', '');
    if (this.enumNames.get(name)?.has(literal)) return literal;
    return Object.entries(this.enumValues[name] ?? {}).find(([, value]) => value === literal)?.[0];
  }

  databaseValue(type: string, member: string): string {
    return this.enumValues[type]?.[member] ?? member;
  }

  isEnum(type: string): boolean {
    return this.enumNames.has(type.replace('SAPB1.', ''));
  }

  complex(type: string): TypeSchema | undefined {
    return this.types.get(type.replace('SAPB1.', ''));
  }
}

function withoutNewProperties(xml: string): string {
  return xml.replace(/<EntityType Name="(?:Document|BusinessPartner|Item)".*?<\/EntityType>/gs, (block) =>
    block.replace(/ *<Property Name="(\w+)"[^>]*>\n/g, (line, name: string) => (MISSING_ON_OLD.has(name) ? '' : line)),
  );
}

function readTypes(xml: string): Map<string, TypeSchema> {
  const types = new Map<string, TypeSchema>();
  for (const [block, , name = ''] of xml.matchAll(/<(EntityType|ComplexType) Name="(\w+)".*?<\/\1>/gs)) {
    const properties = new Map<string, Property>();
    for (const [element] of block.matchAll(/<Property [^>]*>/g)) {
      const property = /Name="(\w+)"/.exec(element)?.[1] ?? '';
      const type = /Type="([^"]+)"/.exec(element)?.[1] ?? 'Edm.String';
      const inner = /^Collection\((.+)\)$/.exec(type)?.[1];
      properties.set(property, { name: property, type: inner ?? type, isCollection: inner !== undefined });
    }
    const key = [...block.matchAll(/<PropertyRef Name="(\w+)"/g)].map(([, part]) => part).join(',');
    types.set(name, { name, key, properties });
  }
  return types;
}
