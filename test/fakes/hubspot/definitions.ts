import { badRequest, conflict, HubSpotError, notFound } from './errors.ts';
import { STANDARD_GROUPS, standardProperties } from './standard-properties.ts';
import type { ObjectType, PropertyDefinition, PropertyGroup } from './types.ts';

export type DefinitionInput = Partial<Omit<PropertyDefinition, 'options'>> & { options?: Partial<PropertyDefinition['options'][number]>[] };

const FIELD_TYPES: Record<PropertyDefinition['type'], readonly string[]> = {
  bool: ['booleancheckbox'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox'],
  date: ['date'],
  datetime: ['date'],
  string: ['text', 'textarea', 'html', 'file', 'phonenumber'],
  phone_number: ['phonenumber'],
  number: ['number'],
};
const MAX_UNIQUE = 10;

/** Properties and groups of one object. */
export class Definitions {
  readonly groups = new Map<string, PropertyGroup>();
  /** Used by a workflow, list or form: cannot be deleted. */
  readonly inUse = new Set<string>();
  /** How many custom properties the account's plan allows. */
  limit: number;
  private readonly byName: Map<string, PropertyDefinition>;

  constructor(objectType: ObjectType, options: { limit: number; currencies: readonly string[] }) {
    this.limit = options.limit;
    const group = STANDARD_GROUPS[objectType];
    this.groups.set(group, { name: group, label: group, displayOrder: 0, archived: false });
    this.byName = new Map(standardProperties(objectType, options.currencies).map((definition) => [definition.name, definition]));
  }

  /** What HubSpot itself brings later on. */
  bring(definitions: readonly PropertyDefinition[]): void {
    for (const definition of definitions) if (!this.byName.has(definition.name)) this.byName.set(definition.name, definition);
  }

  get(name: string): PropertyDefinition | undefined {
    const definition = this.byName.get(name);
    return definition?.archived ? undefined : definition;
  }

  /** Unknown and archived names are refused. */
  require(name: string): PropertyDefinition {
    const definition = this.get(name);
    if (!definition) throw notFound(`Property ${name} does not exist`);
    return definition;
  }

  list(archived = false): PropertyDefinition[] {
    return [...this.byName.values()].filter((definition) => definition.archived === archived);
  }

  custom(): PropertyDefinition[] {
    return this.list().filter(({ hubspotDefined }) => !hubspotDefined);
  }

  /** The name of an archived property brings that one back, with the type and the values it had. */
  create(input: DefinitionInput): PropertyDefinition {
    const { name = '' } = input;
    const existing = this.byName.get(name);
    if (existing && !existing.archived) {
      const subCategory = 'Properties.PROPERTY_WITH_NAME_EXISTS';
      throw new HubSpotError(409, {
        category: 'OBJECT_ALREADY_EXISTS',
        subCategory,
        message: `A property named '${name}' already exists.`,
      });
    }
    if (this.custom().length >= this.limit) {
      const subCategory = 'Properties.PROPERTY_LIMIT_EXCEEDED';
      throw badRequest(`You have reached the limit of ${this.limit} custom properties for this object.`, { subCategory });
    }
    if (existing) {
      existing.archived = false;
      return existing;
    }
    const definition = this.checked(input);
    this.byName.set(name, definition);
    return definition;
  }

  update(name: string, patch: DefinitionInput): PropertyDefinition {
    const definition = this.require(name);
    if (definition.hubspotDefined && patch.options) throw badRequest(`Property ${name} is defined by HubSpot.`);
    if (patch.hasUniqueValue !== undefined && patch.hasUniqueValue !== definition.hasUniqueValue)
      throw badRequest('hasUniqueValue cannot be changed.');
    if (patch.groupName !== undefined) this.requireGroup(patch.groupName);
    const { label, groupName, description } = patch;
    Object.assign(definition, definedOf({ label, groupName, description }));
    // Without `options` the list stays; with it the whole list is replaced.
    if (patch.options) definition.options = optionsOf(patch.options);
    return definition;
  }

  archive(name: string): void {
    const definition = this.require(name);
    if (definition.hubspotDefined) throw badRequest(`Property ${name} is defined by HubSpot.`);
    if (this.inUse.has(name)) throw badRequest(`Property ${name} is in use.`, { subCategory: 'Properties.CANNOT_DELETE_PROPERTY_IN_USE' });
    definition.archived = true;
  }

  createGroup(input: { name?: string; label?: string }): PropertyGroup {
    const { name, label } = input;
    if (!name || !label) throw badRequest('name and label are required.');
    if (this.groups.get(name)?.archived === false) {
      throw conflict(`A group named '${name}' already exists.`, { category: 'OBJECT_ALREADY_EXISTS' });
    }
    const group = { name, label, displayOrder: -1, archived: false };
    this.groups.set(name, group);
    return group;
  }

  archiveGroup(name: string): void {
    const group = this.requireGroup(name);
    if (this.list().some(({ groupName }) => groupName === name)) throw badRequest(`Group ${name} still has active properties.`);
    group.archived = true;
  }

  private requireGroup(name: string): PropertyGroup {
    const group = this.groups.get(name);
    if (!group || group.archived) throw badRequest(`Property group '${name}' does not exist.`);
    return group;
  }

  private checked(input: DefinitionInput): PropertyDefinition {
    const { name, label, type, fieldType, groupName } = input;
    if (!name || !label || !type || !fieldType || !groupName) throw badRequest('name, label, type, fieldType and groupName are required.');
    if (!/^[a-z][a-z0-9_]{0,99}$/.test(name))
      throw badRequest(`Invalid property name: ${name}`, { subCategory: 'Properties.INVALID_NAME' });
    if (!FIELD_TYPES[type]?.includes(fieldType)) throw badRequest(`fieldType ${fieldType} does not fit type ${type}.`);
    this.requireGroup(groupName);
    const hasUniqueValue = input.hasUniqueValue ?? false;
    if (hasUniqueValue && this.list().filter((definition) => definition.hasUniqueValue).length >= MAX_UNIQUE) {
      throw badRequest(`You have reached the limit of ${MAX_UNIQUE} unique properties for this object.`);
    }
    const options = optionsOf(input.options ?? []);
    const kept = { name, label, type, fieldType, groupName, options, hasUniqueValue, description: input.description ?? '' };
    const { readOnly = false, displayOrder = -1 } = input;
    return { ...kept, readOnly, displayOrder, calculated: false, archived: false, hubspotDefined: false };
  }
}

function optionsOf(options: NonNullable<DefinitionInput['options']>): PropertyDefinition['options'] {
  return options.map(({ label, value, displayOrder, hidden }) => {
    if (label === undefined || value === undefined || displayOrder === undefined || hidden === undefined)
      throw badRequest('Options need label, value, displayOrder and hidden.');
    return { label, value, displayOrder, hidden };
  });
}

const definedOf = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
