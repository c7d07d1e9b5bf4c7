import { randomUUID } from 'node:crypto';
import type { FakeAnswer } from '../http.ts';

/** What is wrong with one value, in HubSpot's words. */
export interface ValueProblem {
  code: string;
  message: string;
  property: string;
}

interface ErrorParts {
  category: string;
  message: string;
  subCategory?: string;
  errors?: { message: string; code?: string; context?: Record<string, string[]> }[];
  context?: Record<string, string[]>;
}

/** A refusal as HubSpot words it; within a batch it can stand for one input. */
export class HubSpotError extends Error {
  readonly status: number;
  readonly parts: ErrorParts;

  constructor(status: number, parts: ErrorParts) {
    super(parts.message);
    this.name = 'HubSpotError';
    this.status = status;
    this.parts = parts;
  }

  toAnswer(): FakeAnswer {
    return { status: this.status, body: { status: 'error', ...this.parts, correlationId: randomUUID() } };
  }

  /** One of the `errors` of a batch. */
  toItem(context: Record<string, string[]>): Record<string, unknown> {
    return { status: 'error', ...this.parts, context: { ...this.parts.context, ...context } };
  }
}

export function invalidValues(problems: readonly ValueProblem[]): HubSpotError {
  const listed = problems.map(({ code, message, property }) => ({
    isValid: false,
    message,
    error: code,
    name: property,
    localizedErrorMessage: message,
  }));
  return new HubSpotError(400, {
    category: 'VALIDATION_ERROR',
    message: `Property values were not valid: ${JSON.stringify(listed)}`,
    errors: problems.map(({ code, message, property }) => ({ message, code, context: { propertyName: [property] } })),
  });
}

export const badRequest = (message: string, extra: Partial<ErrorParts> = {}): HubSpotError =>
  new HubSpotError(400, { category: 'VALIDATION_ERROR', message, ...extra });

export const notFound = (message = 'resource not found'): HubSpotError => new HubSpotError(404, { category: 'OBJECT_NOT_FOUND', message });

export const conflict = (message: string, extra: Partial<ErrorParts> = {}): HubSpotError =>
  new HubSpotError(409, { category: 'CONFLICT', message, ...extra });

export const missingScopes = (scopes: readonly string[]): HubSpotError =>
  new HubSpotError(403, {
    category: 'MISSING_SCOPES',
    message: "This app hasn't been granted all required scopes to make this call.",
    errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: [...scopes] } }],
  });

/** Some ids of a batch are unknown or deleted. */
export const missingObjects = (verb: string, singular: string, ids: readonly string[]): Record<string, unknown> => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message: `Could not ${verb} some ${singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
  context: { ids: [...ids] },
});
