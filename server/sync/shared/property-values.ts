import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import { OBJECT_TYPES, perObjectType, type ObjectType } from '../../shared/object-types.ts';
import {
  entriesOf,
  isPropertyName,
  propertyNamed,
  PUSHED_PROPERTIES,
  type PropertyName,
  type Values,
} from '../../records/catalogue/index.ts';

/**
 * What HubSpot returned after our last write, by property. Where it returned something we cannot recognise as what we sent, the value
 * sent stands beside it under `sent:<property>`, so that the same value is not offered again for ever.
 */
export type Written = Partial<Record<PropertyName | `sent:${PropertyName}`, string | null>>;
export type Writable = Record<ObjectType, Set<PropertyName>>;

const isEvent = (name: PropertyName): boolean => propertyNamed(name).kind === 'event';

/** The properties of ours that exist in the portal and may be written. */
export async function loadWritable(db: Db, portalId: PortalId): Promise<Writable> {
  const rows = await db('hubspotProperties')
    .where({ portalId, state: 'ready' })
    .select<{ objectType: ObjectType; name: string }[]>('objectType', 'name');
  const names = (type: ObjectType) => rows.filter(({ objectType }) => objectType === type).map(({ name }) => name);
  const ofType = (type: ObjectType) =>
    new Set(
      names(type)
        .filter((name) => isPropertyName(name))
        .filter((name) => PUSHED_PROPERTIES[type].includes(name)),
    );
  return perObjectType(OBJECT_TYPES, ofType);
}

/**
 * What has to be written so that HubSpot holds `values`. Event properties only rise, unless they are emptied; a future time was typed by a
 * person, and would swallow every event until then.
 */
export function difference(values: Values, written: Written | null, writable: ReadonlySet<PropertyName>, now: Date): Values {
  const missing = entriesOf(values).filter(([property, value]) => {
    if (!writable.has(property)) return false;
    const held = written?.[property] ?? null;
    const isHeld = held !== null && held !== '' && instant(held) < now.getTime() + CLOCKS_DIFFER_MS;
    if (isEvent(property) && value !== '' && isHeld) return Date.parse(value) > instant(held);
    // What is optional and was not read back may be somebody's.
    const isUnknown = propertyNamed(property).isOptional && !(property in (written ?? {}));
    return written === null || isUnknown || !(sameValue(property, value, held) || written[`sent:${property}`] === value);
  });
  return Object.fromEntries(missing);
}

const CLOCKS_DIFFER_MS = 3_600_000;

/**
 * The event times announced on a record once it holds `values`. One that is emptied was announced before, even if nobody could store so; a
 * future one was typed by a person.
 */
export function announcedBy(values: Values, written: Written | null, now: Date): Values {
  const announced = entriesOf(values).flatMap(([property, value]): [PropertyName, string][] => {
    if (!isEvent(property)) return [];
    if (value !== '') return [[property, value]];
    const held = instant(written?.[property] ?? '');
    return held <= now.getTime() ? [[property, new Date(held).toISOString()]] : [];
  });
  return Object.fromEntries(announced);
}

/** What to remember after a write: HubSpot's own spelling of what it took. */
export function afterWrite(sent: Values, returned: Record<string, string | null>): Written {
  const kept: Written = {};
  for (const [property, value] of entriesOf(sent)) {
    const held = returned[property];
    kept[property] = held === undefined ? value : held;
    if (held !== undefined && !sameValue(property, value, held)) kept[`sent:${property}`] = value;
  }
  return kept;
}

interface ReadBack {
  properties: Record<string, string | null>;
  before: Written | null;
  /** What it is to hold; default: nobody asks. */
  wanted?: Values;
}

/** What the record holds now, as far as we may write it; of what is optional, where we wrote before, or nothing is to be written. */
export function readBack(writable: ReadonlySet<PropertyName>, { properties, before, wanted = {} }: ReadBack): Written {
  const isAgreed = (property: PropertyName): boolean => {
    const value = wanted[property];
    return value !== undefined && sameValue(property, value, properties[property] ?? null);
  };
  const ours = [...writable].filter((property) => !propertyNamed(property).isOptional || before?.[property] || isAgreed(property));
  return Object.fromEntries(ours.map((property) => [property, properties[property] ?? null]));
}

/** True when HubSpot holds something else than it returned to us: a person or another app changed it. */
export const wasEdited = (objectType: ObjectType, properties: Record<string, string | null>, written: Written): boolean =>
  editedProperties(objectType, properties, written).length > 0;

export function editedProperties(objectType: ObjectType, properties: Record<string, string | null>, written: Written): PropertyName[] {
  return PUSHED_PROPERTIES[objectType].filter(
    (property) =>
      property in properties && property in written && !sameValue(property, properties[property] ?? '', written[property] ?? null),
  );
}

/** What stands in HubSpot's own properties is anybody's. */
export function holdsOurValues(objectType: ObjectType, properties: Record<string, string | null>): boolean {
  return PUSHED_PROPERTIES[objectType].some((name) => {
    const { nothing, isStandard } = propertyNamed(name);
    return !isStandard && !['', nothing].includes(properties[name] ?? '');
  });
}

/** HubSpot rewrites numbers (`10.00` → `10`) and instants (milliseconds, ISO with and without fraction); text it trims. */
function sameValue(property: PropertyName, ours: string, held: string | null): boolean {
  const theirs = held ?? '';
  if (ours === theirs) return true;
  if (ours === '' || theirs === '') return ours.trim() === theirs.trim();
  const { format } = propertyNamed(property);
  if (format === 'amount' || format === 'number') return plainDecimal(ours) === plainDecimal(theirs);
  if (format === 'instant') return instant(ours) === instant(theirs);
  return ours.trim() === theirs.trim();
}

const instant = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Date.parse(text));

function plainDecimal(text: string): string {
  const match = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text.trim());
  if (!match) return text;
  const [, sign, whole, fraction] = match;
  const digits = fraction ? `${whole}.${fraction}` : whole!;
  return digits === '0' ? '0' : `${sign}${digits}`;
}
