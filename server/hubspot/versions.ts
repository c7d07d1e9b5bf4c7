/** Dated path segment of every call, as HubSpot's API of September 2026 knows it. */
export const API_VERSION = '2026-09';

/**
 * Updates of our own properties. From 2026-09 on HubSpot applies an administrator's required-property rules to every write, so that a
 * payment status could be refused because somebody left a phone number empty; 2026-03 takes the same request.
 */
export const OWN_PROPERTIES_VERSION = '2026-03';
