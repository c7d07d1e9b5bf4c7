import { ReconnectError, RecordRejectedError } from '../shared/errors.ts';
import { isOptionalObject, typeIdOf, type WrittenObjectType } from '../shared/object-types.ts';
import type { HubSpotClient } from './contract.ts';
import { describeRefusal, type ErrorDetail } from './refusals.ts';
import { Anything, PropertiesAnswer, PropertyBatchAnswer, PropertyLimitsAnswer } from './raw.ts';
import type { Transport } from './transport.ts';
import { API_VERSION, pathNameOf } from './versions.ts';

type DefinitionCalls = Pick<
  HubSpotClient,
  'listProperties' | 'createPropertyGroup' | 'createProperties' | 'updateProperty' | 'remainingCustomProperties'
>;

/** Property definitions. Repeating any of these calls does no harm, so none of them leaves a doubt behind. */
export function definitionCalls(send: Transport): DefinitionCalls {
  const path = (objectType: WrittenObjectType) => `/crm/properties/${API_VERSION}/${pathNameOf(objectType)}`;
  const about = (objectType: WrittenObjectType, operation: string) => ({
    operation,
    isRepeatable: true,
    isOptional: isOptionalObject(objectType),
  });
  return {
    async listProperties(objectType, options) {
      const request = {
        ...about(objectType, 'properties.list'),
        method: 'GET',
        path: path(objectType),
        answer: PropertiesAnswer,
      } as const;
      return (await send(request, options)).results;
    },

    async createPropertyGroup(objectType, group, options) {
      const request = {
        ...about(objectType, 'property_groups.create'),
        method: 'POST',
        path: `${path(objectType)}/groups`,
        answer: Anything,
      } as const;
      try {
        await send({ ...request, body: group }, options);
      } catch (error) {
        if (!(error instanceof RecordRejectedError && error.code === 'hubspot.already_exists')) throw error;
      }
    },

    async createProperties(objectType, definitions, options) {
      const body = { inputs: definitions };
      const request = {
        ...about(objectType, 'properties.create'),
        method: 'POST',
        path: `${path(objectType)}/batch/create`,
      } as const;
      const { errors } = await send({ ...request, body, answer: PropertyBatchAnswer }, options);
      throwRefusal(request.operation, errors);
    },

    async updateProperty(objectType, name, patch, options) {
      const request = {
        ...about(objectType, 'properties.update'),
        method: 'PATCH',
        path: `${path(objectType)}/${name}`,
        answer: Anything,
      } as const;
      await send({ ...request, body: patch }, options);
    },

    async remainingCustomProperties(objectType, options) {
      const request = {
        operation: 'limits.custom_properties',
        method: 'GET',
        path: `/crm/limits/${API_VERSION}/custom-properties`,
        isRepeatable: true,
        isOptional: true,
      } as const;
      try {
        const { byObjectType } = await send({ ...request, answer: PropertyLimitsAnswer }, options);
        const limit = byObjectType.find(({ objectTypeId }) => objectTypeId === typeIdOf(objectType));
        return limit ? Math.max(0, limit.limit - limit.usage) : null;
      } catch (error) {
        // Not every account's plan answers this; creating then tells by itself.
        if (error instanceof RecordRejectedError || error instanceof ReconnectError) return null;
        throw error;
      }
    },
  };
}

function throwRefusal(operation: string, errors: readonly ErrorDetail[]): void {
  if (errors.length === 0) return;
  const { code, properties } = describeRefusal(400, errors);
  throw new RecordRejectedError(`HubSpot refused ${operation}`, {
    code,
    params: { operation, property: properties.join(', ') || null },
    properties,
  });
}
