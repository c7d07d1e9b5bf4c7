import type { ProjectObjectType } from '../shared/object-types.ts';

/** What an install asks for. The same lists stand in the app's meta file, which a test compares: HubSpot wants them equal. */
export const REQUIRED_SCOPES = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.contacts.write',
  'crm.schemas.companies.write',
  'crm.schemas.deals.write',
  // Users and their teams, for "who sees amounts".
  'crm.objects.owners.read',
] as const;

/**
 * Of products and of the lines of deals. No scope is named after the definitions of products: HubSpot's description of the properties API takes
 * `e-commerce` for them, which a free account may lack.
 */
export const CATALOG_SCOPES = [
  'crm.objects.products.read',
  'crm.objects.products.write',
  'crm.objects.line_items.read',
  'e-commerce',
] as const;

/** Of lists of records that an administrator asks for. */
export const LIST_SCOPES = ['crm.lists.read', 'crm.lists.write'] as const;

/**
 * Of the objects that projects of an ERP can be records of, with their definitions. HubSpot names those of services in its guide and in the refusal of a
 * write, those of projects in their guide.
 */
export const PROJECT_OBJECT_SCOPES = {
  services: ['crm.objects.services.read', 'crm.objects.services.write', 'crm.schemas.services.read', 'crm.schemas.services.write'],
  projects: ['crm.objects.projects.read', 'crm.objects.projects.write', 'crm.schemas.projects.read', 'crm.schemas.projects.write'],
} as const satisfies Record<ProjectObjectType, readonly string[]>;

/** Of the quotes that people make of deals, one of which may be signed. */
export const QUOTE_SCOPES = ['crm.objects.quotes.read'] as const;

/** An account whose plan lacks one of them installs all the same; the token then comes without it. */
export const OPTIONAL_SCOPES: readonly string[] = [
  // Whether who installs again is a super admin.
  'settings.users.read',
  // Telling workflows later what came of their steps.
  'automation',
  ...CATALOG_SCOPES,
  ...LIST_SCOPES,
  ...QUOTE_SCOPES,
  ...Object.values(PROJECT_OBJECT_SCOPES).flat(),
];
