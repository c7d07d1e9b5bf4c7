import { z } from 'zod';
import { recordId } from '../shared/ids.ts';
import type { HubSpotRecord, PropertyDefinition, PropertyVersion } from './contract.ts';
import { ErrorDetail } from './refusals.ts';

/** What HubSpot answers, as far as we read it; everything else in it is ignored. */
const PropertyValue = z.union([z.string(), z.null(), z.number().transform(String), z.boolean().transform(String)]);

export const RecordAnswer = z
  .object({
    id: z.coerce.string(),
    properties: z.record(z.string(), PropertyValue).catch({}),
    archived: z.boolean().catch(false),
  })
  .transform((raw): HubSpotRecord => ({ id: recordId(raw.id), properties: raw.properties, archived: raw.archived }));

const UpsertedAnswer = z
  .object({ new: z.boolean().catch(false), objectWriteTraceId: z.coerce.string().optional().catch(undefined) })
  .and(RecordAnswer)
  .transform(({ new: isNew, objectWriteTraceId: trace, ...record }) => ({ ...record, isNew, trace }));

/** Partial failures come as 207, or as 200 with `errors`: both are looked at. */
const Outcome = z.object({
  status: z.string().catch('COMPLETE'),
  numErrors: z.number().default(0),
  errors: z.array(ErrorDetail).default([]),
});
/** An answer with neither results nor errors says nothing: it is not an empty one. */
const outcomeOf = <R extends z.ZodType>(result: R) =>
  Outcome.extend({ results: z.array(result).optional() })
    .refine(({ results, errors }) => results !== undefined || errors.length > 0, 'neither results nor errors')
    .transform(({ results = [], ...outcome }) => ({ ...outcome, results }));
export const BatchAnswer = outcomeOf(RecordAnswer);
export const UpsertAnswer = outcomeOf(UpsertedAnswer);

const USER_SOURCE = /^userId:(\d+)$/;
const VersionAnswer = z
  .object({
    value: PropertyValue,
    timestamp: z.coerce.date(),
    sourceType: z.string().catch(''),
    sourceId: z.string().nullish().catch(null),
    updatedByUserId: z.number().nullish().catch(null),
  })
  .transform(({ value, timestamp, sourceType, sourceId, updatedByUserId }): PropertyVersion => {
    const named = USER_SOURCE.exec(sourceId ?? '')?.[1];
    return {
      value: value ?? '',
      at: timestamp,
      source: sourceType,
      userId: updatedByUserId ?? (named === undefined ? null : Number(named)),
    };
  });
/** A history that cannot be understood says nothing. */
export const HistoryAnswer = outcomeOf(
  z.object({
    id: z.coerce.string().transform(recordId),
    propertiesWithHistory: z.record(z.string(), z.array(VersionAnswer).catch([])).catch({}),
  }),
);

export const ListAnswer = z.object({
  results: z.array(RecordAnswer),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).nullish(),
});
export const SearchAnswer = ListAnswer.extend({ total: z.number() });

/** Texts, as HubSpot keeps what it calls metadata. */
const StageMetadata = z
  .object({
    isClosed: z
      .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
      .nullable()
      .catch(null),
    probability: z.coerce.number().nullable().catch(null),
    state: z.enum(['OPEN', 'CLOSED']).nullable().catch(null),
  })
  .catch({ isClosed: null, probability: null, state: null });
const Ordered = z.object({
  id: z.coerce.string(),
  label: z.string().catch(''),
  displayOrder: z.number().catch(0),
  archived: z.boolean().catch(false),
});
export const PipelinesAnswer = z.object({
  results: z.array(Ordered.extend({ stages: z.array(Ordered.extend({ metadata: StageMetadata })) })),
});

const PropertyAnswer = z
  .object({
    name: z.string(),
    label: z.string().catch(''),
    groupName: z.string().catch(''),
    type: z.enum(['bool', 'date', 'datetime', 'enumeration', 'number', 'phone_number', 'string']).catch('string'),
    fieldType: z.string().catch(''),
    description: z.string().catch(''),
    hasUniqueValue: z.boolean().catch(false),
    calculated: z.boolean().catch(false),
    archived: z.boolean().catch(false),
    options: z
      .array(z.object({ label: z.string(), value: z.string(), displayOrder: z.number().catch(-1), hidden: z.boolean().catch(false) }))
      .catch([]),
    modificationMetadata: z.object({ readOnlyValue: z.boolean().catch(false) }).catch({ readOnlyValue: false }),
    referencedObjectType: z.string().nullable().catch(null),
  })
  .transform((raw): PropertyDefinition => raw);

export const PropertiesAnswer = z.object({ results: z.array(PropertyAnswer) });
export const PropertyBatchAnswer = Outcome;

export const PropertyLimitsAnswer = z.object({
  byObjectType: z.array(z.object({ objectTypeId: z.string(), limit: z.number(), usage: z.number() })),
});

export const AccountAnswer = z.object({
  portalId: z.number(),
  timeZone: z.string().catch('UTC'),
  companyCurrency: z.string(),
  additionalCurrencies: z.array(z.string()).catch([]),
  uiDomain: z.string().catch('app.hubspot.com'),
});

export const UserAnswer = z.object({ email: z.string(), superAdmin: z.boolean().catch(false) });

export const OwnersAnswer = z.object({
  results: z.array(
    z.object({
      id: z.coerce.string(),
      email: z.string().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
      userId: z.number().nullish(),
      teams: z.array(z.object({ id: z.coerce.number(), name: z.string() })).catch([]),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).nullish(),
});

export const AssociationsAnswer = outcomeOf(
  z.object({
    from: z.object({ id: z.coerce.string() }),
    to: z
      .array(
        z.object({
          toObjectId: z.coerce.string(),
          associationTypes: z.array(z.object({ typeId: z.number().catch(0) })).catch([]),
        }),
      )
      .catch([]),
    paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).nullish(),
  }),
);

export const Anything = z.unknown();
